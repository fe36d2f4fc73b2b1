import type { BlobStore } from '#labs/aws/world/blobs.ts'
import {
	type Entry,
	JournalConflict,
	type JournalStore,
	type RecordedEntry,
} from '#labs/aws/world/journal.ts'
import type { PrismaClient } from '#prisma/generated/client.ts'
import { Prisma } from '#prisma/generated/client.ts'
import type { LargeBlobs } from './blobs/large-blobs.ts'
import { limits } from './limits.server.ts'

/** Milliseconds that an observation may wait, so that several are written at once. */
const OBSERVATION_DELAY_MS = 50
/** Worlds that the process keeps counts of; past it they are counted anew. */
const WEIGHED_WORLDS = 10_000
/** Bytes of blobs that the process keeps at hand; older ones are read again. */
const BLOB_CACHE_BYTES = 32 * 1024 * 1024
/** Largest blob of them. */
const CACHED_BYTES = 4 * 1024 * 1024
/** Largest blob whose bytes lie in its row; what is larger would hold the database, and with it the process. */
export const INLINE_BYTES = 64 * 1024

interface Observation {
	world: string
	afterSeq: number
	entry: string
}

/**
 * The journal of all worlds in the database, and their blobs. One entry is one
 * statement, together with the rows of the blobs that it is the first to name:
 * either all of it is durable or nothing is.
 */
export class DatabaseJournal implements JournalStore {
	readonly shared: boolean
	readonly #database: PrismaClient
	readonly #largeBlobs: LargeBlobs
	/** What the next entry of a world names and writes the rows of. */
	readonly #keptBlobs = new Map<string, ReadonlyMap<string, Uint8Array>>()
	/** Bytes of the journals of worlds that were asked for. */
	readonly #journalBytes = new Map<string, number>()
	/** Observations of worlds since the oldest last went. */
	readonly #observed = new Map<string, number>()
	readonly #blobCache = new Map<string, Uint8Array>()
	#blobCacheBytes = 0
	#observations: Array<Observation> = []
	#flushing: Promise<unknown> = Promise.resolve()
	#timer: NodeJS.Timeout | undefined
	readonly #onError: (error: unknown) => void

	/** `shared`: whether other processes write to the same database. */
	constructor(
		database: PrismaClient,
		largeBlobs: LargeBlobs,
		{ shared, onError }: { shared: boolean; onError: (error: unknown) => void },
	) {
		this.#database = database
		this.#largeBlobs = largeBlobs
		this.shared = shared
		this.#onError = onError
	}

	async append(world: string, entry: RecordedEntry): Promise<void> {
		const blobs = this.#keptBlobs.get(world)
		this.#keptBlobs.delete(world)
		const text = JSON.stringify(entry)
		const row = Prisma.sql`${world}, ${entry.seq}, ${new Date(entry.at)}, ${text}`
		const insert = Prisma.sql`INSERT INTO "JournalEntry" ("world", "seq", "at", "entry") VALUES (${row})`
		try {
			await this.#database.$executeRaw(blobs ? withBlobs(world, blobs, insert) : insert)
		} catch (error) {
			if (isUniqueViolation(error)) throw new JournalConflict(`${world} already has an entry ${entry.seq}`)
			throw error
		}
		const known = this.#journalBytes.get(world)
		if (known !== undefined) this.#journalBytes.set(world, known + text.length)
		for (const [sha256, bytes] of blobs ?? []) this.#cacheBlob(world, sha256, bytes)
	}

