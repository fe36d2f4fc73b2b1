import type {
	ListObjectsCommandInput,
	ListObjectsV2CommandInput,
	ListObjectVersionsCommandInput,
} from '@aws-sdk/client-s3'
import { WORLD_SCOPE } from '../../kernel.ts'
import { type Call, operation } from '../../service.ts'
import { requireBucket, s3Access } from './access.ts'
import { ownerId } from './buckets.ts'
import { currentObjects, type ObjectVersion, objectVersions } from './collections.ts'
import { invalidArgument } from './s3-error.ts'

/** Rows of one answer, at most. */
const PAGE = 1000
/** Sorts after every key that starts with what stands before it. */
const LAST = '\uffff'

interface Page {
	versions: Array<Readonly<ObjectVersion>>
	prefixes: Array<string>
	truncated: boolean
	/** Where the next page goes on: the last key or common prefix of this one. */
	last?: string
}

interface PageRequest {
	bucket: string
	prefix: string
	delimiter: string | undefined
	/** Only keys after this one; a common prefix of an earlier page is skipped whole. */
	after: string
	limit: number
}

/** One page of current objects, keys with the same start up to the delimiter rolled up. */
function listPage(call: Call, { bucket, prefix, delimiter, after, limit }: PageRequest): Page {
	const versions: Array<Readonly<ObjectVersion>> = []
	const prefixes: Array<string> = []
	let last = after
	let position = delimiter && after.endsWith(delimiter) ? after + LAST : after
	while (versions.length + prefixes.length <= limit) {
		const [found] = call.world.list(currentObjects, WORLD_SCOPE, {
			prefix: `${bucket}/${prefix}`,
			...(position && { after: `${bucket}/${position}` }),
			limit: 1,
		})
		if (!found) return { versions, prefixes, truncated: false, last }
		if (versions.length + prefixes.length === limit) return { versions, prefixes, truncated: limit > 0, last }
		const cut = delimiter ? found.key.indexOf(delimiter, prefix.length) : -1
		if (delimiter && cut >= 0) {
			last = found.key.slice(0, cut + delimiter.length)
			prefixes.push(last)
			position = last + LAST
		} else {
			last = found.key
			versions.push(found)
			position = last
		}
	}
	return { versions, prefixes, truncated: true, last }
}

function pageSize(maxKeys = PAGE): number {
	if (maxKeys < 0) throw invalidArgument('maxKeys cannot be negative', 'max-keys', String(maxKeys))
	return Math.min(maxKeys, PAGE)
}

/** Keys and prefixes as the client asked to have them: percent-encoded, or as they are. */
function encoder(encodingType: string | undefined): (text: string) => string {
	return encodingType === 'url' ? (text) => encodeURIComponent(text).replaceAll('%2F', '/') : (text) => text
}

function row(version: Readonly<ObjectVersion>, encode: (text: string) => string) {
	return {
		Key: encode(version.key),
		LastModified: new Date(version.lastModified),
		ETag: `"${version.etag}"`,
		Size: version.size,
		StorageClass: 'STANDARD' as const,
	}
}

export const listObjectsV2 = operation<ListObjectsV2CommandInput, object>({
	access: ({ Bucket }, call) => s3Access(call, 'ListBucket', Bucket ?? ''),
	run(input, call) {
		const { Bucket = '', Prefix = '', Delimiter, ContinuationToken, StartAfter, EncodingType } = input
		requireBucket(call, Bucket)
		const limit = pageSize(input.MaxKeys)
		const after = ContinuationToken ? decodeToken(ContinuationToken) : (StartAfter ?? '')
		const page = listPage(call, { bucket: Bucket, prefix: Prefix, delimiter: Delimiter, after, limit })
		const encode = encoder(EncodingType)
		return {
			Name: Bucket,
			Prefix: encode(Prefix),
			MaxKeys: limit,
			KeyCount: page.versions.length + page.prefixes.length,
			IsTruncated: page.truncated,
			Contents: page.versions.map((version) => row(version, encode)),
			CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
			...(Delimiter && { Delimiter: encode(Delimiter) }),
			...(EncodingType && { EncodingType }),
			...(StartAfter && { StartAfter: encode(StartAfter) }),
			...(ContinuationToken && { ContinuationToken }),
			...(page.truncated && page.last && { NextContinuationToken: encodeToken(page.last) }),
		}
	},
})

