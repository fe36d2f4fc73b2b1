import { setTimeout as wait } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { JournalStore } from '#labs/aws/world/journal.ts'
import { World } from '#labs/aws/world/world.ts'
import type { PrismaClient } from '#prisma/generated/client.ts'
import type { LargeBlobs } from './blobs/large-blobs.ts'

/** Rows that one statement removes. */
const BATCH_ROWS = 500
/** Milliseconds between two steps: who waits for the database goes first. */
const PAUSE_MS = 20
/** Milliseconds that a blob is left alone after it was last written: its entry may be under way. */
const YOUNG_MS = 60 * 60_000
/** Documents that are looked through at once. */
const BATCH_DOCUMENTS = 200
/** Names the collector among PostgreSQL's advisory locks. */
const LOCK = 5_720_031
const BLOB_NAME = /"([0-9a-f]{64})"/g

/**
 * Takes away what no learner can reach any more: worlds of earlier generations
 * and of sandboxes that are gone, and blobs that no document names. One world at
 * a time, in small steps; of several processes, one collects.
 */
export class Collector {
	readonly #database: PrismaClient
	readonly #journal: JournalStore
	readonly #largeBlobs: LargeBlobs
	readonly #pool: Pool | undefined
	/** The seq at which a live world was last looked through. */
	readonly #seen = new Map<string, number>()
	#stopped = false
	#round: Promise<void> = Promise.resolve()

	/** `pool`: of the database that several processes may share. */
	constructor(database: PrismaClient, journal: JournalStore, largeBlobs: LargeBlobs, pool?: Pool) {
		this.#database = database
		this.#journal = journal
		this.#largeBlobs = largeBlobs
		this.#pool = pool
	}

	/** Goes once through all worlds. `now` is real time: what is old is told by it. Rounds never overlap. */
	collect(now: Date): Promise<void> {
		this.#round = this.#round.catch(() => {}).then(() => this.#alone(() => this.#collectAll(now)))
		return this.#round
	}

	/** Takes one world away that has just been given up. */
	async collectWorld(world: string): Promise<void> {
		if (!(await this.#isLive(world))) await this.#removeWorld(world)
	}

	/** Ends the round under way after its step. */
	async stop(): Promise<void> {
		this.#stopped = true
		await this.#round.catch(() => {})
	}

	async #collectAll(now: Date): Promise<void> {
		let world = ''
		while (!this.#stopped) {
			const [next] = await this.#database.$queryRaw<Array<{ world: string | null }>>`
				SELECT MIN("world") AS "world" FROM "JournalEntry" WHERE "world" > ${world}`
			if (!next?.world) return
			world = next.world
			if (await this.#isLive(world)) await this.#removeUnnamed(world, new Date(now.getTime() - YOUNG_MS))
			else await this.#removeWorld(world)
			await wait(PAUSE_MS)
		}
	}

	async #isLive(world: string): Promise<boolean> {
		const [id = '', generation] = world.split('/')
		const sandbox = await this.#database.sandbox.findUnique({ where: { id }, select: { generation: true } })
		return sandbox !== null && sandbox.generation <= Number(generation)
	}

	/** Entries go last: they are what a world is found by. */
	async #removeWorld(world: string): Promise<void> {
		const database = this.#database
		await this.#inBatches(
			() => database.$executeRaw`DELETE FROM "Blob" WHERE "world" = ${world} AND "sha256" IN (
				SELECT "sha256" FROM "Blob" WHERE "world" = ${world} LIMIT ${BATCH_ROWS})`,
		)
		await this.#largeBlobs.removeWorld(world)
		await this.#inBatches(
			() => database.$executeRaw`DELETE FROM "JournalObservation" WHERE "id" IN (
				SELECT "id" FROM "JournalObservation" WHERE "world" = ${world} LIMIT ${BATCH_ROWS})`,
		)
		await database.worldSnapshot.deleteMany({ where: { world } })
		await this.#inBatches(
			() => database.$executeRaw`DELETE FROM "JournalEntry" WHERE "world" = ${world} AND "seq" IN (
				SELECT "seq" FROM "JournalEntry" WHERE "world" = ${world} ORDER BY "seq" LIMIT ${BATCH_ROWS})`,
		)
		this.#seen.delete(world)
	}

	async #inBatches(remove: () => Promise<number>): Promise<void> {
		while (!this.#stopped && (await remove()) === BATCH_ROWS) await wait(PAUSE_MS)
	}

	/** Takes rows of blobs that no document names, then bytes that have no row. */
	async #removeUnnamed(world: string, before: Date): Promise<void> {
		const last = await this.#database.journalEntry.findFirst({
			where: { world },
			orderBy: { seq: 'desc' },
			select: { seq: true },
		})
		const old = await this.#database.blob.findMany({
			where: { world, keptAt: { lt: before } },
			select: { sha256: true },
		})
		if (last && old.length > 0 && this.#seen.get(world) !== last.seq) {
			const named = await this.#namesIn(world)
			const unnamed = old.flatMap(({ sha256 }) => (named.has(sha256) ? [] : [sha256]))
			for (let start = 0; start < unnamed.length; start += BATCH_ROWS) {
				const sha256 = { in: unnamed.slice(start, start + BATCH_ROWS) }
				// Written again since, a row is young again and stays.
				await this.#database.blob.deleteMany({ where: { world, sha256, keptAt: { lt: before } } })
			}
			const young = await this.#database.blob.count({ where: { world, keptAt: { gte: before } } })
			if (young === 0) this.#seen.set(world, last.seq)
		}
		for (const sha256 of await this.#largeBlobs.writtenBefore(world, before)) {
			const row = await this.#database.blob.count({ where: { world, sha256 } })
			if (row === 0) await this.#largeBlobs.remove(world, sha256, before)
		}
	}

	/** Every text in the documents of a world that may be the name of a blob. */
	async #namesIn(world: string): Promise<Set<string>> {
		const snapshot = await this.#journal.latestSnapshot(world)
		let settled = World.from(snapshot?.documents ?? [])
		for (const { changes } of await this.#journal.read(world, snapshot?.seq ?? 0))
			settled = settled.apply(changes)
		const names = new Set<string>()
		for (const [index, [, document]] of settled.documents().entries()) {
			if (index % BATCH_DOCUMENTS === 0) await wait(0)
			for (const [, name = ''] of JSON.stringify(document).matchAll(BLOB_NAME)) names.add(name)
		}
		return names
	}

	/** Runs work unless another process does the same; its connection holds the lock. */
	async #alone(work: () => Promise<void>): Promise<void> {
		if (!this.#pool) return work()
		const client = await this.#pool.connect()
		try {
			const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS "mine"', [LOCK])
			if (!rows[0]?.mine) return
			try {
				await work()
			} finally {
				await client.query('SELECT pg_advisory_unlock($1)', [LOCK])
			}
		} finally {
			client.release()
		}
	}
}
