import { AwsError } from '../aws-error.ts'
import type { Authorize, Decision } from '../identity/access.ts'
import { awsService, type ServicePrincipal } from '../identity/principal.ts'
import type { Service } from '../service.ts'
import { type BlobStore, EntryBlobs } from './blobs.ts'
import { type CallFrame, refusal } from './call.ts'
import { countStruck, type Fault } from './faults.ts'
import { Ids } from './ids.ts'
import {
	type Entry,
	historyOf,
	JournalConflict,
	type JournalStore,
	type Outcome,
	type RecordedEntry,
} from './journal.ts'
import { entropies, ONLY, WORLD_SCOPE } from './kernel.ts'
import type { Quota } from './quota.ts'
import { redactRequest, summarizeResponse } from './record.ts'
import type { WorkHost } from './work-host.ts'
import { type Scope, type Transaction, World } from './world.ts'

/**
 * Entries between two snapshots, at least. A larger world waits for as many
 * entries as it has documents: a snapshot writes them all, and so its cost for
 * each entry stays the same however large the world grows.
 */
const SNAPSHOT_EVERY = 200
const DEFAULT_ENDPOINT = 'http://localhost:4566'

/** What a sandbox stands on; the same for all sandboxes of a host. */
export interface SandboxHost {
	services: ReadonlyMap<string, Service>
	authorize: Authorize
	journal: JournalStore
	/** Where clients reach the emulator, for addresses that it gives out. */
	endpoint?: string
	/** What a world may hold; without one, anything. */
	quota?: Quota
	/** Does the work that worlds ask for; without one, it stays asked for. */
	work?: WorkHost
	/** Real time, epoch milliseconds. */
	realNow(): number
}

/** What an entry is about, before its outcome is known. */
export type Happening = Pick<
	Entry,
	'kind' | 'at' | 'service' | 'operation' | 'principal' | 'userAgent' | 'requestId'
> & {
	scope: Scope
	request: object
}

export type Work = (frame: CallFrame, decisions: Array<Decision>) => unknown

/** The emulator itself, e.g. when it lays out a lab's start state. */
export const SYSTEM: ServicePrincipal = awsService('kernel')

/**
 * A world and its journal: work becomes an entry, durable before it is seen or
 * acknowledged; work that fails leaves nothing behind.
 */
export class WorldLog {
	readonly id: string
	readonly host: SandboxHost
	readonly blobs: BlobStore
	#world: World
	#seq: number
	#snapshotSeq: number
	readonly #listeners = new Set<(entry: RecordedEntry) => void>()

	constructor(id: string, host: SandboxHost, blobs: BlobStore, world: World, seq: number) {
		this.id = id
		this.host = host
		this.blobs = blobs
		this.#world = world
		this.#seq = seq
		this.#snapshotSeq = seq
	}

	/** The log of a world as its journal has it; a world that has not begun has seq 0. */
	static async open(id: string, host: SandboxHost, blobs: BlobStore): Promise<WorldLog> {
		const snapshot = await host.journal.latestSnapshot(id)
		const log = new WorldLog(id, host, blobs, World.from(snapshot?.documents ?? []), snapshot?.seq ?? 0)
		await log.catchUp()
		return log
	}

	/** The settled world; a value that never changes. */
	get world(): World {
		return this.#world
	}

	/** The seq of the last entry that changed the world. */
	get seq(): number {
		return this.#seq
	}

	/** Hears every entry that changes the world, after it is durable. Returns how to stop. */
	subscribe(listener: (entry: RecordedEntry) => void): () => void {
		this.#listeners.add(listener)
		return () => this.#listeners.delete(listener)
	}

	/** Runs work in a transaction and writes the entry; tries again when another process was faster. */
	async enter(happening: Happening, work: Work): Promise<unknown> {
		const blobs = new EntryBlobs(this.blobs, (bytes) =>
			this.host.quota?.assertBytes(this.id, happening.service, bytes),
		)
		for (;;) {
			try {
				return await this.#tryEnter(happening, work, blobs)
			} catch (error) {
				if (!(error instanceof JournalConflict)) throw error
				await this.catchUp()
			}
		}
	}

