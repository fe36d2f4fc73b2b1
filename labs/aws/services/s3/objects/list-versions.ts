import type { ListObjectVersionsCommandInput } from '@aws-sdk/client-s3'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { requireBucket } from '../access/access.ts'
import { ownerId } from '../access/owner.ts'
import { type ObjectVersion, objectVersions, versionPrefix } from '../collections.ts'
import { encoder, pageSize, rollUp } from '../pages.ts'
import { invalidArgument } from '../s3-error.ts'
import { listAccess, listRow } from './listings.ts'
import { versionsOf } from './versions.ts'

export const listObjectVersions = operation<ListObjectVersionsCommandInput, object>({
	access: listAccess('ListBucketVersions'),
	run(input, call) {
		const { Bucket = '', Prefix = '', Delimiter, KeyMarker = '', VersionIdMarker = '', EncodingType } = input
		const bucket = requireBucket(call, Bucket)
		const limit = pageSize(input.MaxKeys)
		const encode = encoder(EncodingType)
		if (VersionIdMarker !== '' && KeyMarker === '') {
			const message = 'A version-id marker cannot be specified without a key marker.'
			throw invalidArgument(message, 'version-id-marker', VersionIdMarker)
		}
		const rest = versionsAfter(call, Bucket, Prefix, KeyMarker, VersionIdMarker)
		const page = rollUp(rest, { prefix: Prefix, delimiter: Delimiter, after: KeyMarker, limit })
		const owner = { ID: ownerId(bucket.account) }
		const row = (version: Readonly<ObjectVersion>) => ({
			Key: encode(version.key),
			VersionId: version.versionId,
			IsLatest: versionsOf(call, Bucket, version.key)[0]?.order === version.order,
			LastModified: new Date(version.lastModified),
			Owner: owner,
		})
		const { last } = page
		return {
			Name: Bucket,
			Prefix: encode(Prefix),
			MaxKeys: limit,
			IsTruncated: page.truncated,
			KeyMarker: encode(KeyMarker),
			VersionIdMarker,
			Versions: page.rows
				.filter((version) => !version.deleteMarker)
				.map((version) => ({ ...listRow(version, encode), ...row(version) })),
			DeleteMarkers: page.rows.filter((version) => version.deleteMarker).map(row),
			CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
			...(Delimiter && { Delimiter: encode(Delimiter) }),
			...(EncodingType && { EncodingType }),
			...(page.truncated && typeof last === 'string' && { NextKeyMarker: encode(last) }),
			...(page.truncated &&
				typeof last === 'object' && {
					NextKeyMarker: encode(last.key),
					NextVersionIdMarker: last.versionId,
				}),
		}
	},
})

/** The versions after a marker: later keys, and older versions of the marker's own key when it names one. */
function versionsAfter(call: Call, bucket: string, prefix: string, keyMarker: string, versionMarker: string) {
	const own = versionMarker === '' ? [] : versionsOf(call, bucket, keyMarker)
	const marker = own.findIndex(({ versionId }) => versionId === versionMarker)
	const older = marker < 0 ? [] : own.slice(marker + 1)
	const after = keyMarker === '' ? undefined : `${versionPrefix(bucket, keyMarker)}\uffff`
	const later = call.world.list(objectVersions, WORLD_SCOPE, { prefix: `${bucket}/${prefix}`, after })
	return [...older, ...later]
}
