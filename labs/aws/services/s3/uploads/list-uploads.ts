import type { ListMultipartUploadsCommandInput, ListPartsCommandInput } from '@aws-sdk/client-s3'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { requireBucket, s3Access } from '../access/access.ts'
import { ownerId } from '../access/owner.ts'
import { type MultipartUpload, multipartUploads } from '../collections.ts'
import { listAccess } from '../objects/listings.ts'
import { pageOfParts } from '../objects/object-parts.ts'
import { assertCount, encoder, pageSize, rollUp } from '../pages.ts'
import { invalidArgument } from '../s3-error.ts'
import { describeChecksums, requireUpload } from './multipart.ts'

export const listMultipartUploads = operation<ListMultipartUploadsCommandInput, object>({
	access: listAccess('ListBucketMultipartUploads'),
	run(input, call) {
		const { Bucket = '', Prefix = '', Delimiter, KeyMarker = '', EncodingType } = input
		const bucket = requireBucket(call, Bucket)
		const limit = pageSize(input.MaxUploads, 'max-uploads')
		const encode = encoder(EncodingType)
		// Without a key, the marker of an upload is as if it were not there.
		const uploadMarker = KeyMarker === '' ? '' : (input.UploadIdMarker ?? '')
		const rest = uploadsAfter(call, Bucket, KeyMarker, uploadMarker)
		const page = rollUp(rest, { prefix: Prefix, delimiter: Delimiter, after: KeyMarker, limit })
		const user = { ID: ownerId(bucket.account) }
		const last = typeof page.last === 'object' ? page.last : undefined
		return {
			Bucket,
			KeyMarker: encode(KeyMarker),
			UploadIdMarker: uploadMarker,
			NextKeyMarker: encode(last?.key ?? (page.truncated ? String(page.last ?? '') : '')),
			NextUploadIdMarker: last?.uploadId ?? '',
			MaxUploads: limit,
			IsTruncated: page.truncated,
			Uploads: page.rows.map((upload) => ({
				UploadId: upload.uploadId,
				Key: encode(upload.key),
				Initiated: new Date(upload.initiatedAt),
				StorageClass: upload.storageClass ?? 'STANDARD',
				Owner: user,
				Initiator: user,
				...describeChecksums(upload),
			})),
			CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
			...(Prefix && { Prefix: encode(Prefix) }),
			...(Delimiter && { Delimiter: encode(Delimiter) }),
			...(EncodingType && { EncodingType }),
		}
	},
})

/** Uploads sorted by key, then by age, from after the markers on. */
function uploadsAfter(call: Call, bucket: string, keyMarker: string, uploadMarker: string) {
	const all = call.world
		.list(multipartUploads, WORLD_SCOPE, { prefix: `${bucket}/` })
		.toSorted((a, b) => compare(a.key, b.key) || a.initiatedAt - b.initiatedAt || age(a, b))
	if (uploadMarker === '') return all.filter(({ key }) => keyMarker === '' || key > keyMarker)
	const marker = all.findIndex(({ key, uploadId }) => key === keyMarker && uploadId === uploadMarker)
	if (marker < 0) throw invalidArgument('Invalid uploadId marker', 'upload-id-marker', uploadMarker)
	return all.slice(marker + 1)
}

/** Uploads that began in the same millisecond keep an order all the same. */
function age(a: Readonly<MultipartUpload>, b: Readonly<MultipartUpload>): number {
	return compare(a.uploadId, b.uploadId)
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0
}

export const listParts = operation<ListPartsCommandInput, object>({
	access: ({ Bucket, Key }, call) => s3Access(call, 'ListMultipartUploadParts', Bucket ?? '', Key ?? ''),
	run(input, call) {
		const upload = requireUpload(call, input)
		const after = Number(input.PartNumberMarker ?? 0)
		const limit = pageSize(input.MaxParts, 'max-parts')
		assertCount(after, 'part-number-marker')
		const parts = Object.entries(upload.parts).map(([number, part]) => ({ ...part, number: Number(number) }))
		const page = pageOfParts(parts, after, limit)
		const user = { ID: ownerId(requireBucket(call, upload.bucket).account) }
		return {
			Bucket: upload.bucket,
			Key: upload.key,
			UploadId: upload.uploadId,
			Initiator: user,
			Owner: user,
			PartNumberMarker: after,
			NextPartNumberMarker: page.last,
			MaxParts: limit,
			IsTruncated: page.truncated,
			StorageClass: upload.storageClass ?? 'STANDARD',
			...describeChecksums(upload),
			Parts: page.parts.map(({ number, size, checksums }) => ({
				PartNumber: number,
				ETag: `"${upload.parts[String(number)]?.etag}"`,
				Size: size,
				LastModified: new Date(upload.parts[String(number)]?.lastModified ?? 0),
				...checksums,
			})),
		}
	},
})
