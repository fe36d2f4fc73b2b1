import { createHash } from 'node:crypto'
import type {
	AbortMultipartUploadCommandInput,
	CompleteMultipartUploadCommandInput,
	CreateMultipartUploadCommandInput,
	ListPartsCommandInput,
	UploadPartCommandInput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../aws-error.ts'
import { WORLD_SCOPE } from '../../kernel.ts'
import { type Call, operation } from '../../service.ts'
import { requireBucket, s3Access } from './access.ts'
import { md5, type SentChecksums, verifyChecksums } from './checksums.ts'
import { type MultipartUpload, multipartUploads } from './collections.ts'
import { storedHeaders } from './objects.ts'
import { invalidArgument, noSuchUpload } from './s3-error.ts'
import { assertEmulatedStorage } from './storage.ts'
import { addVersion } from './versions.ts'

/** Every part but the last holds at least this many bytes. */
const PART_BYTES = 5 * 1024 * 1024
const PARTS = 10_000

interface Named {
	Bucket?: string
	Key?: string
	UploadId?: string
}

function putAccess({ Bucket, Key }: Named, call: Call) {
	return s3Access(call, 'PutObject', Bucket ?? '', Key ?? '')
}

function uploadDocumentId({ Bucket = '', UploadId = '' }: Named): string {
	return `${Bucket}/${UploadId}`
}

function requireUpload(call: Call, named: Named): Readonly<MultipartUpload> {
	requireBucket(call, named.Bucket ?? '')
	const upload = call.world.get(multipartUploads, WORLD_SCOPE, uploadDocumentId(named))
	if (upload?.key !== named.Key || !upload) throw noSuchUpload(named.UploadId ?? '')
	return upload
}

export const createMultipartUpload = operation<CreateMultipartUploadCommandInput, object>({
	access: putAccess,
	run(input, call) {
		const { Bucket = '', Key = '' } = input
		requireBucket(call, Bucket)
		assertEmulatedStorage(input)
		const UploadId = call.ids.base64url(40)
		call.world.put(multipartUploads, WORLD_SCOPE, uploadDocumentId({ Bucket, UploadId }), {
			uploadId: UploadId,
			bucket: Bucket,
			key: Key,
			initiatedAt: call.now,
			contentType: input.ContentType ?? 'binary/octet-stream',
			headers: storedHeaders(input),
			metadata: input.Metadata ?? {},
			parts: {},
		})
		return {
			Bucket,
			Key,
			UploadId,
			...(input.ChecksumAlgorithm && { ChecksumAlgorithm: input.ChecksumAlgorithm }),
		}
	},
})

export const uploadPart = operation<Omit<UploadPartCommandInput, 'Body'> & { Body?: Uint8Array }, object>({
	access: putAccess,
	async run(input, call) {
		const upload = requireUpload(call, input)
		const { Body = new Uint8Array(), PartNumber = 0 } = input
		if (PartNumber < 1 || PartNumber > PARTS) {
			const message = `Part number must be an integer between 1 and ${PARTS}, inclusive`
			throw invalidArgument(message, 'partNumber', String(PartNumber))
		}
		const checksums = verifyChecksums(Body, input as SentChecksums)
		const part = {
			sha256: await call.blobs.put(Body),
			size: Body.byteLength,
			etag: md5(Body),
			lastModified: call.now,
		}
		call.world.put(multipartUploads, WORLD_SCOPE, uploadDocumentId(input), {
			...upload,
			parts: { ...upload.parts, [PartNumber]: part },
		})
		return { ETag: `"${part.etag}"`, ...checksums, ServerSideEncryption: 'AES256' }
	},
})

export const listParts = operation<ListPartsCommandInput, object>({
	access: ({ Bucket, Key }, call) => s3Access(call, 'ListMultipartUploadParts', Bucket ?? '', Key ?? ''),
	run(input, call) {
		const upload = requireUpload(call, input)
		const after = Number(input.PartNumberMarker ?? 0)
		const limit = Math.min(input.MaxParts ?? 1000, 1000)
		const rest = Object.entries(upload.parts).filter(([number]) => Number(number) > after)
		const page = rest.slice(0, limit)
		return {
			Bucket: upload.bucket,
			Key: upload.key,
			UploadId: upload.uploadId,
			PartNumberMarker: String(after),
			MaxParts: limit,
			IsTruncated: rest.length > page.length,
			...(rest.length > page.length && { NextPartNumberMarker: page.at(-1)?.[0] }),
			StorageClass: 'STANDARD',
			Parts: page.map(([number, part]) => ({
				PartNumber: Number(number),
				ETag: `"${part.etag}"`,
				Size: part.size,
				LastModified: new Date(part.lastModified),
			})),
		}
	},
})

export const completeMultipartUpload = operation<CompleteMultipartUploadCommandInput, object>({
	access: putAccess,
	async run(input, call) {
		const upload = requireUpload(call, input)
		const parts = chosenParts(upload, input)
		const bytes = Buffer.concat(await Promise.all(parts.map((part) => call.blobs.get(part.sha256))))
		const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')))
		const version = addVersion(call, requireBucket(call, upload.bucket), {
			key: upload.key,
			deleteMarker: false,
			sha256: await call.blobs.put(bytes),
			size: bytes.byteLength,
			etag: `${createHash('md5').update(digests).digest('hex')}-${parts.length}`,
			contentType: upload.contentType,
			headers: upload.headers,
			metadata: upload.metadata,
			checksums: {},
		})
		call.world.delete(multipartUploads, WORLD_SCOPE, uploadDocumentId(input))
		return {
			Location: `http://${upload.bucket}.s3.amazonaws.com/${upload.key}`,
			Bucket: upload.bucket,
			Key: upload.key,
			ETag: `"${version.etag}"`,
			...(version.versionId !== 'null' && { VersionId: version.versionId }),
		}
	},
})

/** The parts that the client lists, which must be there, in order, and large enough. */
function chosenParts(upload: Readonly<MultipartUpload>, input: CompleteMultipartUploadCommandInput) {
	const listed = input.MultipartUpload?.Parts ?? []
	if (listed.length === 0) {
		const message = 'You must specify at least one part'
		throw new AwsError('MalformedXML', message, 400)
	}
	return listed.map(({ PartNumber = 0, ETag = '' }, index) => {
		if (index > 0 && PartNumber <= (listed[index - 1]?.PartNumber ?? 0)) {
			throw new AwsError(
				'InvalidPartOrder',
				'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
				400,
			)
		}
		const part = upload.parts[String(PartNumber)]
		if (!part || part.etag !== ETag.replaceAll('"', '')) {
			throw new AwsError(
				'InvalidPart',
				"One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
				400,
			)
		}
		if (index < listed.length - 1 && part.size < PART_BYTES) {
			const message = 'Your proposed upload is smaller than the minimum allowed size'
			throw new AwsError('EntityTooSmall', message, 400, {
				ProposedSize: part.size,
				MinSizeAllowed: PART_BYTES,
			})
		}
		return part
	})
}

export const abortMultipartUpload = operation<AbortMultipartUploadCommandInput, object>({
	access: ({ Bucket, Key }, call) => s3Access(call, 'AbortMultipartUpload', Bucket ?? '', Key ?? ''),
	run(input, call) {
		requireUpload(call, input)
		call.world.delete(multipartUploads, WORLD_SCOPE, uploadDocumentId(input))
		return {}
	},
})
