import type { GetObjectCommandInput, HeadObjectCommandInput } from '@aws-sdk/client-s3'
import { type Call, operation } from '../../../service.ts'
import { objectAccess, requireBucket } from '../access/access.ts'
import type { Bucket, ObjectVersion } from '../collections.ts'
import { openDataKey } from '../configuration/data-keys.ts'
import { describeEncryption } from '../configuration/encryption.ts'
import { expirationHeader } from '../configuration/lifecycle-schedule.ts'
import { describeLock } from '../lock/object-lock.ts'
import { invalidArgument, invalidRequest } from '../s3-error.ts'
import { checksumsToShow } from './checksums.ts'
import { assertReadable } from './conditions.ts'
import { rangeOfPart } from './object-parts.ts'
import { type ByteRange, byteRange } from './range.ts'
import { readableVersion, versionIdOf } from './version-reads.ts'

export const getObject = operation<GetObjectCommandInput, object>({
	access: objectAccess('GetObject', 'GetObjectVersion'),
	async run(input, call) {
		assertSigned(call, input)
		const found = await read(call, input, 'GET')
		const whole = await call.blobs.get(found.version.sha256)
		const { range } = found
		return {
			...found.headers,
			...responseOverrides(input),
			Body: range ? whole.subarray(range.start, range.end + 1) : whole,
		}
	},
})

export const headObject = operation<HeadObjectCommandInput, object>({
	access: objectAccess('GetObject', 'GetObjectVersion'),
	async run(input, call) {
		assertSigned(call, input)
		const { headers } = await read(call, input, 'HEAD')
		return { ...headers, ...responseOverrides(input) }
	},
})

/** What GET and HEAD have in common: the version, the part of it that is meant, the headers. */
async function read(call: Call, input: GetObjectCommandInput, method: string) {
	const bucket = requireBucket(call, input.Bucket ?? '')
	const version = readableVersion(call, input, method)
	assertReadable(input, version, call.now)
	assertDecryptable(call, input, version)
	await openDataKey(call, bucket, version)
	const range = rangeOf(input, version)
	const length = range ? range.end - range.start + 1 : version.size
	return { version, range, headers: await headersOf(call, bucket, version, input, range, length) }
}

function rangeOf(input: GetObjectCommandInput, version: Readonly<ObjectVersion>): ByteRange | undefined {
	if (input.PartNumber === undefined) return byteRange(input.Range, version.size)
	if (input.Range !== undefined)
		throw invalidRequest('Cannot specify both Range header and partNumber query parameter')
	return rangeOfPart(version, input.PartNumber)
}

async function headersOf(
	call: Call,
	bucket: Readonly<Bucket>,
	version: Readonly<ObjectVersion>,
	input: GetObjectCommandInput,
	range: ByteRange | undefined,
	length: number,
): Promise<object> {
	const { Expires, ...headers } = version.headers
	const isPart = input.PartNumber !== undefined && version.checksumType === 'COMPOSITE'
	const wantsChecksum = input.ChecksumMode === 'ENABLED' && (isPart || length === version.size)
	const tags = Object.keys(version.tags ?? {}).length
	return {
		AcceptRanges: 'bytes',
		ETag: `"${version.etag}"`,
		LastModified: new Date(version.lastModified),
		ContentType: version.contentType,
		ContentLength: length,
		Metadata: version.metadata,
		...describeEncryption(version),
		...describeLock(version),
		...headers,
		...(Expires !== undefined && { Expires: new Date(Expires) }),
		...(version.storageClass && { StorageClass: version.storageClass }),
		...(tags > 0 && { TagCount: tags }),
		...versionIdOf(version, bucket),
		...(range && { ContentRange: `bytes ${range.start}-${range.end}/${version.size}` }),
		...(input.PartNumber !== undefined && version.parts && { PartsCount: version.parts.length }),
		...(wantsChecksum && (await checksumsToShow(call, version, isPart ? input.PartNumber : undefined))),
		...(input.VersionId === undefined && expirationHeader(call, version)),
	}
}

const OVERRIDES = {
	CacheControl: 'ResponseCacheControl',
	ContentDisposition: 'ResponseContentDisposition',
	ContentEncoding: 'ResponseContentEncoding',
	ContentLanguage: 'ResponseContentLanguage',
	ContentType: 'ResponseContentType',
	Expires: 'ResponseExpires',
} as const

function responseOverrides(input: GetObjectCommandInput): object {
	const asked = Object.entries(OVERRIDES).map(([header, member]) => [header, input[member]])
	return Object.fromEntries(asked.filter(([, value]) => value !== undefined))
}

/** Who does not sign cannot choose the headers of an answer. */
function assertSigned({ principal }: Call, input: GetObjectCommandInput): void {
	if (principal.type !== 'anonymous' || Object.keys(responseOverrides(input)).length === 0) return
	throw invalidRequest('Request specific response headers cannot be used for anonymous GET requests.')
}

function assertDecryptable(
	{ principal }: Call,
	input: GetObjectCommandInput,
	version: Readonly<ObjectVersion>,
): void {
	if (input.SSECustomerAlgorithm ?? input.SSECustomerKey) {
		throw invalidRequest('The encryption parameters are not applicable to this object.')
	}
	if (principal.type !== 'anonymous' || !version.encryption) return
	const message =
		'Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.'
	throw invalidArgument(message, 'Authorization', 'null')
}
