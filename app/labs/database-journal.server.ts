import { type BlobStore, blobName } from '#labs/aws/world/blobs.ts'
import {
	type Entry,
	JournalConflict,
	type JournalStore,
	type RecordedEntry,
} from '#labs/aws/world/journal.ts'
import type { PrismaClient } from '#prisma/generated/client.ts'
import { Prisma } from '#prisma/generated/client.ts'

/** Milliseconds that an observation may wait, so that several are written at once. */
const OBSERVATION_DELAY_MS = 50
/** Bytes of blobs that the process keeps at hand; older ones are read again. */
const BLOB_CACHE_BYTES = 32 * 1024 * 1024

interface Observation {
	world: string
	afterSeq: number
	entry: string
}

/**
 * The journal and the blobs of all worlds in the database. One entry is one
 * statement, together with the blobs that it is the first to name: either all
 * of it is durable or nothing is.
 */
export class DatabaseJournal implements JournalStore {
	readonly shared: boolean
	readonly #database: PrismaClient
	readonly #pendingBlobs = new Map<string, Map<string, Uint8Array>>()
	readonly #blobCache = new Map<string, Uint8Array>()
	#blobCacheBytes = 0
	#observations: Array<Observation> = []
	#flushing: Promise<unknown> = Promise.resolve()
	#timer: NodeJS.Timeout | undefined
	readonly #onError: (error: unknown) => void

	/** `shared`: whether other processes write to the same database. */
	constructor(database: PrismaClient, shared: boolean, onError: (error: unknown) => void) {
		this.#database = database
		this.shared = shared
		this.#onError = onError
	}

	async append(world: string, entry: RecordedEntry): Promise<void> {
		const pending = this.#pendingBlobs.get(world)
		const row = Prisma.sql`${world}, ${entry.seq}, ${new Date(entry.at)}, ${JSON.stringify(entry)}`
		const insert = Prisma.sql`INSERT INTO "JournalEntry" ("world", "seq", "at", "entry") VALUES (${row})`
		try {
			await this.#database.$executeRaw(pending ? withBlobs(world, pending, insert) : insert)
		} catch (error) {
			if (isUniqueViolation(error)) throw new JournalConflict(`${world} already has an entry ${entry.seq}`)
			throw error
		}
		if (pending) this.#settleBlobs(world, pending)
	}

	observe(world: string, afterSeq: number, entry: Entry): void {
		this.#observations.push({ world, afterSeq, entry: JSON.stringify(entry) })
		this.#timer ??= setTimeout(() => void this.flush(), OBSERVATION_DELAY_MS)
	}

	/** Writes the observations that still wait. */
	async flush(): Promise<void> {
		clearTimeout(this.#timer)
		this.#timer = undefined
		const data = this.#observations
		this.#observations = []
		if (data.length > 0) {
			const write = () => this.#database.journalObservation.createMany({ data })
			this.#flushing = this.#flushing.then(write).catch(this.#onError)
		}
		await this.#flushing
	}

	async read(world: string, afterSeq: number): Promise<Array<RecordedEntry>> {
		const rows = await this.#database.journalEntry.findMany({
			where: { world, seq: { gt: afterSeq } },
			orderBy: { seq: 'asc' },
			select: { entry: true },
		})
		return rows.map((row) => JSON.parse(row.entry) as RecordedEntry)
	}

	async observations(world: string): Promise<Array<{ afterSeq: number; entry: Entry }>> {
		await this.flush()
		const rows = await this.#database.journalObservation.findMany({
			where: { world },
			orderBy: { id: 'asc' },
			select: { afterSeq: true, entry: true },
		})
		return rows.map((row) => ({ afterSeq: row.afterSeq, entry: JSON.parse(row.entry) as Entry }))
	}

	async saveSnapshot(world: string, seq: number, documents: Array<[string, object]>): Promise<void> {
		const bytes = new Uint8Array(Buffer.from(JSON.stringify(documents)))
		const where = { world_seq: { world, seq } }
		await this.#database.worldSnapshot.upsert({
			where,
			create: { world, seq, documents: bytes },
			update: { documents: bytes },
		})
		await this.#database.worldSnapshot.deleteMany({ where: { world, seq: { lt: seq } } })
	}

	async latestSnapshot(world: string) {
		const snapshot = await this.#database.worldSnapshot.findFirst({
			where: { world },
			orderBy: { seq: 'desc' },
		})
		if (!snapshot) return
		const documents = JSON.parse(Buffer.from(snapshot.documents).toString()) as Array<[string, object]>
		return { seq: snapshot.seq, documents }
	}

	/** The blobs of one world. A blob that is put is durable with the entry that follows. */
	blobs(world: string): BlobStore {
		return {
			put: async (bytes) => {
				const sha256 = blobName(bytes)
				const pending = this.#pendingBlobs.get(world) ?? new Map<string, Uint8Array>()
				this.#pendingBlobs.set(world, pending)
				pending.set(sha256, bytes)
				return sha256
			},
			get: async (sha256) => {
				const known = this.#pendingBlobs.get(world)?.get(sha256) ?? this.#blobCache.get(`${world}/${sha256}`)
				if (known) return known
				const row = await this.#database.blob.findUnique({ where: { world_sha256: { world, sha256 } } })
				if (!row) throw new Error(`No blob ${sha256} in ${world}`)
				this.#cacheBlob(world, sha256, row.bytes)
				return row.bytes
			},
		}
	}

	#settleBlobs(world: string, written: Map<string, Uint8Array>): void {
		const pending = this.#pendingBlobs.get(world)
		for (const [sha256, bytes] of written) {
			this.#cacheBlob(world, sha256, bytes)
			pending?.delete(sha256)
		}
		if (pending?.size === 0) this.#pendingBlobs.delete(world)
	}

	#cacheBlob(world: string, sha256: string, bytes: Uint8Array): void {
		const key = `${world}/${sha256}`
		if (this.#blobCache.has(key)) return
		this.#blobCache.set(key, bytes)
		this.#blobCacheBytes += bytes.byteLength
		for (const [oldest, old] of this.#blobCache) {
			if (this.#blobCacheBytes <= BLOB_CACHE_BYTES) return
			this.#blobCache.delete(oldest)
			this.#blobCacheBytes -= old.byteLength
		}
	}
}

function withBlobs(world: string, blobs: ReadonlyMap<string, Uint8Array>, insert: Prisma.Sql): Prisma.Sql {
	const rows = [...blobs].map(([sha256, bytes]) => Prisma.sql`(${world}, ${sha256}, ${bytes})`)
	return Prisma.sql`
		WITH "kept" AS (
			INSERT INTO "Blob" ("world", "sha256", "bytes") VALUES ${Prisma.join(rows)} ON CONFLICT DO NOTHING
		)
		${insert}`
}

function isUniqueViolation(error: unknown): boolean {
	if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
	// P2002 from the query builder, 23505 from a raw statement.
	return error.code === 'P2002' || JSON.stringify(error.meta ?? {}).includes('23505')
}
