import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '#test/setup/database.ts'
import { noise, turnsDuring } from './blobs/blobs.fixture.ts'
import { FileBlobs } from './blobs/file-blobs.server.ts'
import { DatabaseJournal } from './database-journal.server.ts'
import { openFiles } from './files.fixture.ts'
import { limits } from './limits.server.ts'

const db = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'filiere-journal-'))
afterAll(() => rmSync(folder, { recursive: true }))

class CountingBlobs extends FileBlobs {
	written: Array<number> = []
	override async write(world: string, sha256: string, bytes: Uint8Array) {
		this.written.push(bytes.byteLength)
		await super.write(world, sha256, bytes)
	}
}

let worlds = 0
async function openWorld() {
	const world = `w${++worlds}/1`
	const large = new CountingBlobs(folder)
	const journal = new DatabaseJournal(db, large, {
		shared: false,
		onError: (error) => expect.unreachable(String(error)),
	})
	onTestFinished(() => journal.flush())
	const { call } = await openFiles(world, journal)
	return { world, large, journal, call, rows: () => db.blob.findMany({ where: { world } }) }
}

test('a small blob lies in its row and a large one beside it, and both come back', async () => {
	const { call, rows, large } = await openWorld()
	const [small, big] = [Buffer.from('petit'), noise(8)]
	await call('Put', { id: 'small', bytes: small })
	expect(await turnsDuring(() => call('Put', { id: 'big', bytes: big }))).toBeGreaterThan(8)
	expect(large.written).toEqual([big.byteLength])
	const kept = (await rows()).map(({ size, bytes }) => ({ size, inline: bytes !== null }))
	expect(kept).toEqual(
		expect.arrayContaining([
			{ size: 5, inline: true },
			{ size: big.byteLength, inline: false },
		]),
	)
	const { bytes } = (await call('Get', { id: 'big' })) as { bytes: Uint8Array }
	expect(Buffer.compare(bytes, big)).toBe(0)
	expect(await call('Get', { id: 'small' })).toEqual({ bytes: small })
})

test('a blob of a call that failed is gone with it, and no later entry writes it', async () => {
	const { call, rows, large } = await openWorld()
	await expect(call('PutThenFail', { bytes: noise(1) })).rejects.toThrow('No')
	await call('Put', { id: 'after', bytes: Buffer.from('after') })
	expect(large.written).toEqual([])
	expect((await rows()).map(({ size }) => size)).toEqual([5])
})

test('a blob whose writing failed is not written again by the entries that follow', async () => {
	const { call, rows, large } = await openWorld()
	const write = large.write.bind(large)
	large.write = () => Promise.reject(new Error('The disk is full'))
	await expect(call('Put', { id: 'lost', bytes: noise(1) })).rejects.toThrow('The disk is full')
	large.write = write
	await call('Put', { id: 'after', bytes: Buffer.from('after') })
	expect(large.written).toEqual([])
	expect((await rows()).map(({ size }) => size)).toEqual([5])
})

test('of a world’s observations the last ones are kept, and a page asks for fewer', async () => {
	const { call, journal, world } = await openWorld()
	await call('Put', { id: 'one', bytes: Buffer.from('1') })
	for (let read = 0; read < limits.observations + 200; read++) {
		await call('Get', { id: 'one' })
		if (read % 100 === 0) await journal.flush()
	}
	await journal.flush()
	expect(await db.journalObservation.count({ where: { world } })).toBeLessThanOrEqual(
		limits.observations + 200,
	)
	expect(await journal.observations(world)).toHaveLength(limits.observations)
	const last = await journal.observations(world, 3)
	expect(last).toEqual((await journal.observations(world)).slice(-3))
})
