import { expect, test } from 'vitest'
import { rootOf } from '../../identity/credentials.ts'
import { validated } from '../../wire/validated.fixture.ts'
import { MemoryBlobs } from '../../world/blobs.ts'
import { MemoryJournal } from '../../world/journal.ts'
import { Sandbox } from '../../world/sandbox.ts'
import { authorize } from '../iam/authorize.ts'
import { s3 } from './index.ts'
import { crc32c, crc64nvme } from './objects/crc.ts'

const ACCOUNT = '111111111111'
const REGION = 'eu-west-3'
const Bucket = 'un-seau'

/** A sandbox with one bucket, and how to call S3 in it as the account's root. */
async function openBucket() {
	const host = { services: validated([s3]), authorize, journal: new MemoryJournal(), realNow: () => 0 }
	const fresh = { seed: 's3', number: 1n, startsAt: 1_000, speed: 0 }
	const sandbox = await Sandbox.open('s3', host, new MemoryBlobs(), fresh)
	const call = (operation: string, input: object) =>
		sandbox.call({
			principal: rootOf(ACCOUNT),
			scope: { account: ACCOUNT, region: REGION },
			service: 's3',
			operation,
			input,
		}) as Promise<Record<string, never>>
	await call('CreateBucket', { Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } })
	return call
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text))

test('the checksums of the test vector are those of their specifications', async () => {
	const digits = bytes('123456789')
	expect(Buffer.from(await crc32c(digits), 'base64').toString('hex')).toBe('e3069283')
	expect(Buffer.from(await crc64nvme(digits), 'base64').toString('hex')).toBe('ae8b14860a799888')
})

