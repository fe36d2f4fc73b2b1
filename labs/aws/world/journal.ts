import type { Decision } from '../identity/access.ts'
import type { Principal } from '../identity/principal.ts'
import type { Json } from './json.ts'
import type { Change } from './world.ts'

/** How something ended: what it answered, or how it was refused. */
export type Outcome =
	| { ok: true; response?: Json }
	| { ok: false; code: string; message: string; status: number }

/** A call that a service made on the way, e.g. CodePipeline reading an artifact under its role. */
export interface InnerCall {
	principal: Principal
	service: string
	operation: string
	request: Json
	outcome: Outcome
	decisions: ReadonlyArray<Decision>
}

/**
 * One thing that happened: a call, a step that was due, the result of real
 * work, a delivery to a webhook, or a turn of the sandbox's own controls. It holds all that is needed to
 * explain it and, in `changes`, all that is needed to redo or undo it.
 */
export interface Entry {
	kind: 'call' | 'step' | 'work' | 'delivery' | 'control'
	/** Virtual time, epoch milliseconds. */
	at: number
	service: string
	operation: string
	account: string
	region: string
	principal: Principal
	requestId: string
	/** The input without payloads and secrets. */
	request: Json
	outcome: Outcome
	decisions: ReadonlyArray<Decision>
	calls: ReadonlyArray<InnerCall>
	changes: ReadonlyArray<Change>
	userAgent?: string
}

/** An entry that changed its world; `seq` counts from 1 without a gap. */
export interface RecordedEntry extends Entry {
	seq: number
}

/** Thrown by `append` when another process has already written that `seq`. */
export class JournalConflict extends Error {
	override readonly name = 'JournalConflict'
}

/**
 * Where the entries of worlds are kept. An append is one INSERT and is durable
 * when it returns; entries without changes go to `observe`, which may wait and
 * write several at once, since losing one loses no state.
 */
export interface JournalStore {
	/** Whether other processes append too, so that reads must look first. */
	readonly shared: boolean
	append(world: string, entry: RecordedEntry): Promise<void>
	observe(world: string, afterSeq: number, entry: Entry): void
	/** Entries after `seq`, in order. */
	read(world: string, afterSeq: number): Promise<Array<RecordedEntry>>
	/** The last of what `observe` took, in order, each with the seq it came after. Old ones are not kept for ever. */
	observations(world: string, last?: number): Promise<Array<{ afterSeq: number; entry: Entry }>>
	saveSnapshot(world: string, seq: number, documents: Array<[string, object]>): Promise<void>
	latestSnapshot(world: string): Promise<{ seq: number; documents: Array<[string, object]> } | undefined>
}

/** The last entries of a world up to one of them, with what was observed beside them, in the order in which it happened. */
export async function historyOf(
	journal: JournalStore,
	world: string,
	seq: number,
	last: number,
): Promise<Array<Entry>> {
	const since = Math.max(0, seq - last)
	const entries = (await journal.read(world, since)).filter((entry) => entry.seq <= seq)
	const observed = (await journal.observations(world, last)).filter(({ afterSeq }) => afterSeq >= since)
	const bySeq = Map.groupBy(observed, ({ afterSeq }) => afterSeq)
	const beside = (after: number) => (bySeq.get(after) ?? []).map(({ entry }) => entry)
	return [...beside(since), ...entries.flatMap((entry) => [entry, ...beside(entry.seq)])]
}

interface MemoryWorld {
	entries: Array<RecordedEntry>
	observations: Array<{ afterSeq: number; entry: Entry }>
	snapshot?: { seq: number; documents: Array<[string, object]> }
}

/** How many observations a memory journal keeps for each world; older ones go, many at once. */
const OBSERVATIONS_KEPT = 1000

/** A journal that lives and dies with the process: tests, forks, the emulator alone. */
export class MemoryJournal implements JournalStore {
	readonly shared: boolean = false
	readonly #worlds = new Map<string, MemoryWorld>()

	#world(id: string): MemoryWorld {
		const world = this.#worlds.get(id) ?? { entries: [], observations: [] }
		this.#worlds.set(id, world)
		return world
	}

	async append(world: string, entry: RecordedEntry): Promise<void> {
		const { entries, snapshot } = this.#world(world)
		const last = entries.at(-1)?.seq ?? snapshot?.seq ?? 0
		if (entry.seq <= last) throw new JournalConflict(`${world} already has an entry ${entry.seq}`)
		entries.push(entry)
	}

	observe(world: string, afterSeq: number, entry: Entry): void {
		const { observations } = this.#world(world)
		observations.push({ afterSeq, entry })
		if (observations.length >= 2 * OBSERVATIONS_KEPT)
			observations.splice(0, observations.length - OBSERVATIONS_KEPT)
	}

	async read(world: string, afterSeq: number): Promise<Array<RecordedEntry>> {
		const { entries } = this.#world(world)
		const first = entries[0]?.seq ?? 1
		return entries.slice(Math.max(0, afterSeq + 1 - first))
	}

	async observations(
		world: string,
		last = OBSERVATIONS_KEPT,
	): Promise<Array<{ afterSeq: number; entry: Entry }>> {
		return this.#world(world).observations.slice(-last)
	}

	async saveSnapshot(world: string, seq: number, documents: Array<[string, object]>): Promise<void> {
		this.#world(world).snapshot = { seq, documents }
	}

	async latestSnapshot(world: string) {
		return this.#world(world).snapshot
	}

	/** Forgets a world, or all of them. */
	clear(world?: string): void {
		if (world === undefined) this.#worlds.clear()
		else this.#worlds.delete(world)
	}
}
