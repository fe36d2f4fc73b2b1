import { createHash } from 'node:crypto'
import type { CompletedPart, CompleteMultipartUploadCommandInput } from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { joined } from '../../../world/slices.ts'
import { requireBucket } from '../access/access.ts'
import {
	completedUploads,
	type MultipartUpload,
	multipartUploads,
	type UploadedPart,
} from '../collections.ts'
import { openDataKey } from '../configuration/data-keys.ts'
import { describeEncryption } from '../configuration/encryption.ts'
import { expirationHeader, scheduleExpiry } from '../configuration/lifecycle-schedule.ts'
import { emitObjectEvent } from '../events.ts'
import { type ChecksumMember, checksumMember, computeChecksum } from '../objects/checksums.ts'
import { assertReplaceable } from '../objects/conditions.ts'
import { etagOf } from '../objects/put-object.ts'
import { versionIdOf } from '../objects/version-reads.ts'
import { addVersion, findVersion } from '../objects/versions.ts'
import { badDigest, conditionalConflict, invalidRequest } from '../s3-error.ts'
import { partAccess, requireUpload, uploadDocumentId } from './multipart.ts'

/** Every part but the last holds at least this many bytes. */
const PART_BYTES = 5 * 1024 * 1024

type ChosenPart = Readonly<UploadedPart> & { number: number }

export const completeMultipartUpload = operation<CompleteMultipartUploadCommandInput, object>({
	access: partAccess,
	async run(input, call) {
		const before = call.world.get(completedUploads, WORLD_SCOPE, uploadDocumentId(input))
		if (before && before.key === input.Key) return before.answer
		const upload = requireUpload(call, input)
		const bucket = requireBucket(call, upload.bucket)
		await openDataKey(call, bucket, upload)
		const parts = chosenParts(upload, input)
		assertUnchanged(call, upload, input)
		const bytes = await joined(await Promise.all(parts.map((part) => call.blobs.get(part.sha256))))
		assertSize(input.MpuObjectSize, bytes.byteLength)
		const { contentType, headers, metadata, storageClass, encryption, tags, grants, lock } = upload
		const version = addVersion(call, bucket, {
			...{ contentType, headers, metadata },
			...(storageClass && { storageClass }),
			...(encryption && { encryption }),
			...(tags && { tags }),
			...(grants && { grants }),
			...(lock && { lock }),
			key: upload.key,
			deleteMarker: false,
			sha256: await call.blobs.put(bytes),
			size: bytes.byteLength,
			etag: etagOfParts(call, parts, upload),
			parts: parts.map(({ number, size, checksums }) => ({ number, size, ...(checksums && { checksums }) })),
			...(await checksumsOf(upload, parts, bytes, input)),
		})
		call.world.delete(multipartUploads, WORLD_SCOPE, uploadDocumentId(input))
		scheduleExpiry(call, bucket, version)
		emitObjectEvent(call, bucket, 'Object Created', version, { reason: 'CompleteMultipartUpload' })
		const checked = Object.keys(version.checksums).length > 0
		const answer = {
			Location: `http://${upload.bucket}.s3.amazonaws.com/${encodeURIComponent(upload.key)}`,
			Bucket: upload.bucket,
			Key: upload.key,
			ETag: `"${version.etag}"`,
			...version.checksums,
			...(checked && { ChecksumType: version.checksumType ?? 'FULL_OBJECT' }),
			...versionIdOf(version),
			...describeEncryption(version),
			...expirationHeader(call, version),
		}
		call.world.put(completedUploads, WORLD_SCOPE, uploadDocumentId(input), { key: upload.key, answer })
		return answer
	},
})

/** The parts that the client lists, which must be there, in order, and large enough. */
function chosenParts(
	upload: Readonly<MultipartUpload>,
	input: CompleteMultipartUploadCommandInput,
): Array<ChosenPart> {
	const listed = input.MultipartUpload?.Parts ?? []
	if (listed.length === 0) throw invalidRequest('You must specify at least one part')
	const numbers = listed.map(({ PartNumber = 0 }) => PartNumber)
	if (numbers.some((number, index) => number <= (numbers[index - 1] ?? 0))) throw wrongOrder()
	return listed.map((one, index) => {
		const { PartNumber: number = 0 } = one
		const part = upload.parts[String(number)]
		if (!part || !isSame(part, one)) throw invalidPart(upload, one)
		assertChecksumsGiven(upload, one)
		if (index < listed.length - 1 && part.size < PART_BYTES) {
			const message = 'Your proposed upload is smaller than the minimum allowed size'
			throw new AwsError('EntityTooSmall', message, 400, {
				ETag: part.etag,
				PartNumber: number,
				ProposedSize: part.size,
				MinSizeAllowed: PART_BYTES,
			})
		}
		return { ...part, number }
	})
}

