import {
	AbortMultipartUploadCommand,
	type CompletedPart,
	CompleteMultipartUploadCommand,
	type CompleteMultipartUploadCommandInput,
	CreateMultipartUploadCommand,
	type CreateMultipartUploadCommandInput,
	GetObjectAttributesCommand,
	GetObjectCommand,
	HeadObjectCommand,
	ListMultipartUploadsCommand,
	ListPartsCommand,
	UploadPartCommand,
	UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { Bucket, openBucket, refused } from '../bucket.fixture.ts'
import { computeChecksum } from '../objects/checksums.ts'

const FIVE_MEBIBYTES = 5 * 1024 * 1024

async function openUploads() {
	const opened = await openBucket()
	const { s3 } = opened
	async function begin(Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) {
		const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))
		const upload = { Bucket, Key, UploadId }
		/** Sends a part, without the checksum that the client would add where none is asked for. */
		const send = async (
			PartNumber: number,
			Body: string,
			ChecksumAlgorithm: 'CRC32' | 'SHA256' = 'CRC32',
		) => {
			const part = new UploadPartCommand({ ...upload, PartNumber, Body, ChecksumAlgorithm })
			const { ETag, ChecksumCRC32, ChecksumSHA256 } = await s3.send(part)
			return { PartNumber, ETag, ChecksumCRC32, ChecksumSHA256 }
		}
		const complete = (
			Parts: Array<CompletedPart>,
			options: Partial<CompleteMultipartUploadCommandInput> = {},
		) => s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...options }))
		return { upload, send, complete }
	}
	return { ...opened, begin }
}

const BIG = 'a'.repeat(FIVE_MEBIBYTES)

test('uploads are listed by key and age, page by page, rolled up to a delimiter', async () => {
	const { s3, begin } = await openUploads()
	const list = (more: object) => s3.send(new ListMultipartUploadsCommand({ Bucket, ...more }))
	expect((await list({})).Uploads).toBeUndefined()
	for (const key of ['b', 'a', 'dossier/1', 'dossier/2']) await begin(key)
	const all = await list({})
	expect(all.Uploads?.map(({ Key }) => Key)).toEqual(['a', 'b', 'dossier/1', 'dossier/2'])
	const first = await list({ MaxUploads: 1 })
	expect(first).toMatchObject({ IsTruncated: true, NextKeyMarker: 'a' })
	const markers = { KeyMarker: first.NextKeyMarker, UploadIdMarker: first.NextUploadIdMarker }
	expect((await list({ ...markers, MaxUploads: 1 })).Uploads?.map(({ Key }) => Key)).toEqual(['b'])
	expect((await list({ Delimiter: '/' })).CommonPrefixes).toEqual([{ Prefix: 'dossier/' }])
	await expect(list({ KeyMarker: 'a', UploadIdMarker: 'inconnu' })).rejects.toMatchObject(
		refused('InvalidArgument', 'Invalid uploadId marker', 400),
	)
})

test('an aborted upload is gone', async () => {
	const { s3, begin } = await openUploads()
	const { upload, send } = await begin('a')
	await send(1, 'x')
	await s3.send(new AbortMultipartUploadCommand(upload))
	expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toBeUndefined()
	await expect(send(2, 'y')).rejects.toMatchObject(
		refused(
			'NoSuchUpload',
			'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
			404,
		),
	)
})

test('parts are copied from an object, whole or by range', async () => {
	const { s3, begin, put } = await openUploads()
	await put('source', `${BIG}0123456789`)
	const { upload, complete } = await begin('copie')
	const copy = (PartNumber: number, CopySourceRange?: string) =>
		s3.send(
			new UploadPartCopyCommand({
				...upload,
				PartNumber,
				CopySource: `${Bucket}/source`,
				CopySourceRange,
			}),
		)
	const one = await copy(1)
	const two = await copy(2, `bytes=${FIVE_MEBIBYTES + 2}-${FIVE_MEBIBYTES + 4}`)
	await complete([
		{ PartNumber: 1, ETag: one.CopyPartResult?.ETag },
		{ PartNumber: 2, ETag: two.CopyPartResult?.ETag },
	])
	const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'copie', Range: 'bytes=-5' }))
	expect(await Body?.transformToString()).toBe('89234')
})