	/** What the entries of a world weigh, in bytes; those of other processes since the first asking left out. */
	async journalBytes(world: string): Promise<number> {
		const known = this.#journalBytes.get(world)
		if (known !== undefined) return known
		const [row] = await this.#database.$queryRaw<Array<{ bytes: number }>>`
			SELECT COALESCE(SUM(octet_length("entry")), 0)::float AS "bytes" FROM "JournalEntry" WHERE "world" = ${world}`
		if (this.#journalBytes.size >= WEIGHED_WORLDS) this.#journalBytes.clear()
		this.#journalBytes.set(world, row?.bytes ?? 0)
		return row?.bytes ?? 0
	}

	observe(world: string, afterSeq: number, entry: Entry): void {
		if (this.#observations.length >= limits.waitingObservations) return
		const text = JSON.stringify(entry)
		const kept = text.length <= limits.observationBytes ? text : JSON.stringify({ ...entry, request: '…' })
		this.#observations.push({ world, afterSeq, entry: kept })
		this.#timer ??= setTimeout(() => void this.flush(), OBSERVATION_DELAY_MS)
	}

	/** Writes the observations that still wait. */
	async flush(): Promise<void> {
		clearTimeout(this.#timer)
		this.#timer = undefined
		const data = this.#observations
		this.#observations = []
		if (data.length > 0) {
			const write = async () => {
				await this.#database.journalObservation.createMany({ data })
				await this.#trimObservations(data)
			}
			this.#flushing = this.#flushing.then(write).catch(this.#onError)
		}
		await this.#flushing
	}

	/** Lets the oldest go of worlds that were observed as often as is kept. */
	async #trimObservations(written: ReadonlyArray<Observation>): Promise<void> {
		for (const { world } of written) this.#observed.set(world, (this.#observed.get(world) ?? 0) + 1)
		for (const world of new Set(written.map((observation) => observation.world))) {
			if ((this.#observed.get(world) ?? 0) < limits.observations) continue
			this.#observed.delete(world)
			await this.#database.$executeRaw`
				DELETE FROM "JournalObservation" WHERE "world" = ${world} AND "id" <= (
					SELECT "id" FROM "JournalObservation" WHERE "world" = ${world}
					ORDER BY "id" DESC OFFSET ${limits.observations} LIMIT 1
				)`
		}
		if (this.#observed.size >= WEIGHED_WORLDS) this.#observed.clear()
	}

	async read(world: string, afterSeq: number): Promise<Array<RecordedEntry>> {
		const rows = await this.#database.journalEntry.findMany({
			where: { world, seq: { gt: afterSeq } },
			orderBy: { seq: 'asc' },
			select: { entry: true },
		})
		return rows.map((row) => JSON.parse(row.entry) as RecordedEntry)
	}

	async observations(
		world: string,
		last = limits.observations,
	): Promise<Array<{ afterSeq: number; entry: Entry }>> {
		await this.flush()
		const rows = await this.#database.journalObservation.findMany({
			where: { world },
			orderBy: { id: 'desc' },
			take: last,
			select: { afterSeq: true, entry: true },
		})
		return rows.reverse().map((row) => ({ afterSeq: row.afterSeq, entry: JSON.parse(row.entry) as Entry }))
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

	/** The blobs of one world. Their rows are written by the entry that comes next, or by none. */
	blobs(world: string): BlobStore {
		return {
			keep: async (blobs) => {
				for (const [sha256, bytes] of blobs) {
					if (bytes.byteLength > INLINE_BYTES) await this.#largeBlobs.write(world, sha256, bytes)
				}
				this.#keptBlobs.set(world, blobs)
			},
			get: async (sha256) => {
				const cached = this.#blobCache.get(`${world}/${sha256}`)
				if (cached) return cached
				const row = await this.#database.blob.findUnique({ where: { world_sha256: { world, sha256 } } })
				if (!row) throw new Error(`No blob ${sha256} in ${world}`)
				const bytes = row.bytes ?? (await this.#largeBlobs.read(world, sha256, row.size))
				this.#cacheBlob(world, sha256, bytes)
				return bytes
			},
		}
	}

	#cacheBlob(world: string, sha256: string, bytes: Uint8Array): void {
		const key = `${world}/${sha256}`
		if (bytes.byteLength > CACHED_BYTES || this.#blobCache.has(key)) return
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
	const rows = [...blobs].map(([sha256, bytes]) => {
		const inline = bytes.byteLength > INLINE_BYTES ? null : bytes
		return Prisma.sql`(${world}, ${sha256}, ${bytes.byteLength}, ${inline}, now() AT TIME ZONE 'UTC')`
	})
	return Prisma.sql`
		WITH "kept" AS (
			INSERT INTO "Blob" ("world", "sha256", "size", "bytes", "keptAt") VALUES ${Prisma.join(rows)}
			ON CONFLICT ("world", "sha256") DO UPDATE SET "keptAt" = EXCLUDED."keptAt"
		)
		${insert}`
}

function isUniqueViolation(error: unknown): boolean {
	if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
	// P2002 from the query builder, 23505 from a raw statement.
	return error.code === 'P2002' || JSON.stringify(error.meta ?? {}).includes('23505')
}
