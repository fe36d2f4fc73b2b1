import {
	DeleteObjectCommand,
	GetObjectCommand,
	type GetObjectCommandInput,
	HeadObjectCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { Bucket, openBucket, refused } from '../bucket.fixture.ts'

const FAILED = 'At least one of the pre-conditions you specified did not hold'
const WRITTEN = Date.UTC(2026, 0, 5, 9)
const HOUR = 3_600_000

async function openObject() {
	const opened = await openBucket()
	const { ETag = '' } = await opened.put('a', '0123456789')
	const get = (more: Partial<GetObjectCommandInput>) =>
		opened.s3.send(new GetObjectCommand({ Bucket, Key: 'a', ...more }))
	const read = async (more: Partial<GetObjectCommandInput>) => {
		const { Body, ContentRange, $metadata } = await get(more)
		return [$metadata.httpStatusCode, await Body?.transformToString(), ContentRange]
	}
	return { ...opened, ETag, get, read }
}

test('a read is refused when the object is not the one that was meant', async () => {
	const { get, read, ETag } = await openObject()
	await expect(get({ IfMatch: '"autre"' })).rejects.toMatchObject(refused('PreconditionFailed', FAILED, 412))
	await expect(get({ IfUnmodifiedSince: new Date(WRITTEN - HOUR) })).rejects.toMatchObject({
		...refused('PreconditionFailed', FAILED, 412),
		Condition: 'If-Unmodified-Since',
	})
	const whole = [200, '0123456789', undefined]
	expect(await read({ IfMatch: ETag, IfUnmodifiedSince: new Date(WRITTEN - HOUR) })).toEqual(whole)
	expect(await read({ IfMatch: '*' })).toEqual(whole)
})

test('who has the object already gets 304 and its ETag, and no content', async () => {
	const { ask, openToAll, ETag } = await openObject()
	await openToAll()
	const revalidate = (headers: Record<string, string>) => ask('GET', `/${Bucket}/a`, headers)
	const unchanged = await revalidate({ 'if-none-match': `"autre", ${ETag}` })
	expect(unchanged).toMatchObject({ status: 304, text: '' })
	expect(unchanged.headers).toMatchObject({
		etag: ETag,
		'last-modified': 'Mon, 05 Jan 2026 09:00:00 GMT',
	})
	const since = { 'if-modified-since': 'Mon, 05 Jan 2026 09:00:00 GMT' }
	expect((await revalidate(since)).status).toBe(304)
	// The ETag wins over the date, and a date in the future counts for nothing.
	expect((await revalidate({ ...since, 'if-none-match': '"autre"' })).status).toBe(200)
	expect((await revalidate({ 'if-modified-since': 'Tue, 06 Jan 2026 09:00:00 GMT' })).status).toBe(200)
})

test('a write happens only in place of what was meant', async () => {
	const { s3, put, ETag } = await openObject()
	await expect(put('a', 'x', { IfNoneMatch: '*' })).rejects.toMatchObject(
		refused('PreconditionFailed', FAILED, 412),
	)
	await put('b', 'x', { IfNoneMatch: '*' })
	await expect(put('a', 'x', { IfMatch: '"autre"' })).rejects.toMatchObject(
		refused('PreconditionFailed', FAILED, 412),
	)
	await expect(put('c', 'x', { IfMatch: ETag })).rejects.toMatchObject(
		refused('NoSuchKey', 'The specified key does not exist.', 404),
	)
	const unsupported = refused(
		'NotImplemented',
		'A header you provided implies functionality that is not implemented',
		501,
	)
	await expect(put('a', 'x', { IfNoneMatch: ETag })).rejects.toMatchObject(unsupported)
	await expect(put('a', 'x', { IfMatch: ETag, IfNoneMatch: '*' })).rejects.toMatchObject(unsupported)
	await put('a', 'y', { IfMatch: ETag })
	const remove = (IfMatch: string) => s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch }))
	await expect(remove(ETag)).rejects.toMatchObject(refused('PreconditionFailed', FAILED, 412))
	await remove('*')
	await expect(remove('*')).rejects.toMatchObject(
		refused('NoSuchKey', 'The specified key does not exist.', 404),
	)
})

test('one range is served, from the start, to the end, or of the last bytes', async () => {
	const { get, read } = await openObject()
	expect(await read({ Range: 'bytes=2-4' })).toEqual([206, '234', 'bytes 2-4/10'])
	expect(await read({ Range: 'bytes=7-' })).toEqual([206, '789', 'bytes 7-9/10'])
	expect(await read({ Range: 'bytes=-3' })).toEqual([206, '789', 'bytes 7-9/10'])
	expect(await read({ Range: 'bytes=-50' })).toEqual([206, '0123456789', 'bytes 0-9/10'])
	expect(await read({ Range: 'bytes=8-99' })).toEqual([206, '89', 'bytes 8-9/10'])
	// What is no range, or several, is as if it were not there.
	expect(await read({ Range: 'bytes=4-2' })).toEqual([200, '0123456789', undefined])
	expect(await read({ Range: 'bytes=0-1,3-4' })).toEqual([200, '0123456789', undefined])
	const beyond = refused('InvalidRange', 'The requested range is not satisfiable', 416)
	await expect(get({ Range: 'bytes=10-' })).rejects.toMatchObject(beyond)
	await expect(get({ Range: 'bytes=-0' })).rejects.toMatchObject(beyond)
})

test('HEAD tells what GET would send, ranges too', async () => {
	const { s3 } = await openObject()
	const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a', Range: 'bytes=2-4' }))
	expect(head).toMatchObject({ ContentLength: 3, ContentRange: 'bytes 2-4/10' })
	expect(head.$metadata.httpStatusCode).toBe(206)
})