test('a range that a copy cannot have is refused', async () => {
	const { s3, begin, put } = await openUploads()
	await put('source', '0123456789')
	const { upload } = await begin('copie')
	const copy = (CopySourceRange: string) =>
		s3.send(
			new UploadPartCopyCommand({
				...upload,
				PartNumber: 1,
				CopySource: `${Bucket}/source`,
				CopySourceRange,
			}),
		)
	const malformed =
		'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy'
	await expect(copy('0-8')).rejects.toMatchObject(refused('InvalidArgument', malformed, 400))
	await expect(copy('bytes=3-1')).rejects.toMatchObject(refused('InvalidArgument', malformed, 400))
	await expect(copy('bytes=0-10')).rejects.toMatchObject(
		refused('InvalidArgument', 'Range specified is not valid for source object of size: 10', 400),
	)
	await expect(copy('bytes=10-12')).rejects.toMatchObject(
		refused('InvalidRequest', 'The specified copy range is invalid for the source object size', 400),
	)
})

test('attributes tell checksum, parts, class and size, and the parts can be read one by one', async () => {
	const { s3, begin } = await openUploads()
	const { upload, send, complete } = await begin('a', {
		ChecksumAlgorithm: 'SHA256',
		StorageClass: 'STANDARD_IA',
	})
	const parts = [await send(1, BIG, 'SHA256'), await send(2, 'fin', 'SHA256')]
	const listed = await s3.send(new ListPartsCommand(upload))
	expect(listed).toMatchObject({ ChecksumAlgorithm: 'SHA256', ChecksumType: 'COMPOSITE' })
	expect(listed.Parts?.map(({ ChecksumSHA256 }) => ChecksumSHA256)).toEqual(
		parts.map(({ ChecksumSHA256 }) => ChecksumSHA256),
	)
	const raw = Buffer.concat(parts.map(({ ChecksumSHA256 = '' }) => Buffer.from(ChecksumSHA256, 'base64')))
	const composite = await computeChecksum('ChecksumSHA256', raw)
	const done = await complete(parts)
	expect(done).toMatchObject({ ChecksumSHA256: `${composite}-2`, ChecksumType: 'COMPOSITE' })
	const ObjectAttributes = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'] as const
	const attributes = await s3.send(
		new GetObjectAttributesCommand({ Bucket, Key: 'a', ObjectAttributes: [...ObjectAttributes] }),
	)
	expect(attributes).toMatchObject({
		ETag: done.ETag?.replaceAll('"', ''),
		Checksum: { ChecksumSHA256: composite, ChecksumType: 'COMPOSITE' },
		ObjectParts: { TotalPartsCount: 2, Parts: [{ PartNumber: 1, Size: FIVE_MEBIBYTES }, { Size: 3 }] },
		StorageClass: 'STANDARD_IA',
		ObjectSize: FIVE_MEBIBYTES + 3,
	})
	const second = await s3.send(new GetObjectCommand({ Bucket, Key: 'a', PartNumber: 2 }))
	expect(second).toMatchObject({ PartsCount: 2, ContentLength: 3, StorageClass: 'STANDARD_IA' })
	expect(await second.Body?.transformToString()).toBe('fin')
	await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'a', PartNumber: 3 }))).rejects.toMatchObject(
		refused('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416),
	)
})

