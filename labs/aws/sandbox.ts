import { randomUUID } from 'node:crypto'
import type { Authorize, Decision } from './authorize.ts'
import { AwsError } from './aws-error.ts'
import { type BlobStore, MemoryBlobs } from './blobs.ts'
import { type CallFrame, createCall, refusal, runOperation } from './call.ts'
import { realTimeOf, type VirtualClock, virtualNow } from './clock.ts'
import { Ids } from './ids.ts'
import {
	type Entry,
	JournalConflict,
	type JournalStore,
	MemoryJournal,
	type Outcome,
	type RecordedEntry,
} from './journal.ts'
import { clocks, dueSteps, entropies, ONLY, WORLD_SCOPE, workItems } from './kernel.ts'
import type { AnonymousPrincipal, Principal, ServicePrincipal } from './principal.ts'
import { redactRequest, summarizeResponse } from './record.ts'
import type { Call, Delivery, Service, WorkItem, WorkResult } from './service.ts'
import { type Scope, type Transaction, World } from './world.ts'

/**
 * Entries between two snapshots, at least. A larger world waits for as many
 * entries as it has documents: a snapshot writes them all, and so its cost for
 * each entry stays the same however large the world grows.
 */
const SNAPSHOT_EVERY = 200
/** Steps that one advance may take before it is taken for a loop. */
const STEPS_AT_MOST = 100_000
const DEFAULT_ENDPOINT = 'http://localhost:4566'

/** What a sandbox stands on; the same for all sandboxes of a host. */
export interface SandboxHost {
	services: ReadonlyMap<string, Service>
	authorize: Authorize
	journal: JournalStore
	/** Where clients reach the emulator, for addresses that it gives out. */
	endpoint?: string
	/** Real time, epoch milliseconds. */
	realNow(): number
}

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
	/** Virtual seconds for each real second; 0 is paused. */
	speed: number
}

/** What an entry is about, before its outcome is known. */
type Happening = Pick<Entry, 'kind' | 'service' | 'operation' | 'principal' | 'userAgent'> & {
	scope: Scope
	request: object
	requestId: string
	/** Virtual time; left out it is the moment the work starts. */
	at?: number
}

type Work = (frame: CallFrame, decisions: Array<Decision>) => unknown

/**
 * One world, moved by calls and by its clock. Every change is an entry of the
 * journal, durable before it is seen or acknowledged; a call that fails leaves
 * nothing behind.
 */
export class Sandbox {
	readonly id: string
	readonly host: SandboxHost
	readonly blobs: BlobStore
	#world: World
	#seq: number
	#snapshotSeq: number
	#turn: Promise<unknown> = Promise.resolve()
	readonly #listeners = new Set<(entry: RecordedEntry) => void>()

	private constructor(id: string, host: SandboxHost, blobs: BlobStore, world: World, seq: number) {
		this.id = id
		this.host = host
		this.blobs = blobs
		this.#world = world
		this.#seq = seq
		this.#snapshotSeq = seq
	}

