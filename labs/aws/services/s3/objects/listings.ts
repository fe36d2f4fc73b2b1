import type { ListObjectsCommandInput, ListObjectsV2CommandInput } from '@aws-sdk/client-s3'
import type { Access } from '../../../identity/access.ts'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { requireBucket, s3Access } from '../access/access.ts'
import { ownerId } from '../access/owner.ts'
import { currentObjects, type ObjectVersion } from '../collections.ts'
import { commonPrefix, encoder, pageSize } from '../pages.ts'
import { invalidArgument } from '../s3-error.ts'

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
	// A marker inside a common prefix is past the whole of it.
	const passed = commonPrefix(after, prefix, delimiter)
	let position = passed === undefined ? after : passed + LAST
	while (versions.length + prefixes.length <= limit) {
		const [found] = call.world.list(currentObjects, WORLD_SCOPE, {
			prefix: `${bucket}/${prefix}`,
			...(position && { after: `${bucket}/${position}` }),
			limit: 1,
		})
		if (!found) return { versions, prefixes, truncated: false, last }
		if (versions.length + prefixes.length === limit) return { versions, prefixes, truncated: limit > 0, last }
		const common = commonPrefix(found.key, prefix, delimiter)
		if (common !== undefined) {
			last = common
			prefixes.push(common)
			position = last + LAST
		} else {
			last = found.key
			versions.push(found)
			position = last
		}
	}
	return { versions, prefixes, truncated: true, last }
}

/** The access of a listing: policies may bind what it is of, and how much of it. */
export function listAccess(action: string) {
	return (
		input: { Bucket?: string; Prefix?: string; Delimiter?: string; MaxKeys?: number },
		call: Call,
	): Access => {
		const context = {
			...(input.Prefix !== undefined && { 's3:prefix': input.Prefix }),
			...(input.Delimiter !== undefined && { 's3:delimiter': input.Delimiter }),
			...(input.MaxKeys !== undefined && { 's3:max-keys': String(input.MaxKeys) }),
		}
		return s3Access(call, action, input.Bucket ?? '', undefined, context)
	}
}

/** One object of a listing. */
export function listRow(version: Readonly<ObjectVersion>, encode: (text: string) => string) {
	const [checksum] = Object.keys(version.checksums)
	return {
		Key: encode(version.key),
		LastModified: new Date(version.lastModified),
		ETag: `"${version.etag}"`,
		Size: version.size,
		StorageClass: version.storageClass ?? 'STANDARD',
		...(checksum !== undefined && {
			ChecksumAlgorithm: [checksum.slice('Checksum'.length)],
			ChecksumType: version.checksumType ?? 'FULL_OBJECT',
		}),
	}
}
export const listObjectsV2 = operation<ListObjectsV2CommandInput, object>({
	access: listAccess('ListBucket'),
	run(input, call) {
		const { Bucket = '', Prefix = '', Delimiter, ContinuationToken, StartAfter, EncodingType } = input
		const bucket = requireBucket(call, Bucket)
		const limit = pageSize(input.MaxKeys)
		const after = ContinuationToken === undefined ? (StartAfter ?? '') : decodeToken(ContinuationToken)
		const page = listPage(call, { bucket: Bucket, prefix: Prefix, delimiter: Delimiter, after, limit })
		const encode = encoder(EncodingType)
		return {
			Name: Bucket,
			Prefix: encode(Prefix),
			MaxKeys: limit,
			KeyCount: page.versions.length + page.prefixes.length,
			IsTruncated: page.truncated,
			Contents: page.versions.map((version) => ({
				...listRow(version, encode),
				...(input.FetchOwner && { Owner: { ID: ownerId(bucket.account) } }),
			})),
			CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
			...(Delimiter && { Delimiter: encode(Delimiter) }),
			...(EncodingType && { EncodingType }),
			...(ContinuationToken === undefined && StartAfter && { StartAfter: encode(StartAfter) }),
			...(ContinuationToken !== undefined && { ContinuationToken }),
			...(page.truncated && page.last && { NextContinuationToken: encodeToken(page.last) }),
		}
	},
})

export const listObjects = operation<ListObjectsCommandInput, object>({
	access: listAccess('ListBucket'),
	run({ Bucket = '', Prefix = '', Delimiter, Marker = '', MaxKeys, EncodingType }, call) {
		const bucket = requireBucket(call, Bucket)
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
				...listRow(version, encode),
				Owner: { ID: ownerId(bucket.account) },
			})),
			CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
			...(Delimiter && { Delimiter: encode(Delimiter) }),
			...(EncodingType && { EncodingType }),
			...(Delimiter && page.truncated && page.last && { NextMarker: encode(page.last) }),
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