test('an object without a checksum is given S3’s own when it is asked for', async () => {
	const { s3, begin } = await openUploads()
	const { send, complete } = await begin('a')
	await complete([await send(1, '123456789')].map(({ PartNumber, ETag }) => ({ PartNumber, ETag })))
	const { Checksum } = await s3.send(
		new GetObjectAttributesCommand({ Bucket, Key: 'a', ObjectAttributes: ['Checksum'] }),
	)
	// The check value of CRC-64/NVME.
	expect(Buffer.from(Checksum?.ChecksumCRC64NVME ?? '', 'base64').toString('hex')).toBe('ae8b14860a799888')
	const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' }))
	expect(head).toMatchObject({ ChecksumType: 'FULL_OBJECT', ChecksumCRC64NVME: Checksum?.ChecksumCRC64NVME })
})

test('a checksum of the whole is held against the whole', async () => {
	const { begin } = await openUploads()
	const { send, complete } = await begin('a', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' })
	const parts = [await send(1, BIG), await send(2, 'fin')]
	await expect(complete(parts, { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject(
		refused('BadDigest', 'The crc32 you specified did not match the calculated checksum.', 400),
	)
	const ChecksumCRC32 = await computeChecksum('ChecksumCRC32', Buffer.from(`${BIG}fin`))
	expect(await complete(parts, { ChecksumCRC32 })).toMatchObject({
		ChecksumCRC32,
		ChecksumType: 'FULL_OBJECT',
	})
})

test('parts that are missing, out of order or too small are refused; completing twice is completing once', async () => {
	const { begin, put } = await openUploads()
	const { send, complete } = await begin('a')
	const [one, two, three] = [await send(1, BIG), await send(2, 'petit'), await send(3, 'fin')].map(
		({ PartNumber, ETag }) => ({ PartNumber, ETag }),
	)
	if (!one || !two || !three) throw new Error('three parts were sent')
	await expect(complete([])).rejects.toMatchObject(
		refused('InvalidRequest', 'You must specify at least one part', 400),
	)
	await expect(complete([two, one])).rejects.toMatchObject({
		name: 'InvalidPartOrder',
		$metadata: { httpStatusCode: 400 },
	})
	await expect(complete([{ PartNumber: 1, ETag: three.ETag }])).rejects.toMatchObject({
		name: 'InvalidPart',
		PartNumber: '1',
	})
	await expect(complete([one, two, three])).rejects.toMatchObject(
		refused('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400),
	)
	await expect(complete([one, three], { MpuObjectSize: 4 })).rejects.toMatchObject({
		name: 'InvalidRequest',
		message: `The provided 'x-amz-mp-object-size' header value 4 does not match what was computed: ${FIVE_MEBIBYTES + 3}`,
	})
	const done = await complete([one, three])
	expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
	await put('a', 'autre')
	expect((await complete([one, three], { IfNoneMatch: '*' })).ETag).toBe(done.ETag)
})

test('an upload is not completed over what was written meanwhile, if that was asked', async () => {
	const { begin, put } = await openUploads()
	const { send, complete } = await begin('a')
	const parts = [await send(1, 'x')].map(({ PartNumber, ETag }) => ({ PartNumber, ETag }))
	const { ETag } = await put('a', 'autre')
	await expect(complete(parts, { IfNoneMatch: '*' })).rejects.toMatchObject({
		...refused('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412),
	})
	await expect(complete(parts, { IfMatch: ETag })).rejects.toMatchObject(
		refused(
			'ConditionalRequestConflict',
			'The conditional request cannot succeed due to a conflicting operation against this resource.',
			409,
		),
	)
})

test('checksums that cannot be are refused when the upload begins', async () => {
	const { begin } = await openUploads()
	await expect(
		begin('a', { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' }),
	).rejects.toMatchObject(
		refused(
			'InvalidRequest',
			'The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm.',
			400,
		),
	)
	await expect(begin('a', { ChecksumType: 'FULL_OBJECT' })).rejects.toMatchObject(
		refused(
			'InvalidRequest',
			'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
			400,
		),
	)
	const { send } = await begin('a', { ChecksumAlgorithm: 'SHA256' })
	await expect(send(1, 'x', 'CRC32')).rejects.toMatchObject(
		refused(
			'InvalidRequest',
			'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32',
			400,
		),
	)
})