function isSame(
	part: Readonly<UploadedPart>,
	{ ETag = '', PartNumber: _, ...checksums }: CompletedPart,
): boolean {
	if (part.etag !== ETag.replaceAll('"', '')) return false
	return Object.entries(checksums).every(([name, value]) => part.checksums?.[name] === value)
}

function wrongOrder(): AwsError {
	return new AwsError(
		'InvalidPartOrder',
		'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
		400,
	)
}

function invalidPart(
	{ uploadId }: Readonly<MultipartUpload>,
	{ ETag = '', PartNumber }: CompletedPart,
): AwsError {
	return new AwsError(
		'InvalidPart',
		"One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
		400,
		{ UploadId: uploadId, PartNumber, ETag: ETag.replaceAll('"', '') },
	)
}

/** A checksum made of the parts' own is only given to who lists them. */
function assertChecksumsGiven(
	{ checksumAlgorithm, checksumType }: Readonly<MultipartUpload>,
	part: CompletedPart,
) {
	if (checksumAlgorithm === undefined || checksumType !== 'COMPOSITE') return
	if (part[checksumMember(checksumAlgorithm)] !== undefined) return
	throw invalidRequest(
		`The upload was created using a ${checksumAlgorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.PartNumber} in the request.`,
	)
}

/** Conditions hold for what is there now, and nothing may have been written since the upload began. */
function assertUnchanged(
	call: Call,
	{ bucket, key, startedAfter, deletedMeanwhile }: Readonly<MultipartUpload>,
	{ IfMatch, IfNoneMatch }: CompleteMultipartUploadCommandInput,
): void {
	const current = findVersion(call, bucket, key)
	assertReplaceable({ IfMatch, IfNoneMatch }, key, current)
	if (IfNoneMatch !== undefined && deletedMeanwhile) throw conditionalConflict('If-None-Match', key)
	if (IfMatch === undefined || !current || startedAfter === undefined || current.order <= startedAfter) return
	throw conditionalConflict('If-Match', key)
}

function assertSize(declared: number | undefined, size: number): void {
	if (declared === undefined || Number(declared) === size) return
	throw invalidRequest(
		`The provided 'x-amz-mp-object-size' header value ${declared} does not match what was computed: ${size}`,
	)
}

function etagOfParts(
	call: Call,
	parts: ReadonlyArray<ChosenPart>,
	{ encryption }: Readonly<MultipartUpload>,
): string {
	const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex')))
	return `${etagOf(call, createHash('md5').update(digests).digest('hex'), encryption)}-${parts.length}`
}

/** The object's checksum: of the parts' checksums, with their number, or of the whole. */
async function checksumsOf(
	{ checksumAlgorithm, checksumType }: Readonly<MultipartUpload>,
	parts: ReadonlyArray<ChosenPart>,
	bytes: Uint8Array,
	input: CompleteMultipartUploadCommandInput,
) {
	if (checksumAlgorithm === undefined) return { checksums: {} }
	const member = checksumMember(checksumAlgorithm)
	if (input.ChecksumType !== undefined && input.ChecksumType !== checksumType) {
		throw invalidRequest(
			`The upload was created using the ${checksumType} checksum mode. The complete request must use the same checksum mode.`,
		)
	}
	const whole = checksumType === 'FULL_OBJECT'
	const value = await (whole ? computeChecksum(member, bytes) : compositeChecksum(member, parts))
	const given = input[member]
	if (given !== undefined && given.replace(/-\d+$/, '') !== value.replace(/-\d+$/, ''))
		throw badDigest(
			`The ${checksumAlgorithm.toLowerCase()} you specified did not match the calculated checksum.`,
		)
	return { checksums: { [member]: value }, ...(!whole && { checksumType: 'COMPOSITE' as const }) }
}

async function compositeChecksum(member: ChecksumMember, parts: ReadonlyArray<ChosenPart>): Promise<string> {
	const raw = Buffer.concat(parts.map(({ checksums }) => Buffer.from(checksums?.[member] ?? '', 'base64')))
	return `${await computeChecksum(member, raw)}-${parts.length}`
}
