import { unescape as percentDecode } from 'node:querystring'
import type {
	CopyObjectCommandInput,
	GetObjectCommandInput,
	HeadObjectCommandInput,
	PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { requireBucket, s3Access } from './access.ts'
import { md5, type SentChecksums, verifyChecksums } from './checksums.ts'
import type { ObjectVersion, StoredHeaders } from './collections.ts'
import { byteRange } from './range.ts'
import {
	invalidArgument,
	methodNotAllowedOnMarker,
	noSuchKey,
	noSuchVersion,
	notFound,
	preconditionFailed,
} from './s3-error.ts'
import { assertEmulatedStorage } from './storage.ts'
import { addVersion, findVersion } from './versions.ts'

/** Inside the emulator a body is its bytes, whatever the SDK's clients stream. */
type WithBytes<T> = Omit<T, 'Body'> & { Body?: Uint8Array }

export type PutObjectInput = WithBytes<PutObjectCommandInput>

const DEFAULT_CONTENT_TYPE = 'binary/octet-stream'

export const putObject = operation<PutObjectInput, object>({
	access: ({ Bucket, Key }, call) => s3Access(call, 'PutObject', Bucket ?? '', Key ?? ''),
	async run(input, call) {
		const { Bucket = '', Key = '', Body = new Uint8Array() } = input
		const bucket = requireBucket(call, Bucket)
		if (Buffer.byteLength(Key) > 1024) {
			throw new AwsError('KeyTooLongError', 'Your key is too long', 400, { MaxSizeAllowed: 1024 })
		}
		assertEmulatedStorage(input)
		const checksums = verifyChecksums(Body, input as SentChecksums)
		assertWritable(input, findVersion(call, Bucket, Key))
		const version = addVersion(call, bucket, {
			key: Key,
			deleteMarker: false,
			sha256: await call.blobs.put(Body),
			size: Body.byteLength,
			etag: md5(Body),
			contentType: input.ContentType ?? DEFAULT_CONTENT_TYPE,
			headers: storedHeaders(input),
			metadata: input.Metadata ?? {},
			checksums,
		})
		return {
			ETag: `"${version.etag}"`,
			...versionIdOf(version),
			...checksums,
			ServerSideEncryption: 'AES256',
		}
	},
})

export const getObject = operation<GetObjectCommandInput, object>({
	access: readAccess,
	async run(input, call) {
		const version = readVersion(call, input)
		assertReadable(input, version)
		const whole = await call.blobs.get(version.sha256)
		const range = byteRange(input.Range, version.size)
		const body = range ? whole.subarray(range.start, range.end + 1) : whole
		return {
			...objectHeaders(version, input.ChecksumMode === 'ENABLED' && !range),
			...responseOverrides(input),
			Body: body,
			ContentLength: body.byteLength,
			...(range && { ContentRange: `bytes ${range.start}-${range.end}/${version.size}` }),
		}
	},
})

export const headObject = operation<HeadObjectCommandInput, object>({
	access: readAccess,
	run(input, call) {
		const version = readVersion(call, input, true)
		assertReadable(input, version)
		return { ...objectHeaders(version, input.ChecksumMode === 'ENABLED'), ContentLength: version.size }
	},
})

export const copyObject = operation<CopyObjectCommandInput, object>({
	access({ Bucket, Key, CopySource }, call) {
		const source = parseCopySource(CopySource)
		const read = source.versionId ? 'GetObjectVersion' : 'GetObject'
		return [
			s3Access(call, read, source.bucket, source.key),
			s3Access(call, 'PutObject', Bucket ?? '', Key ?? ''),
		]
	},
	run(input, call) {
		const bucket = requireBucket(call, input.Bucket ?? '')
		assertEmulatedStorage(input)
		const source = parseCopySource(input.CopySource)
		const from = readVersion(call, { Bucket: source.bucket, Key: source.key, VersionId: source.versionId })
		const replace = input.MetadataDirective === 'REPLACE'
		const onItself = source.bucket === bucket.name && source.key === input.Key && !source.versionId
		if (onItself && !replace) {
			throw new AwsError(
				'InvalidRequest',
				"This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
				400,
			)
		}
		const version = addVersion(call, bucket, {
			...from,
			key: input.Key ?? '',
			...(replace && {
				contentType: input.ContentType ?? DEFAULT_CONTENT_TYPE,
				headers: storedHeaders(input),
				metadata: input.Metadata ?? {},
			}),
		})
		return {
			CopyObjectResult: { ETag: `"${version.etag}"`, LastModified: new Date(version.lastModified) },
			...versionIdOf(version),
			...(from.versionId !== 'null' && { CopySourceVersionId: from.versionId }),
		}
	},
})

function readAccess({ Bucket, Key, VersionId }: GetObjectCommandInput, call: Call) {
	return s3Access(call, VersionId ? 'GetObjectVersion' : 'GetObject', Bucket ?? '', Key ?? '')
}

/** The version that a read means. Who may not list the bucket is not told that a key is missing. */
function readVersion(call: Call, input: GetObjectCommandInput, head = false): Readonly<ObjectVersion> {
	const { Bucket = '', Key = '', VersionId } = input
	requireBucket(call, Bucket)
	const version = findVersion(call, Bucket, Key, VersionId)
	if (version && !version.deleteMarker) return version
	if (!call.decide(s3Access(call, 'ListBucket', Bucket)).allowed) {
		throw new AwsError('AccessDenied', 'Access Denied', 403)
	}
	if (head) throw notFound()
	if (version && VersionId) throw methodNotAllowedOnMarker()
	throw VersionId ? noSuchVersion(Key, VersionId) : noSuchKey(Key)
}

function parseCopySource(source = ''): { bucket: string; key: string; versionId?: string } {
	const [path = '', query] = source.replace(/^\//, '').split('?')
	const decoded = percentDecode(path)
	const slash = decoded.indexOf('/')
	if (slash < 1) throw invalidArgument('Invalid copy source object key', 'x-amz-copy-source', source)
	const versionId = new URLSearchParams(query).get('versionId') ?? undefined
	return { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1), versionId }
}

function assertWritable(input: PutObjectInput, existing?: Readonly<ObjectVersion>): void {
	const present = existing && !existing.deleteMarker ? existing : undefined
	if (input.IfNoneMatch === '*' && present) throw preconditionFailed('If-None-Match')
	if (input.IfMatch && unquote(input.IfMatch) !== present?.etag) throw preconditionFailed('If-Match')
}

function assertReadable(input: GetObjectCommandInput, version: Readonly<ObjectVersion>): void {
	if (input.IfMatch && unquote(input.IfMatch) !== version.etag) throw preconditionFailed('If-Match')
	const unmodifiedSince = input.IfUnmodifiedSince?.getTime()
	if (!input.IfMatch && unmodifiedSince !== undefined && version.lastModified > unmodifiedSince + 999) {
		throw preconditionFailed('If-Unmodified-Since')
	}
	const modifiedSince = input.IfModifiedSince?.getTime()
	const same = input.IfNoneMatch
		? unquote(input.IfNoneMatch) === version.etag
		: modifiedSince !== undefined && version.lastModified <= modifiedSince + 999
	if (same) throw new AwsError('NotModified', 'Not Modified', 304)
}

function unquote(etag: string): string {
	return etag.replace(/^"|"$/g, '')
}

/** The headers of an object, as GET and HEAD answer them. */
function objectHeaders(version: Readonly<ObjectVersion>, withChecksums: boolean): object {
	return {
		AcceptRanges: 'bytes',
		ETag: `"${version.etag}"`,
		LastModified: new Date(version.lastModified),
		ContentType: version.contentType,
		Metadata: version.metadata,
		ServerSideEncryption: 'AES256',
		...version.headers,
		...versionIdOf(version),
		...(withChecksums && version.checksums),
	}
}

function responseOverrides(input: GetObjectCommandInput): object {
	const overrides = {
		CacheControl: input.ResponseCacheControl,
		ContentDisposition: input.ResponseContentDisposition,
		ContentEncoding: input.ResponseContentEncoding,
		ContentLanguage: input.ResponseContentLanguage,
		ContentType: input.ResponseContentType,
	}
	return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined))
}

function versionIdOf(version: Readonly<ObjectVersion>): { VersionId?: string } {
	return version.versionId === 'null' ? {} : { VersionId: version.versionId }
}

/** The system metadata to keep of an input. */
export function storedHeaders(input: StoredHeaders): StoredHeaders {
	const { CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, WebsiteRedirectLocation } =
		input
	const headers = {
		CacheControl,
		ContentDisposition,
		ContentEncoding,
		ContentLanguage,
		WebsiteRedirectLocation,
	}
	return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
}