	/** Opens a world from its journal, or begins it when the journal is empty. */
	static async open(id: string, host: SandboxHost, blobs: BlobStore, fresh: NewWorld): Promise<Sandbox> {
		const snapshot = await host.journal.latestSnapshot(id)
		const sandbox = new Sandbox(id, host, blobs, World.from(snapshot?.documents ?? []), snapshot?.seq ?? 0)
		await sandbox.#catchUp()
		if (sandbox.#seq === 0) await sandbox.#begin(fresh)
		return sandbox
	}

	/** The settled world; a value that never changes. */
	get world(): World {
		return this.#world
	}

	/** The seq of the last entry that changed the world. */
	get seq(): number {
		return this.#seq
	}

	get clock(): VirtualClock {
		const clock = this.#world.get(clocks, WORLD_SCOPE, ONLY)
		if (!clock) throw new Error(`${this.id} has no clock`)
		return clock
	}

	/** Virtual time, epoch milliseconds. */
	now(): number {
		return virtualNow(this.clock, this.host.realNow())
	}

	/** When, in real time, something will next be due; undefined when nothing is, or while paused. */
	nextDueAt(): number | undefined {
		const [next] = this.#world.list(dueSteps, WORLD_SCOPE, { limit: 1 })
		return next && realTimeOf(this.clock, next.at)
	}

	/** Hears every entry that changes the world, after it is durable. Returns how to stop. */
	subscribe(listener: (entry: RecordedEntry) => void): () => void {
		this.#listeners.add(listener)
		return () => this.#listeners.delete(listener)
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
		return this.#inTurn(async () => {
			await this.#advance()
			return this.#enter(
				{
					kind: 'call',
					service: request.service,
					operation: request.operation,
					principal: request.principal,
					scope: request.scope,
					request: request.input,
					requestId: request.requestId ?? randomUUID(),
					userAgent: request.userAgent,
				},
				(frame, decisions) =>
					runOperation(
						frame,
						request.principal,
						request.scope,
						request.service,
						request.operation,
						request.input,
						decisions,
					),
			)
		})
	}

	/** Hands a service what was sent to one of its addresses. Answers what the sender is told; throws AwsError when it is refused. */
	deliver(service: string, delivery: Delivery): Promise<string> {
		return this.#inTurn(async () => {
			await this.#advance()
			const happening = this.#own('delivery', service, 'Deliver', delivery)
			const told = await this.#enter({ ...happening, principal: ANYONE }, (frame, decisions) => {
				const call = createCall(frame, ANYONE, WORLD_SCOPE, service, 'Deliver', decisions)
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
			const request = { ...change }
			await this.#enter(this.#own('control', 'kernel', 'SetClock', request), ({ world }) => {
				const real = this.host.realNow()
				const virtual = Math.max(this.now(), change.jumpTo ?? 0)
				world.put(clocks, WORLD_SCOPE, ONLY, { real, virtual, speed: change.speed ?? this.clock.speed })
			})
			await this.#advance()
		})
	}

	/** Writes documents that no API call could, e.g. a lab's start state. One entry. */
	async arrange(operation: string, work: (call: Call) => unknown, scope: Scope): Promise<void> {
		await this.#inTurn(() =>
			this.#enter({ ...this.#own('control', 'kernel', operation, {}), scope }, (frame, decisions) =>
				work(createCall(frame, SYSTEM, scope, 'kernel', operation, decisions)),
			),
		)
	}

	/** Real work that is asked for and not yet done. */
	pendingWork(): Array<WorkItem> {
		return this.#world.list(workItems, WORLD_SCOPE)
	}

	/** Hands in the result of work. A second result for the same work changes nothing. */
	async finishWork(id: string, result: WorkResult): Promise<void> {
		await this.#inTurn(async () => {
			const item = this.#world.get(workItems, WORLD_SCOPE, id)
			if (!item) return
			const happening = { ...this.#own('work', item.service, item.kind, { id, result }), scope: item.scope }
			await this.#enter(happening, async (frame, decisions) => {
				frame.world.delete(workItems, WORLD_SCOPE, id)
				const service = frame.services.get(item.service)
				const call = createCall(
					frame,
					awsService(item.service),
					item.scope,
					item.service,
					item.kind,
					decisions,
				)
				await service?.finish?.(item, result, call)
			})
			await this.#advance()
		})
	}

	/** A throw-away copy: same world, own journal in memory, nothing reaches the original. */
	fork(): Sandbox {
		const host = { ...this.host, journal: new MemoryJournal() }
		return new Sandbox(`${this.id}#fork`, host, new MemoryBlobs(this.blobs), this.#world, this.#seq)
	}

	/** One thing at a time: what is asked meanwhile waits for its turn. */
	#inTurn<R>(work: () => Promise<R>): Promise<R> {
		const turn = this.#turn.then(work, work)
		this.#turn = turn.catch(() => {})
		return turn
	}

	async #begin({ seed, number, startsAt, speed }: NewWorld): Promise<void> {
		const real = this.host.realNow()
		await this.#enter({ ...this.#own('control', 'kernel', 'Begin', { seed }), at: startsAt }, ({ world }) => {
			world.put(clocks, WORLD_SCOPE, ONLY, { real, virtual: startsAt, speed })
			world.put(entropies, WORLD_SCOPE, ONLY, { seed, draws: 0, sandbox: String(number) })
		})
	}

	#own(kind: Entry['kind'], service: string, operation: string, request: object): Happening {
		return {
			kind,
			service,
			operation,
			principal: SYSTEM,
			scope: WORLD_SCOPE,
			request,
			requestId: randomUUID(),
		}
	}

	async #advance(): Promise<void> {
		if (this.host.journal.shared) await this.#catchUp()
		const until = this.now()
		for (let steps = 0; steps < STEPS_AT_MOST; steps++) {
			const [next] = this.#world.entries(dueSteps, WORLD_SCOPE, { limit: 1 })
			if (!next || next[1].at > until) return
			const [id, step] = next
			const happening = this.#own('step', step.service, 'Step', { subject: step.subject })
			const principal = awsService(step.service)
			await this.#enter(
				{ ...happening, principal, scope: step.scope, at: step.at },
				async (frame, decisions) => {
					// Another process may have taken this step meanwhile.
					if (!frame.world.delete(dueSteps, WORLD_SCOPE, id)) return
					const call = createCall(frame, principal, step.scope, step.service, 'Step', decisions)
					await frame.services.get(step.service)?.step?.(step.subject, call)
				},
			)
		}
		throw new Error(`${this.id} took ${STEPS_AT_MOST} steps without coming to rest`)
	}

	/** Runs work in a transaction and writes the entry; tries again when another process was faster. */
	async #enter(happening: Happening, work: Work): Promise<unknown> {
		for (;;) {
			try {
				return await this.#tryEnter(happening, work)
			} catch (error) {
				if (!(error instanceof JournalConflict)) throw error
				await this.#catchUp()
			}
		}
	}

	async #tryEnter(happening: Happening, work: Work): Promise<unknown> {
		const world = this.#world.begin()
		const entropy = world.get(entropies, WORLD_SCOPE, ONLY)
		const ids = new Ids(entropy ?? { seed: this.id, draws: 0, sandbox: '0' })
		const decisions: Array<Decision> = []
		const frame: CallFrame = {
			now: happening.at ?? this.now(),
			requestId: happening.requestId,
			world,
			ids,
			blobs: this.blobs,
			services: this.host.services,
			authorize: this.host.authorize,
			endpoint: this.host.endpoint ?? DEFAULT_ENDPOINT,
			calls: [],
		}
		const entry = (outcome: Outcome, changes: Entry['changes']): Entry => ({
			kind: happening.kind,
			at: frame.now,
			service: happening.service,
			operation: happening.operation,
			account: happening.scope.account,
			region: happening.scope.region,
			principal: happening.principal,
			requestId: happening.requestId,
			request: redactRequest(happening.request),
			outcome,
			decisions,
			calls: frame.calls,
			changes,
			userAgent: happening.userAgent,
		})
		try {
			const output = await work(frame, decisions)
			if (entropy && ids.entropy !== entropy) world.put(entropies, WORLD_SCOPE, ONLY, ids.entropy)
			const changes = world.changes()
			if (changes.length === 0) {
				this.host.journal.observe(this.id, this.#seq, entry({ ok: true }, []))
				return output
			}
			await this.#append(entry({ ok: true, response: summarizeResponse(output) }, changes), world)
			return output
		} catch (error) {
			if (error instanceof AwsError) this.host.journal.observe(this.id, this.#seq, entry(refusal(error), []))
			throw error
		}
	}

	async #append(entry: Entry, transaction: Transaction): Promise<void> {
		const recorded = { ...entry, seq: this.#seq + 1 }
		await this.host.journal.append(this.id, recorded)
		this.#world = transaction.commit()
		this.#seq = recorded.seq
		for (const listener of this.#listeners) listener(recorded)
		if (this.#seq - this.#snapshotSeq < Math.max(SNAPSHOT_EVERY, this.#world.size)) return
		this.#snapshotSeq = this.#seq
		await this.host.journal.saveSnapshot(this.id, this.#seq, this.#world.documents())
	}

	/** Takes in the entries that this process has not seen. */
	async #catchUp(): Promise<void> {
		for (const entry of await this.host.journal.read(this.id, this.#seq)) {
			this.#world = this.#world.apply(entry.changes)
			this.#seq = entry.seq
			for (const listener of this.#listeners) listener(entry)
		}
	}
}

/** The emulator itself, e.g. when it lays out a lab's start state. */
const SYSTEM: ServicePrincipal = awsService('kernel')
/** Who sends without a signature. */
const ANYONE: AnonymousPrincipal = { type: 'anonymous', account: '', arn: 'anonymous' }

function awsService(name: string): ServicePrincipal {
	const service = `${name}.amazonaws.com`
	return { type: 'service', account: '', service, arn: service }
}
