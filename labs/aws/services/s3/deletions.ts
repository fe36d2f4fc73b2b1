import type { DeleteObjectCommandInput, DeleteObjectsCommandInput } from '@aws-sdk/client-s3'
import { AwsError } from '../../aws-error.ts'
import { blobName } from '../../blobs.ts'
import { type Call, operation } from '../../service.ts'
import { requireBucket, s3Access } from './access.ts'
import { addVersion, findVersion, removeVersion } from './versions.ts'

/** Keys in one DeleteObjects request. */
const KEYS_AT_MOST = 1000
const EMPTY = blobName(new Uint8Array())

interface Deletion {
	VersionId?: string
	DeleteMarker?: boolean
}

export const deleteObject = operation<DeleteObjectCommandInput, Deletion>({
	access: ({ Bucket, Key, VersionId }, call) => deleteAccess(call, Bucket, Key, VersionId),
	run: ({ Bucket = '', Key = '', VersionId }, call) => deleteOne(call, Bucket, Key, VersionId),
})

export const deleteObjects = operation<DeleteObjectsCommandInput, object>({
	// Each key is authorized by itself: a refusal is a row of the answer.
	run({ Bucket = '', Delete }, call) {
		requireBucket(call, Bucket)
		const objects = Delete?.Objects ?? []
		if (objects.length > KEYS_AT_MOST) {
			throw new AwsError(
				'MalformedXML',
				'The XML you provided was not well-formed or did not validate against our published schema',
				400,
			)
		}
		const deleted: Array<object> = []
		const errors: Array<object> = []
		for (const { Key = '', VersionId } of objects) {
			if (!call.decide(deleteAccess(call, Bucket, Key, VersionId)).allowed) {
				errors.push({ Key, VersionId, Code: 'AccessDenied', Message: 'Access Denied' })
				continue
			}
			const outcome = deleteOne(call, Bucket, Key, VersionId)
			const marker = outcome.DeleteMarker && { DeleteMarker: true, DeleteMarkerVersionId: outcome.VersionId }
			deleted.push({ Key, ...(VersionId && { VersionId }), ...marker })
		}
		return { ...(!Delete?.Quiet && { Deleted: deleted }), ...(errors.length > 0 && { Errors: errors }) }
	},
})

function deleteAccess(call: Call, bucket = '', key = '', versionId?: string) {
	return s3Access(call, versionId ? 'DeleteObjectVersion' : 'DeleteObject', bucket, key)
}

/** Deletes as S3 does: a version for good, or the key behind a marker; a missing key is no error. */
function deleteOne(call: Call, bucketName: string, key: string, versionId?: string): Deletion {
	const bucket = requireBucket(call, bucketName)
	const found = findVersion(call, bucketName, key, versionId)
	if (versionId || !bucket.versioning) {
		if (found) removeVersion(call, found)
		return { ...(versionId && { VersionId: versionId }), ...(found?.deleteMarker && { DeleteMarker: true }) }
	}
	const marker = addVersion(call, bucket, {
		key,
		deleteMarker: true,
		sha256: EMPTY,
		size: 0,
		etag: '',
		contentType: '',
		headers: {},
		metadata: {},
		checksums: {},
	})
	return { DeleteMarker: true, VersionId: marker.versionId }
}
