import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostgres } from '#app/platform/db.server.ts'
import { migrate } from '#app/platform/migrate.server.ts'
import { blobName } from '#labs/aws/world/blobs.ts'
import { type PostgresServer, startPostgres } from '#test/setup/postgres.ts'
import { noise, turnsDuring } from './blobs.fixture.ts'
import { FileBlobs } from './file-blobs.server.ts'
import type { LargeBlobs } from './large-blobs.ts'
import { TableBlobs } from './table-blobs.server.ts'

const WORLD = 'a1b2/1'
const MEBIBYTES = 24
const FUTURE = new Date('2999-01-01T00:00:00Z')
const PAST = new Date('2001-01-01T00:00:00Z')

const folder = mkdtempSync(join(tmpdir(), 'filiere-blobs-'))
let server: PostgresServer
let database: ReturnType<typeof openPostgres>
const stores = new Map<string, LargeBlobs>([['files', new FileBlobs(folder)]])

beforeAll(async () => {
	server = await startPostgres()
	database = openPostgres(await server.createDatabase())
	await migrate(database)
	stores.set('PostgreSQL', new TableBlobs(database.pool))
})
afterAll(async () => {
	await database.close()
	await server[Symbol.asyncDispose]()
	rmSync(folder, { recursive: true })
})

function storeIn(kind: string): LargeBlobs {
	const store = stores.get(kind)
	if (!store) throw new Error(`No store ${kind}`)
	return store
}

const KINDS = ['files', 'PostgreSQL']

test.each(KINDS)(
	'large bytes come back from %s as they went, and the event loop turns meanwhile',
	async (kind) => {
		const store = storeIn(kind)
		const bytes = noise(MEBIBYTES)
		const name = blobName(bytes)
		expect(await turnsDuring(() => store.write(WORLD, name, bytes))).toBeGreaterThanOrEqual(MEBIBYTES / 2)
		let read: Uint8Array = new Uint8Array()
		const reading = turnsDuring(async () => {
			read = await store.read(WORLD, name, bytes.byteLength)
		})
		expect(await reading).toBeGreaterThanOrEqual(MEBIBYTES / 2)
		expect(Buffer.compare(read, bytes)).toBe(0)
		await expect(store.read('other/1', name, bytes.byteLength)).rejects.toThrow()
	},
)

test.each(KINDS)('bytes of %s that are written again count as fresh and stay', async (kind) => {
	const store = storeIn(kind)
	const bytes = noise(2)
	const name = blobName(bytes)
	await store.write('b/1', name, bytes)
	const between = new Date()
	await store.write('b/1', name, bytes)
	await store.remove('b/1', name, between)
	expect(await store.read('b/1', name, bytes.byteLength)).toHaveLength(bytes.byteLength)
	expect(await store.writtenBefore('b/1', PAST)).toEqual([])
	expect(await store.writtenBefore('b/1', FUTURE)).toEqual([name])
	await store.remove('b/1', name, FUTURE)
	expect(await store.writtenBefore('b/1', FUTURE)).toEqual([])
	await expect(store.read('b/1', name, bytes.byteLength)).rejects.toThrow()
})

test.each(KINDS)('a world that is removed from %s takes its bytes along and no others', async (kind) => {
	const store = storeIn(kind)
	const bytes = noise(1)
	const name = blobName(bytes)
	await store.write('c/1', name, bytes)
	await store.write('c/2', name, bytes)
	await store.removeWorld('c/1')
	await store.removeWorld('never/1')
	expect(await store.writtenBefore('c/1', FUTURE)).toEqual([])
	expect(await store.writtenBefore('c/2', FUTURE)).toEqual([name])
})

test('a world whose name is no folder of its own is refused', async () => {
	await expect(storeIn('files').write('../x', 'a', noise(1))).rejects.toThrow('cannot be a folder')
})
