import type { WorkResult } from '#labs/aws/service.ts'
import type { WorkItem } from '#labs/aws/world/kernel.ts'
import type { Sandbox } from '#labs/aws/world/sandbox.ts'
import type { WorkHost } from '#labs/aws/world/work-host.ts'

/** How one piece of work came out, without the time that it took. */
export type WorkOutcome = { ok: true; value: unknown } | { ok: false; reason: string }

/**
 * Does one kind of work for an owner, outside this process. `undefined` when it
 * was not done at all, since the host closes: it stays asked for.
 */
export type WorkRunner = (item: WorkItem, sandbox: Sandbox, owner: string) => Promise<WorkOutcome | undefined>

interface HostOptions {
	/** By kind. */
	runners: Readonly<Record<string, WorkRunner>>
	onError(error: unknown): void
}

/**
 * Does the work that the worlds of this process ask for: each piece once while
 * the process lives, whatever happens to the worker that does it. Work is a
 * document of its world, so that what a process left undone is taken up by the
 * next one that opens the world; a result that comes twice counts once.
 */
export class SandboxWork implements WorkHost {
	readonly #options: HostOptions
	/** The pieces at work of each open world. */
	readonly #working = new WeakMap<Sandbox, Set<string>>()
	readonly #forgotten = new WeakSet<Sandbox>()

	constructor(options: HostOptions) {
		this.#options = options
	}

	look(sandbox: Sandbox): void {
		if (this.#forgotten.has(sandbox)) return
		for (const item of sandbox.pendingWork()) {
			const working = this.#workingOf(sandbox)
			if (working.has(item.id)) continue
			working.add(item.id)
			this.#do(item, sandbox)
				.catch(this.#options.onError)
				.finally(() => working.delete(item.id))
		}
	}

	/** Hands nothing in any more to a world that is put away; what it asked for it still asks for. */
	forget(sandbox: Sandbox): void {
		this.#forgotten.add(sandbox)
	}

	#workingOf(sandbox: Sandbox): Set<string> {
		const known = this.#working.get(sandbox) ?? new Set()
		this.#working.set(sandbox, known)
		return known
	}

	async #do(item: WorkItem, sandbox: Sandbox): Promise<void> {
		const began = performance.now()
		const outcome = await this.#run(item, sandbox)
		if (!outcome || this.#forgotten.has(sandbox)) return
		const durationMs = performance.now() - began
		try {
			await sandbox.finishWork(item.id, { ...outcome, durationMs } as WorkResult)
		} catch (error) {
			// A result that cannot be taken (its world is full) ends the work all the same.
			this.#options.onError(error)
			const reason = error instanceof Error ? error.message : String(error)
			await sandbox.finishWork(item.id, { ok: false, reason, durationMs })
		}
	}

	async #run(item: WorkItem, sandbox: Sandbox): Promise<WorkOutcome | undefined> {
		const runner = this.#options.runners[item.kind]
		if (!runner) return { ok: false, reason: `Nothing here does work of the kind ${item.kind}` }
		try {
			return await runner(item, sandbox, ownerOf(sandbox))
		} catch (error) {
			this.#options.onError(error)
			return { ok: false, reason: error instanceof Error ? error.message : String(error) }
		}
	}
}

/** Whose turn it is: a sandbox, whatever its generation, together with its copies. */
function ownerOf({ id }: Sandbox): string {
	return id.split(/[/#]/)[0] ?? id
}
