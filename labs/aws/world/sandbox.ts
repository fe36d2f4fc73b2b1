import { randomUUID } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import { QuotaExceeded } from '../identity/denials.ts'
import { ANONYMOUS, awsService, type Principal } from '../identity/principal.ts'
import type { Call, Delivery, WorkResult } from '../service.ts'
import { type BlobStore, MemoryBlobs } from './blobs.ts'
import { createCall, runOperation } from './call.ts'
import { realTimeOf, type VirtualClock, virtualNow } from './clock.ts'
import { type Fault, faults } from './faults.ts'
import { type Entry, MemoryJournal, type RecordedEntry } from './journal.ts'
import { clocks, dueSteps, entropies, ONLY, WORLD_SCOPE, type WorkItem, workItems } from './kernel.ts'
import type { Scope, World } from './world.ts'
import { type Happening, type SandboxHost, SYSTEM, type Work, WorldLog } from './world-log.ts'

/** Steps that one advance may take before it is taken for a loop. */
const STEPS_AT_MOST = 100_000
/** Real time that a call may wait for the work that makes its answer, milliseconds. */
const ANSWER_MS = 60_000

export interface CallRequest {
	principal: Principal
	scope: Scope
	service: string
	operation: string
	input: object
	requestId?: string
	userAgent?: string
}

export interface NewWorld {
	seed: string
	/** Below `SANDBOX_NUMBERS`; names the sandbox in its access keys. */
	number: bigint
	/** Virtual time at the start, epoch milliseconds. */
	startsAt: number
	/** Virtual seconds for each real second. */
	speed: number
}

/** One world, moved by calls and by its clock, one thing at a time. */
export class Sandbox {
	readonly #log: WorldLog
	#turn: Promise<unknown> = Promise.resolve()
	/** Whether the quota let the last due step not happen: time stands still then, and reading goes on. */
	#isFull = false

	private constructor(log: WorldLog) {
		this.#log = log
		const { work } = log.host
		if (work) log.subscribe(() => work.look(this))
	}

	/** Opens a world from its journal, or begins it when the journal is empty. */
	static async open(id: string, host: SandboxHost, blobs: BlobStore, fresh: NewWorld): Promise<Sandbox> {
		const sandbox = new Sandbox(await WorldLog.open(id, host, blobs))
		if (sandbox.seq === 0) await sandbox.#begin(fresh)
		host.work?.look(sandbox)
		return sandbox
	}

	get id(): string {
		return this.#log.id
	}

	get host(): SandboxHost {
		return this.#log.host
	}

	get blobs(): BlobStore {
		return this.#log.blobs
	}

	/** The settled world; a value that never changes. */
	get world(): World {
		return this.#log.world
	}

	/** The seq of the last entry that changed the world. */
	get seq(): number {
		return this.#log.seq
	}

	get clock(): VirtualClock {
		const clock = this.world.get(clocks, WORLD_SCOPE, ONLY)
		if (!clock) throw new Error(`${this.id} has no clock`)
		return clock
	}

	/** Virtual time, epoch milliseconds. */
	now(): number {
		return virtualNow(this.clock, this.host.realNow())
	}