	/** Keeps a call that was refused before any work, as evidence. */
	observeRefusal(happening: Happening, error: AwsError): void {
		this.host.journal.observe(this.id, this.#seq, this.#entryOf(happening, refusal(error)))
	}

	/** Takes in the entries that this process has not seen. */
	async catchUp(): Promise<void> {
		for (const entry of await this.host.journal.read(this.id, this.#seq)) {
			this.#world = this.#world.apply(entry.changes)
			this.#seq = entry.seq
			for (const listener of this.#listeners) listener(entry)
		}
	}

	async #tryEnter(happening: Happening, work: Work, blobs: EntryBlobs): Promise<unknown> {
		const world = this.#world.begin()
		const entropy = world.get(entropies, WORLD_SCOPE, ONLY)
		const ids = new Ids(entropy ?? { seed: this.id, draws: 0, sandbox: '0' })
		const decisions: Array<Decision> = []
		const frame: CallFrame = {
			now: happening.at,
			requestId: happening.requestId,
			world,
			ids,
			blobs,
			services: this.host.services,
			authorize: this.host.authorize,
			endpoint: this.host.endpoint ?? DEFAULT_ENDPOINT,
			history: (last) => historyOf(this.host.journal, this.id, this.#seq, last),
			calls: [],
			struck: [],
		}
		const { calls } = frame
		try {
			const output = await work(frame, decisions)
			countStruck(world, frame.struck)
			if (entropy && ids.entropy !== entropy) world.put(entropies, WORLD_SCOPE, ONLY, ids.entropy)
			const changes = world.changes()
			if (changes.length === 0) {
				const read = this.#entryOf(happening, { ok: true }, { decisions, calls })
				this.host.journal.observe(this.id, this.#seq, read)
				return output
			}
			if (happening.kind !== 'control') await this.#assertRoom(happening.service, world.size)
			await blobs.keep()
			const outcome: Outcome = { ok: true, response: summarizeResponse(output, this.#secretsOf(happening)) }
			await this.#append(this.#entryOf(happening, outcome, { decisions, calls, changes }), world)
			return output
		} catch (error) {
			if (error instanceof AwsError) {
				const refused = this.#entryOf(happening, refusal(error), { decisions, calls })
				this.host.journal.observe(this.id, this.#seq, refused)
				if (frame.struck.length > 0) await this.#keepStruck(happening, frame.struck)
			}
			throw error
		}
	}

	/** A refusal takes back what the call wrote, but not that a fault has struck and a chance was drawn. */
	async #keepStruck({ at, requestId }: Happening, struck: ReadonlyArray<Fault>): Promise<void> {
		const request = { struck: struck.map(({ id }) => id) }
		const about = { kind: 'control', service: 'kernel', operation: 'FaultStruck' } as const
		await this.enter(
			{ ...about, at, requestId, request, principal: SYSTEM, scope: WORLD_SCOPE },
			({ world, ids }) => {
				ids.fraction()
				countStruck(world, struck)
			},
		)
	}

	async #assertRoom(service: string, documents: number): Promise<void> {
		const grows = documents > this.#world.size
		await this.host.quota?.assertEntry(this.id, service, { entries: this.#seq + 1, documents, grows })
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

	#entryOf(
		happening: Happening,
		outcome: Outcome,
		{
			decisions = [],
			calls = [],
			changes = [],
		}: Partial<Pick<Entry, 'decisions' | 'calls' | 'changes'>> = {},
	): Entry {
		const { scope, request, ...about } = happening
		return {
			...about,
			account: scope.account,
			region: scope.region,
			request: redactRequest(request, this.#secretsOf(happening)),
			outcome,
			decisions,
			calls,
			changes,
		}
	}

	#secretsOf({ service }: Happening): ReadonlySet<string> | undefined {
		return this.host.services.get(service)?.secrets
	}
}
