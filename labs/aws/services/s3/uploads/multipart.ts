import type {
	AbortMultipartUploadCommandInput,
	CreateMultipartUploadCommandInput,
	UploadPartCommandInput,
} from '@aws-sdk/client-s3'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { requireBucket, s3Access } from '../access/access.ts'
import { type MultipartUpload, multipartUploads } from '../collections.ts'
import { withDataKey } from '../configuration/data-keys.ts'
import { describeEncryption } from '../configuration/encryption.ts'
import { scheduleAbort } from '../configuration/lifecycle-schedule.ts'
import {
	checksumMember,
	computeChecksum,
	md5,
	type SentChecksums,
	verifyChecksums,
} from '../objects/checksums.ts'
import { assertKey } from '../objects/put-object.ts'
import { attributesOf, uploadAccess } from '../objects/upload.ts'
import { invalidArgument, invalidRequest, noSuchUpload } from '../s3-error.ts'

const PARTS = 10_000

export interface NamedUpload {
	Bucket?: string
	Key?: string
	UploadId?: string
}

/** Whoever may write the object may write its parts. */
export function partAccess({ Bucket, Key }: NamedUpload, call: Call) {
	return s3Access(call, 'PutObject', Bucket ?? '', Key ?? '')
}

export function uploadDocumentId({ Bucket = '', UploadId = '' }: NamedUpload): string {
	return `${Bucket}/${UploadId}`
}

export function requireUpload(call: Call, named: NamedUpload): Readonly<MultipartUpload> {
	requireBucket(call, named.Bucket ?? '')
	const upload = call.world.get(multipartUploads, WORLD_SCOPE, uploadDocumentId(named))
	if (upload?.key !== named.Key || !upload) throw noSuchUpload(named.UploadId ?? '')
	return upload
}

export const createMultipartUpload = operation<CreateMultipartUploadCommandInput, object>({
	access: uploadAccess,
	async run(input, call) {
		const { Bucket = '', Key = '' } = input
		const bucket = requireBucket(call, Bucket)
		assertKey(Key)
		const upload = {
			...(await withDataKey(call, bucket, Key, attributesOf(call, bucket, input))),
			...checksumsAsked(input),
			uploadId: call.ids.base64url(40),
			bucket: Bucket,
			key: Key,
			initiatedAt: call.now,
			startedAfter: bucket.writes,
			parts: {},
		}
		const named = { Bucket, UploadId: upload.uploadId }
		call.world.put(multipartUploads, WORLD_SCOPE, uploadDocumentId(named), upload)
		scheduleAbort(call, bucket, upload)
		return { ...named, Key, ...describeChecksums(upload), ...describeEncryption(upload) }
	},
})

/** The checksum that an upload is to have. CRC-64/NVME is always of the whole object, the SHAs never are. */
function checksumsAsked({
	ChecksumAlgorithm: algorithm,
	ChecksumType: type,
}: CreateMultipartUploadCommandInput) {
	if (algorithm === undefined) {
		if (type === undefined) return {}
		throw invalidRequest(
			'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
		)
	}
	checksumMember(algorithm)
	const wholeOnly = algorithm === 'CRC64NVME'
	const checksumType = type ?? (wholeOnly ? 'FULL_OBJECT' : 'COMPOSITE')
	const impossible = wholeOnly
		? checksumType === 'COMPOSITE'
		: algorithm.startsWith('SHA') && checksumType === 'FULL_OBJECT'
	if (!impossible) return { checksumAlgorithm: algorithm, checksumType }
	const name = algorithm.toLowerCase()
	throw invalidRequest(
		`The ${checksumType} checksum type cannot be used with the ${name} checksum algorithm.`,
	)
}

export function describeChecksums({ checksumAlgorithm, checksumType }: Readonly<MultipartUpload>): object {
	return checksumAlgorithm === undefined
		? {}
		: { ChecksumAlgorithm: checksumAlgorithm, ChecksumType: checksumType }
}

export const uploadPart = operation<Omit<UploadPartCommandInput, 'Body'> & { Body?: Uint8Array }, object>({
	access: partAccess,
	async run(input, call) {
		const upload = requireUpload(call, input)
		const { Body = new Uint8Array(), PartNumber = 0 } = input
		const sent = await verifyChecksums(Body, input as SentChecksums)
		const part = await keepPart(call, upload, PartNumber, Body, sent)
		return { ETag: `"${part.etag}"`, ...part.checksums, ...describeEncryption(upload) }
	},
})

/** Keeps the bytes of a part; one of the same number is replaced. */
export async function keepPart(
	call: Call,
	upload: Readonly<MultipartUpload>,
	number: number,
	bytes: Uint8Array,
	sent: Readonly<Record<string, string>>,
) {
	if (number < 1 || number > PARTS) {
		const message = `Part number must be an integer between 1 and ${PARTS}, inclusive`
		throw invalidArgument(message, 'partNumber', String(number))
	}
	const checksums = await partChecksums(upload, bytes, sent)
	const part = {
		sha256: await call.blobs.put(bytes),
		size: bytes.byteLength,
		etag: await md5(bytes),
		lastModified: call.now,
		...(Object.keys(checksums).length > 0 && { checksums }),
	}
	const named = { Bucket: upload.bucket, UploadId: upload.uploadId }
	call.world.put(multipartUploads, WORLD_SCOPE, uploadDocumentId(named), {
		...upload,
		parts: { ...upload.parts, [number]: part },
	})
	return part
}

/** The checksum of a part: the one that the upload is to have, whether the client sent it or not. */
async function partChecksums(
	{ checksumAlgorithm: expected }: Readonly<MultipartUpload>,
	bytes: Uint8Array,
	sent: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
	if (expected === undefined) return sent
	const member = checksumMember(expected)
	const [given] = Object.keys(sent)
	if (given === undefined) return { [member]: await computeChecksum(member, bytes) }
	if (given === member) return sent
	const actual = given.slice('Checksum'.length).toLowerCase()
	throw invalidRequest(
		`Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual}`,
	)
}

export const abortMultipartUpload = operation<AbortMultipartUploadCommandInput, object>({
	access: ({ Bucket, Key }, call) => s3Access(call, 'AbortMultipartUpload', Bucket ?? '', Key ?? ''),
	run(input, call) {
		requireUpload(call, input)
		call.world.delete(multipartUploads, WORLD_SCOPE, uploadDocumentId(input))
		return {}
	},
})