	/** When, in real time, something will next be due; undefined when nothing is, while paused, or once the world is full. */
	nextDueAt(): number | undefined {
		if (this.#isFull) return
		const [next] = this.world.list(dueSteps, WORLD_SCOPE, { limit: 1 })
		return next && realTimeOf(this.clock, next.at)
	}

	/** Hears every entry that changes the world, after it is durable. Returns how to stop. */
	subscribe(listener: (entry: RecordedEntry) => void): () => void {
		return this.#log.subscribe(listener)
	}

	/** Entries after `seq`, in order. */
	entries(afterSeq = 0): Promise<Array<RecordedEntry>> {
		return this.host.journal.read(this.id, afterSeq)
	}

	/**
	 * Makes one call. What was due before it happens first. Throws AwsError when
	 * it is refused; the refusal is kept as evidence.
	 */
	call(request: CallRequest): Promise<unknown> {
		const { principal, scope, service, operation, input, requestId = randomUUID() } = request
		const begun = this.#inTurn(async () => {
			await this.#advance()
			return this.#log.enter(this.#calling({ ...request, requestId }), (frame, decisions) =>
				runOperation(frame, principal, scope, service, operation, input, decisions),
			)
		})
		const later = this.host.services.get(service)?.operations[operation]?.later
		if (!later) return begun
		const look = () => later(input as never, { requestId, scope, world: this.world, blobs: this.blobs })
		return begun.then(async () => {
			// What it has scheduled for now happens now.
			await this.advance()
			return this.#answerOf(look)
		})
	}

	/** What a call is answered once real work has made it; an error when that takes too long. */
	#answerOf(look: () => Promise<unknown>): Promise<unknown> {
		return new Promise((resolve, reject) => {
			const end = (settle: () => void) => {
				stop()
				clearTimeout(limit)
				settle()
			}
			const ask = () =>
				look().then(
					(answer) => answer !== undefined && end(() => resolve(answer)),
					(error: unknown) => end(() => reject(error)),
				)
			const stop = this.subscribe(ask)
			const late = () => new AwsError('ServiceException', 'The work was not done in time', 500)
			const limit = setTimeout(() => end(() => reject(late())), this.host.work ? ANSWER_MS : 0)
			ask()
		})
	}

	/** Keeps a call whose input was refused before it could be made, as evidence. */
	observeRefusal(request: CallRequest, error: AwsError): void {
		this.#log.observeRefusal(this.#calling(request), error)
	}

	/** Whether a service gave out the address that ends with a token. Leaves no trace. */
	hasAddress(service: string, token: string): boolean {
		return this.host.services.get(service)?.hasAddress?.(token, this.world) ?? false
	}

	/**
	 * Hands a service what was sent to one of its addresses, and answers what the
	 * sender is told. Throws AwsError when it is refused.
	 */
	deliver(service: string, delivery: Delivery): Promise<string> {
		return this.#inTurn(async () => {
			await this.#advance()
			const happening = this.#own('delivery', service, 'Deliver', delivery, WORLD_SCOPE)
			const told = await this.#log.enter({ ...happening, principal: ANONYMOUS }, (frame, decisions) => {
				const call = createCall(frame, ANONYMOUS, WORLD_SCOPE, service, 'Deliver', decisions)
				return frame.services.get(service)?.receive?.(delivery, call)
			})
			await this.#advance()
			return told as string
		})
	}

	/** Lets everything happen that is due by now. */
	advance(): Promise<void> {
		return this.#inTurn(() => this.#advance())
	}

	/** Changes how time runs: its speed (0 pauses) or the moment it is (only forwards). */
	async setClock(change: { speed?: number; jumpTo?: number }): Promise<void> {
		await this.#inTurn(async () => {
			await this.#advance()
			await this.#control('SetClock', { ...change }, ({ world }) => {
				const real = this.host.realNow()
				const virtual = Math.max(this.now(), change.jumpTo ?? 0)
				world.put(clocks, WORLD_SCOPE, ONLY, { real, virtual, speed: change.speed ?? this.clock.speed })
			})
			await this.#advance()
		})
	}

	/** What goes wrong in this world. */
	get faults(): Array<Fault> {
		return this.world.list(faults, WORLD_SCOPE)
	}

	/** Says what goes wrong from now on; an empty list ends all faults. */
	async setFaults(wanted: ReadonlyArray<Fault>): Promise<void> {
		await this.#inTurn(() =>
			this.#control('SetFaults', { faults: wanted }, ({ world }) => {
				for (const [id] of world.entries(faults, WORLD_SCOPE)) world.delete(faults, WORLD_SCOPE, id)
				for (const fault of wanted) world.put(faults, WORLD_SCOPE, fault.id, { ...fault })
			}),
		)
	}

	/** Writes documents that no API call could, e.g. a lab's start state. One entry. */
	async arrange(operation: string, work: (call: Call) => unknown, scope: Scope): Promise<void> {
		await this.#inTurn(() =>
			this.#control(
				operation,
				{},
				(frame, decisions) => work(createCall(frame, SYSTEM, scope, 'kernel', operation, decisions)),
				scope,
			),
		)
	}

	/** Real work that is asked for and not yet done. */
	pendingWork(): Array<WorkItem> {
		return this.world.list(workItems, WORLD_SCOPE)
	}

	/** Waits until all real work that is asked for is done, and what follows from it; at once where nobody does any. */
	async settle(): Promise<void> {
		if (!this.host.work) return
		while (this.pendingWork().length > 0) {
			await new Promise<void>((resolve) => {
				const stop = this.subscribe(() => {
					stop()
					resolve()
				})
			})
		}
	}

	/** Hands in the result of work. A second result for the same work changes nothing. */
	async finishWork(id: string, result: WorkResult): Promise<void> {
		await this.#inTurn(async () => {
			const item = this.world.get(workItems, WORLD_SCOPE, id)
			if (!item) return
			const { service, kind, scope } = item
			const happening = this.#own('work', service, kind, { id, result }, scope)
			await this.#log.enter(happening, async (frame, decisions) => {
				frame.world.delete(workItems, WORLD_SCOPE, id)
				const call = createCall(frame, awsService(service), scope, service, kind, decisions)
				await frame.services.get(service)?.finish?.(item, result, call)
			})
			await this.#advance()
		})
	}

	/** A throw-away copy: same world, own journal in memory, nothing reaches the original. */
	fork(): Sandbox {
		const host = { ...this.host, journal: new MemoryJournal(), quota: undefined }
		return new Sandbox(
			new WorldLog(`${this.id}#fork`, host, new MemoryBlobs(this.blobs), this.world, this.seq),
		)
	}

	/** One thing at a time: what is asked meanwhile waits for its turn. */
	#inTurn<R>(work: () => Promise<R>): Promise<R> {
		const turn = this.#turn.then(work, work)
		this.#turn = turn.catch(() => {})
		return turn
	}

	async #begin({ seed, number, startsAt, speed }: NewWorld): Promise<void> {
		const real = this.host.realNow()
		const happening = { ...this.#own('control', 'kernel', 'Begin', { seed }, WORLD_SCOPE, startsAt) }
		await this.#log.enter(happening, ({ world }) => {
			world.put(clocks, WORLD_SCOPE, ONLY, { real, virtual: startsAt, speed })
			world.put(entropies, WORLD_SCOPE, ONLY, { seed, draws: 0, sandbox: String(number) })
		})
	}

	async #control(operation: string, request: object, work: Work, scope = WORLD_SCOPE): Promise<unknown> {
		return await this.#log.enter(this.#own('control', 'kernel', operation, request, scope), work)
	}

	#calling({ input, requestId = randomUUID(), ...request }: CallRequest): Happening {
		return { ...request, kind: 'call', at: this.now(), request: input, requestId }
	}

	#own(
		kind: Entry['kind'],
		service: string,
		operation: string,
		request: object,
		scope: Scope,
		at = this.now(),
	): Happening {
		return { kind, at, service, operation, principal: SYSTEM, scope, request, requestId: randomUUID() }
	}

	async #advance(): Promise<void> {
		try {
			await this.#takeDueSteps()
			this.#isFull = false
		} catch (error) {
			if (!(error instanceof QuotaExceeded)) throw error
			this.#isFull = true
		}
	}

	async #takeDueSteps(): Promise<void> {
		if (this.host.journal.shared) await this.#log.catchUp()
		const until = this.now()
		for (let steps = 0; steps < STEPS_AT_MOST; steps++) {
			const [next] = this.world.entries(dueSteps, WORLD_SCOPE, { limit: 1 })
			if (!next || next[1].at > until) return
			const [id, { at, service, subject, scope }] = next
			const principal = awsService(service)
			const happening = { ...this.#own('step', service, 'Step', { subject }, scope, at), principal }
			await this.#log.enter(happening, async (frame, decisions) => {
				// Another process may have taken this step meanwhile.
				if (!frame.world.delete(dueSteps, WORLD_SCOPE, id)) return
				const call = createCall(frame, principal, scope, service, 'Step', decisions)
				await frame.services.get(service)?.step?.(subject, call)
			})
		}
		throw new Error(`${this.id} took ${STEPS_AT_MOST} steps without coming to rest`)
	}
}
