import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { closeLabHost, labHost } from '#app/labs/lab-host.server.ts'
import { limits } from '#app/labs/limits.server.ts'
import * as lab from '#app/routes/labs/lab.tsx'
import { sandboxFetchHandler } from '#labs/aws/wire/sdk.ts'
import { form, learner, type Person } from '#test/access/person.ts'
import { testDatabase } from '#test/setup/database.ts'

// What one learner may store, through the doors that learners have.

const MEBIBYTE = 1024 * 1024
const LAB = '/ateliers/mon-premier-pipeline'
const PARAMS = { slug: 'mon-premier-pipeline' }
const Bucket = 'filiere-source-111111111111'

const db = await testDatabase()
afterAll(closeLabHost)

function limit(change: Partial<typeof limits>): void {
	const before = { ...limits }
	Object.assign(limits, change)
	onTestFinished(() => void Object.assign(limits, before))
}

async function begin(name: string) {
	const person = await learner(name)
	await press(person, 'start')
	const { environment } = (await person.call(lab.loader, LAB, PARAMS)).data.work
	const row = await db.sandbox.findFirstOrThrow({ where: { userId: person.id } })
	const s3 = new S3Client({
		region: 'eu-west-3',
		credentials: {
			accessKeyId: environment.AWS_ACCESS_KEY_ID,
			secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
		},
		requestHandler: sandboxFetchHandler(labHost().emulator) as never,
		maxAttempts: 1,
	})
	return { person, row, s3 }
}

async function press(person: Person, intent: string): Promise<void> {
	expect(await person.call(lab.action, LAB, PARAMS, form({ intent }))).toMatchObject({ status: 302 })
}

test('a full sandbox refuses an object as S3 refuses, shows it on the page, and resets', async () => {
	limit({ sandboxBytes: 4 * MEBIBYTE })
	const { person, row, s3 } = await begin('pleine')
	const put = (Key: string) =>
		s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.alloc(3 * MEBIBYTE, Key) }))
	await put('a')
	await expect(put('b')).rejects.toMatchObject({
		name: 'ServiceQuotaExceeded',
		message: 'This sandbox has reached its limit: 4 MiB of content in one sandbox.',
		$metadata: { httpStatusCode: 400 },
	})
	const { live } = (await person.call(lab.loader, LAB, PARAMS)).data.work
	const content = live.usage.find(({ what }: { what: string }) => what === 'content')
	expect(content.limit).toBe(4 * MEBIBYTE)
	expect(content.used).toBeGreaterThanOrEqual(3 * MEBIBYTE)
	const whole = await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }))
	expect((await whole.Body?.transformToByteArray())?.byteLength).toBe(3 * MEBIBYTE)

	await press(person, 'reset')
	const world = `${row.id}/1`
	await vi.waitFor(async () => {
		expect(await db.journalEntry.count({ where: { world } })).toBe(0)
		expect(await db.blob.count({ where: { world } })).toBe(0)
	})
})

test('a sandbox whose journal is full still shows its page, says so, and resets', async () => {
	const { person, row, s3 } = await begin('bavarde')
	const { seq } = (await person.call(lab.loader, LAB, PARAMS)).data.work.live
	limit({ entries: seq })
	const put = () => s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }))
	await expect(put()).rejects.toMatchObject({ name: 'ServiceQuotaExceeded' })
	const { live } = (await person.call(lab.loader, LAB, PARAMS)).data.work
	expect(live.seq).toBe(seq)
	await press(person, 'check')
	await press(person, 'reset')
	expect(await db.sandbox.findFirst({ where: { id: row.id } })).toMatchObject({ generation: 2 })
})

test('verdicts are kept of the last runs and of the first success alone', async () => {
	const { person, row } = await begin('pressee')
	limit({ checkRuns: 3 })
	const about = { sandboxId: row.id, generation: 1, seq: 1, verdicts: [], help: {} }
	await db.checkRun.create({ data: { ...about, ranAt: new Date(1000), passed: true } })
	await db.checkRun.create({ data: { ...about, ranAt: new Date(2000), passed: true } })
	for (let time = 0; time < 5; time++) await press(person, 'check')
	const kept = await db.checkRun.findMany({ where: { sandboxId: row.id }, orderBy: { ranAt: 'asc' } })
	expect(kept.map(({ passed }) => passed)).toEqual([true, false, false, false])
})