export const listObjects = operation<ListObjectsCommandInput, object>({
	access: ({ Bucket }, call) => s3Access(call, 'ListBucket', Bucket ?? ''),
	run({ Bucket = '', Prefix = '', Delimiter, Marker = '', MaxKeys, EncodingType }, call) {
		requireBucket(call, Bucket)
		const limit = pageSize(MaxKeys)
		const page = listPage(call, {
			bucket: Bucket,
			prefix: Prefix,
			delimiter: Delimiter,
			after: Marker,
			limit,
		})
		const encode = encoder(EncodingType)
		return {
			Name: Bucket,
			Prefix: encode(Prefix),
			Marker: encode(Marker),
			MaxKeys: limit,
			IsTruncated: page.truncated,
			Contents: page.versions.map((version) => ({
				...row(version, encode),
				Owner: { ID: ownerId(call.scope.account) },
			})),
			CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
			...(Delimiter && { Delimiter: encode(Delimiter) }),
			...(EncodingType && { EncodingType }),
			...(Delimiter && page.truncated && page.last && { NextMarker: encode(page.last) }),
		}
	},
})

export const listObjectVersions = operation<ListObjectVersionsCommandInput, object>({
	access: ({ Bucket }, call) => s3Access(call, 'ListBucketVersions', Bucket ?? ''),
	run(input, call) {
		const { Bucket = '', Prefix = '', Delimiter, KeyMarker, VersionIdMarker, EncodingType } = input
		requireBucket(call, Bucket)
		const limit = pageSize(input.MaxKeys)
		const encode = encoder(EncodingType)
		const all = call.world.list(objectVersions, WORLD_SCOPE, { prefix: `${Bucket}/${Prefix}` })
		const latest = new Map<string, string>()
		for (const version of all) {
			if (!latest.has(version.key)) latest.set(version.key, version.versionId)
		}
		const cutOf = ({ key }: ObjectVersion) => (Delimiter ? key.indexOf(Delimiter, Prefix.length) : -1)
		const marker = all.findIndex((one) => one.key === KeyMarker && one.versionId === VersionIdMarker)
		const rest = all.filter((version, index) => {
			if (KeyMarker === undefined) return true
			return marker >= 0 ? index > marker : version.key > KeyMarker
		})
		const plain = rest.filter((version) => cutOf(version) < 0)
		const page = plain.slice(0, limit)
		const truncated = plain.length > page.length
		const prefixes = new Set(
			rest
				.filter((version) => cutOf(version) >= 0)
				.map((version) => version.key.slice(0, cutOf(version) + 1)),
		)
		const owner = { ID: ownerId(call.scope.account) }
		const common = (version: Readonly<ObjectVersion>) => ({
			Key: encode(version.key),
			VersionId: version.versionId,
			IsLatest: latest.get(version.key) === version.versionId,
			LastModified: new Date(version.lastModified),
			Owner: owner,
		})
		const last = page.at(-1)
		return {
			Name: Bucket,
			Prefix: encode(Prefix),
			MaxKeys: limit,
			IsTruncated: truncated,
			KeyMarker: encode(KeyMarker ?? ''),
			VersionIdMarker: VersionIdMarker ?? '',
			Versions: page
				.filter((version) => !version.deleteMarker)
				.map((version) => ({ ...row(version, encode), ...common(version) })),
			DeleteMarkers: page.filter((version) => version.deleteMarker).map(common),
			CommonPrefixes: [...prefixes].map((prefix) => ({ Prefix: encode(prefix) })),
			...(Delimiter && { Delimiter: encode(Delimiter) }),
			...(EncodingType && { EncodingType }),
			...(truncated && last && { NextKeyMarker: encode(last.key), NextVersionIdMarker: last.versionId }),
		}
	},
})

function encodeToken(key: string): string {
	return Buffer.from(key).toString('base64url')
}

function decodeToken(token: string): string {
	const key = Buffer.from(token, 'base64url').toString()
	if (encodeToken(key) === token && key !== '') return key
	throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token)
}
