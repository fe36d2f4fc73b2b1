import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '#test/setup/database.ts'
import { FileBlobs } from './blobs/file-blobs.server.ts'
import { DatabaseJournal } from './database-journal.server.ts'
import { openFiles } from './files.fixture.ts'
import { limits } from './limits.server.ts'
import { StorageQuota } from './storage-quota.server.ts'

const MEBIBYTE = 1024 * 1024
const db = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'filiere-quota-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Other limits until the test ends. */
function limit(change: Partial<typeof limits>): void {
	const before = { ...limits }
	Object.assign(limits, change)
	onTestFinished(() => void Object.assign(limits, before))
}

let people = 0
/** A learner with sandboxes of their own, each over the same journal and quota. */
async function openLearner(labs: number) {
	const journal = new DatabaseJournal(db, new FileBlobs(folder), {
		shared: false,
		onError: (error) => expect.unreachable(String(error)),
	})
	onTestFinished(() => journal.flush())
	const quota = new StorageQuota(db, (world) => journal.journalBytes(world))
	const userId = `u${++people}`
	await db.user.create({ data: { id: userId, name: 'Zoé', email: `${userId}@example.org` } })
	let real = 0
	const sandboxes = []
	for (let index = 0; index < labs; index++) {
		const number = BigInt(people * 100 + index)
		const about = { number, seed: 's', accessKeyId: '', startedAt: new Date(0) }
		const row = await db.sandbox.create({ data: { userId, labId: `lab-${index}`, ...about } })
		const world = `${row.id}/1`
		sandboxes.push({ world, ...(await openFiles(world, journal, { quota, realNow: () => real })) })
	}
	return { quota, sandboxes, pass: (ms: number) => (real += ms) }
}

function first<T>([one]: ReadonlyArray<T>): T {
	if (one === undefined) throw new Error('Nothing is there')
	return one
}

const bytesOf = (letter: string, mebibytes: number) => Buffer.alloc(mebibytes * MEBIBYTE, letter)

test('a sandbox that is full takes no content, says so, and still reads and deletes', async () => {
	limit({ sandboxBytes: 3 * MEBIBYTE })
	const { quota, sandboxes } = await openLearner(1)
	const { call, world } = first(sandboxes)
	await call('Put', { id: 'a', bytes: bytesOf('a', 2) })
	await expect(call('Put', { id: 'b', bytes: bytesOf('b', 2) })).rejects.toMatchObject({
		code: 'LimitExceededException',
		status: 400,
		message: 'This sandbox has reached its limit: 3 MiB of content in one sandbox.',
	})
	expect(await quota.storedBytes(world)).toEqual({ sandbox: 2 * MEBIBYTE, learner: 2 * MEBIBYTE })
	expect(await call('Get', { id: 'a' })).toEqual({ bytes: bytesOf('a', 2) })
	expect(await call('Delete', { id: 'a' })).toEqual({ deleted: true })
})

test('the same content put again and again counts once', async () => {
	limit({ sandboxBytes: 3 * MEBIBYTE })
	const { call } = first((await openLearner(1)).sandboxes)
	for (let time = 0; time < 5; time++) {
		expect(await call('Put', { id: `${time}`, bytes: bytesOf('a', 1) })).toBeDefined()
	}
})

test('a learner’s sandboxes share what one learner may store, and nobody else’s count', async () => {
	limit({ learnerBytes: 3 * MEBIBYTE })
	const [mine, other] = [await openLearner(2), await openLearner(1)]
	const [one, two] = mine.sandboxes
	await one?.call('Put', { id: 'a', bytes: bytesOf('a', 2) })
	await expect(two?.call('Put', { id: 'b', bytes: bytesOf('b', 2) })).rejects.toThrow(
		'3 MiB of content in all your sandboxes',
	)
	expect(await first(other.sandboxes).call('Put', { id: 'b', bytes: bytesOf('b', 2) })).toBeDefined()
})

test('past its entries a sandbox changes no more, its time stands still, and reading goes on', async () => {
	limit({ entries: 3 })
	const { sandboxes, pass } = await openLearner(1)
	const { call, sandbox } = first(sandboxes)
	await call('Later', { at: 1_000 })
	await call('Put', { id: 'a', bytes: Buffer.from('a') })
	await expect(call('Put', { id: 'b', bytes: Buffer.from('b') })).rejects.toThrow('3 entries of its journal')
	expect(sandbox.nextDueAt()).toBe(1_000)
	pass(60_000)
	await sandbox.advance()
	expect(sandbox.seq).toBe(3)
	expect(sandbox.nextDueAt()).toBeUndefined()
	expect(await call('Get', { id: 'a' })).toEqual({ bytes: Buffer.from('a') })
})

test('a world with all its documents takes no more, until some are deleted', async () => {
	const { call, sandbox } = first((await openLearner(1)).sandboxes)
	limit({ documents: sandbox.world.size + 1 })
	await call('Put', { id: 'a', bytes: Buffer.from('a') })
	await expect(call('Put', { id: 'b', bytes: Buffer.from('b') })).rejects.toThrow('resources and objects')
	await call('Put', { id: 'a', bytes: Buffer.from('anew') })
	await call('Delete', { id: 'a' })
	expect(await call('Put', { id: 'b', bytes: Buffer.from('b') })).toBeDefined()
})

test('what a sandbox holds is told before it is full', async () => {
	const { quota, sandboxes } = await openLearner(1)
	const { call, sandbox } = first(sandboxes)
	await call('Put', { id: 'a', bytes: bytesOf('a', 1) })
	const usage = new Map((await quota.usage(sandbox)).map(({ what, used }) => [what, used]))
	expect(usage.get('content')).toBe(MEBIBYTE)
	expect(usage.get('allContent')).toBe(MEBIBYTE)
	expect(usage.get('entries')).toBe(2)
	expect(usage.get('resources')).toBe(sandbox.world.size)
	expect(usage.get('journal')).toBeGreaterThan(500)
})

test('a journal that weighs too much takes no more', async () => {
	limit({ journalBytes: 1500 })
	const { call } = first((await openLearner(1)).sandboxes)
	const fill = async () => {
		for (let index = 0; index < 10; index++)
			await call('Put', { id: `${index}`, bytes: Buffer.from(`${index}`) })
	}
	await expect(fill()).rejects.toThrow('of journal. Reset it to begin anew')
})
