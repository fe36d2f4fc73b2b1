import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { AwsError } from '#labs/aws/aws-error.ts'
import { rootOf } from '#labs/aws/identity/credentials.ts'
import { operation, type Service } from '#labs/aws/service.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { collection } from '#labs/aws/world/world.ts'
import { testDatabase } from '#test/setup/database.ts'
import { noise, turnsDuring } from './blobs/blobs.fixture.ts'
import { FileBlobs } from './blobs/file-blobs.server.ts'
import { DatabaseJournal } from './database-journal.server.ts'
import { limits } from './limits.server.ts'

const ACCOUNT = '111111111111'
const files = collection<{ sha256: string }>('files', 'file')

/** A service that keeps what it is given, and one that thinks better of it. */
const service: Service = {
	name: 'files',
	operations: {
		Put: operation<{ id: string; bytes: Uint8Array }, object>({
			run: async ({ id, bytes }, { world, scope, blobs }) =>
				world.put(files, scope, id, { sha256: await blobs.put(bytes) }),
		}),
		PutThenFail: operation<{ bytes: Uint8Array }, never>({
			async run({ bytes }, { blobs }) {
				await blobs.put(bytes)
				throw new AwsError('Refused', 'No', 400)
			},
		}),
		Get: operation<{ id: string }, object>({
			run: async ({ id }, { world, scope, blobs }) => ({
				bytes: await blobs.get(world.get(files, scope, id)?.sha256 ?? ''),
			}),
		}),
	},
}

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
	const host = {
		services: new Map([['files', service]]),
		authorize() {
			throw new Error('nothing is to be authorized here')
		},
		journal,
		realNow: () => 0,
	}
	const fresh = { seed: 's', number: 1n, startsAt: 0, speed: 0 }
	const open = () => Sandbox.open(world, host, journal.blobs(world), fresh)
	const sandbox = await open()
	const scope = { account: ACCOUNT, region: 'eu-west-3' }
	const call = (name: string, input: object) =>
		sandbox.call({ principal: rootOf(ACCOUNT), scope, service: 'files', operation: name, input })
	return { world, large, journal, open, call, rows: () => db.blob.findMany({ where: { world } }) }
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
