import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostgres } from '#app/platform/db.server.ts'
import { migrate } from '#app/platform/migrate.server.ts'
import { openTestDatabase } from '#test/setup/database.ts'
import { type PostgresServer, startPostgres } from '#test/setup/postgres.ts'
import { noise } from './blobs/blobs.fixture.ts'
import { FileBlobs } from './blobs/file-blobs.server.ts'
import { TableBlobs } from './blobs/table-blobs.server.ts'
import { Collector } from './collector.server.ts'
import { DatabaseJournal } from './database-journal.server.ts'
import { openFiles } from './files.fixture.ts'

const LONG_AFTER = new Date('2999-01-01T00:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'filiere-collector-'))
const embedded = await openTestDatabase()
let server: PostgresServer
let postgres: ReturnType<typeof openPostgres>

beforeAll(async () => {
	server = await startPostgres()
	postgres = openPostgres(await server.createDatabase())
	await migrate(postgres)
})
afterAll(async () => {
	await postgres.close()
	await server[Symbol.asyncDispose]()
	rmSync(folder, { recursive: true })
})

let people = 0
/** A learner's sandbox in its second generation, with content in both. */
async function openReset(kind: string) {
	const shared = kind === 'PostgreSQL'
	const { client: db } = shared ? postgres : embedded
	const large = shared ? new TableBlobs(postgres.pool) : new FileBlobs(folder)
	const journal = new DatabaseJournal(db, large, {
		shared,
		onError: (error) => expect.unreachable(String(error)),
	})
	const collector = new Collector(db, journal, large, shared ? postgres.pool : undefined)
	const userId = `u${++people}`
	await db.user.create({ data: { id: userId, name: 'Zoé', email: `${userId}@example.org` } })
	const about = { number: BigInt(people), seed: 's', accessKeyId: '', startedAt: new Date(0) }
	const row = await db.sandbox.create({ data: { userId, labId: 'lab', generation: 2, ...about } })
	const [old, live] = [`${row.id}/1`, `${row.id}/2`]
	const contents = { large: noise(2), small: Buffer.from('petit') }
	for (const world of [old, live]) {
		const { call } = await openFiles(world, journal)
		await call('Put', { id: 'large', bytes: contents.large })
		await call('Put', { id: 'small', bytes: contents.small })
		await call('Get', { id: 'small' })
	}
	await journal.flush()
	const traces = async (world: string) => ({
		entries: await db.journalEntry.count({ where: { world } }),
		observations: await db.journalObservation.count({ where: { world } }),
		rows: await db.blob.count({ where: { world } }),
		large: (await large.writtenBefore(world, LONG_AFTER)).length,
	})
	return { db, row, journal, collector, large, old, live, contents, traces }
}

const NOTHING = { entries: 0, observations: 0, rows: 0, large: 0 }
const KINDS = ['the embedded database', 'PostgreSQL']

test.each(KINDS)('what a reset left goes from %s, and what is in use stays', async (kind) => {
	const { collector, journal, old, live, contents, traces } = await openReset(kind)
	await collector.collect(new Date())
	expect(await traces(old)).toEqual(NOTHING)
	expect(await traces(live)).toEqual({ entries: 3, observations: 1, rows: 2, large: 1 })
	const { call } = await openFiles(live, journal)
	expect(await call('Get', { id: 'small' })).toEqual({ bytes: contents.small })
	await journal.flush()
})

test.each(KINDS)('a world given up goes from %s at once, and one in use is not touched', async (kind) => {
	const { collector, old, live, traces } = await openReset(kind)
	await collector.collectWorld(live)
	await collector.collectWorld(old)
	expect(await traces(old)).toEqual(NOTHING)
	expect(await traces(live)).toMatchObject({ entries: 3, rows: 2 })
})

test.each(KINDS)('a sandbox that was deleted goes from %s with all its generations', async (kind) => {
	const { db, row, collector, old, live, traces } = await openReset(kind)
	await db.sandbox.delete({ where: { id: row.id } })
	await collector.collect(new Date())
	expect(await traces(old)).toEqual(NOTHING)
	expect(await traces(live)).toEqual(NOTHING)
})

test.each(KINDS)('content that nothing names any more goes from %s, once it is not young', async (kind) => {
	const { collector, journal, live, traces } = await openReset(kind)
	const { call } = await openFiles(live, journal)
	await call('Delete', { id: 'large' })
	await collector.collect(new Date())
	expect(await traces(live)).toMatchObject({ rows: 2, large: 1 })
	await collector.collect(LONG_AFTER)
	expect(await traces(live)).toMatchObject({ rows: 1, large: 0 })
	expect(await call('Get', { id: 'small' })).toEqual({ bytes: Buffer.from('petit') })
	await journal.flush()
})

test.each(KINDS)('large bytes whose entry was never written go from %s', async (kind) => {
	const { collector, large, live, traces } = await openReset(kind)
	await large.write(live, 'f'.repeat(64), noise(1))
	await collector.collect(new Date())
	expect(await traces(live)).toMatchObject({ large: 2 })
	await collector.collect(LONG_AFTER)
	expect(await traces(live)).toMatchObject({ rows: 2, large: 1 })
})

test('of two processes on one database, one collects', async () => {
	const { collector, old, traces } = await openReset('PostgreSQL')
	const other = await postgres.pool.connect()
	await other.query('SELECT pg_advisory_lock(5720031)')
	await collector.collect(new Date())
	expect(await traces(old)).toMatchObject({ entries: 3 })
	await other.query('SELECT pg_advisory_unlock(5720031)')
	other.release()
	await collector.collect(new Date())
	expect(await traces(old)).toEqual(NOTHING)
})