test('a versioned bucket keeps every version, and a marker hides them', async () => {
	const call = await openBucket()
	await call('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } })
	const { VersionId: first } = await call('PutObject', { Bucket, Key: 'a', Body: bytes('1') })
	await call('PutObject', { Bucket, Key: 'a', Body: bytes('2') })
	await call('DeleteObject', { Bucket, Key: 'a' })
	await expect(call('GetObject', { Bucket, Key: 'a' })).rejects.toMatchObject({
		code: 'NoSuchKey',
		status: 404,
	})
	expect(
		Buffer.from((await call('GetObject', { Bucket, Key: 'a', VersionId: first })).Body ?? '').toString(),
	).toBe('1')
	const { Versions, DeleteMarkers } = await call('ListObjectVersions', { Bucket })
	expect(Versions).toHaveLength(2)
	expect(DeleteMarkers).toMatchObject([{ Key: 'a', IsLatest: true }])
})

test('a listing rolls keys up to the delimiter and goes on where a page ended', async () => {
	const call = await openBucket()
	for (const Key of ['a/1', 'a/2', 'b', 'c/1', 'd'])
		await call('PutObject', { Bucket, Key, Body: bytes('x') })
	const first = await call('ListObjectsV2', { Bucket, Delimiter: '/', MaxKeys: 2 })
	expect(first).toMatchObject({
		IsTruncated: true,
		KeyCount: 2,
		CommonPrefixes: [{ Prefix: 'a/' }],
		Contents: [{ Key: 'b' }],
	})
	const second = await call('ListObjectsV2', {
		Bucket,
		Delimiter: '/',
		ContinuationToken: first.NextContinuationToken,
	})
	expect(second).toMatchObject({
		IsTruncated: false,
		CommonPrefixes: [{ Prefix: 'c/' }],
		Contents: [{ Key: 'd' }],
	})
})

test('an upload in parts becomes one object with an ETag of its parts', async () => {
	const call = await openBucket()
	const big = new Uint8Array(5 * 1024 * 1024).fill(7)
	const { UploadId } = await call('CreateMultipartUpload', { Bucket, Key: 'gros' })
	const one = await call('UploadPart', { Bucket, Key: 'gros', UploadId, PartNumber: 1, Body: big })
	const two = await call('UploadPart', { Bucket, Key: 'gros', UploadId, PartNumber: 2, Body: bytes('fin') })
	const Parts = [
		{ PartNumber: 1, ETag: one.ETag },
		{ PartNumber: 2, ETag: two.ETag },
	]
	const done = await call('CompleteMultipartUpload', {
		Bucket,
		Key: 'gros',
		UploadId,
		MultipartUpload: { Parts },
	})
	expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
	expect(await call('HeadObject', { Bucket, Key: 'gros' })).toMatchObject({
		ContentLength: big.byteLength + 3,
	})
	await expect(call('ListParts', { Bucket, Key: 'gros', UploadId })).rejects.toMatchObject({
		code: 'NoSuchUpload',
	})
})

test('a range is served as it was asked, and one beyond the end is refused', async () => {
	const call = await openBucket()
	await call('PutObject', { Bucket, Key: 'a', Body: bytes('0123456789') })
	const part = await call('GetObject', { Bucket, Key: 'a', Range: 'bytes=-3' })
	expect(part).toMatchObject({ ContentRange: 'bytes 7-9/10', ContentLength: 3 })
	await expect(call('GetObject', { Bucket, Key: 'a', Range: 'bytes=10-' })).rejects.toMatchObject({
		code: 'InvalidRange',
		status: 416,
	})
})

test('bytes that are not those of the checksum leave nothing behind', async () => {
	const call = await openBucket()
	const put = (more: object) => call('PutObject', { Bucket, Key: 'a', Body: bytes('x'), ...more })
	await expect(put({ ChecksumSHA256: Buffer.alloc(32).toString('base64') })).rejects.toMatchObject({
		code: 'BadDigest',
		message: 'The SHA256 you specified did not match the calculated checksum.',
		status: 400,
	})
	await expect(put({ ChecksumSHA256: 'AAAA' })).rejects.toMatchObject({
		code: 'InvalidRequest',
		message: 'Value for x-amz-checksum-sha256 header is invalid.',
		status: 400,
	})
	await expect(put({ ChecksumSHA1: 'AAAA', ChecksumCRC32: 'AAAA' })).rejects.toMatchObject({
		code: 'InvalidRequest',
		message: 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
		status: 400,
	})
	expect((await call('ListObjectsV2', { Bucket })).KeyCount).toBe(0)
})

test('what would have no effect is refused: lists of others, customer keys, archives, locks', async () => {
	const call = await openBucket()
	const put = (more: object) => call('PutObject', { Bucket, Key: 'a', Body: bytes('x'), ...more })
	await expect(put({ ACL: 'public-read' })).rejects.toMatchObject({
		code: 'AccessControlListNotSupported',
		message: 'The bucket does not allow ACLs',
		status: 400,
	})
	await expect(put({ SSECustomerAlgorithm: 'AES256' })).rejects.toMatchObject({
		code: 'NotImplemented',
		message: 'S3 encryption with customer keys is not emulated. What is: docs/emulator.md',
		status: 501,
	})
	await expect(put({ StorageClass: 'GLACIER' })).rejects.toMatchObject({
		code: 'NotImplemented',
		message: 'S3 storage class GLACIER is not emulated. What is: docs/emulator.md',
		status: 501,
	})
	await expect(put({ StorageClass: 'TIEDE' })).rejects.toMatchObject({
		code: 'InvalidStorageClass',
		message: 'The storage class you specified is not valid',
		status: 400,
	})
	await expect(put({ ObjectLockLegalHoldStatus: 'ON' })).rejects.toMatchObject({
		code: 'InvalidRequest',
		message: 'Bucket is missing Object Lock Configuration',
		status: 400,
	})
})

test('a bucket that holds versions is not deleted', async () => {
	const call = await openBucket()
	await call('PutObject', { Bucket, Key: 'a', Body: bytes('x') })
	await expect(call('DeleteBucket', { Bucket })).rejects.toMatchObject({
		code: 'BucketNotEmpty',
		status: 409,
	})
	await call('DeleteObject', { Bucket, Key: 'a' })
	await call('DeleteBucket', { Bucket })
	await expect(call('HeadBucket', { Bucket })).rejects.toMatchObject({ status: 404 })
})
