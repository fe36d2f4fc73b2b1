import type { DeleteObjectCommandInput, DeleteObjectsCommandInput } from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { Pacer } from '../../../world/pacer.ts'
import { objectAccess, requireBucket } from '../access/access.ts'
import { type MultipartUpload, multipartUploads } from '../collections.ts'
import { scheduleExpiry } from '../configuration/lifecycle-schedule.ts'
import { emitObjectEvent } from '../events.ts'
import { assertBypassMakesSense, isLocked, lockedRefusal, mayBypass } from '../lock/object-lock.ts'
import { malformedXml, noSuchKey } from '../s3-error.ts'
import { uploadDocumentId } from '../uploads/multipart.ts'
import { assertReplaceable } from './conditions.ts'
import { assertVersionId } from './version-reads.ts'
import { addDeleteMarker, findVersion, removeVersion } from './versions.ts'

/** Keys in one DeleteObjects request. */
const KEYS_AT_MOST = 1000

interface Target {
	Bucket?: string
	Key?: string
	VersionId?: string
	IfMatch?: string
	IfMatchLastModifiedTime?: Date
	IfMatchSize?: number
	BypassGovernanceRetention?: boolean
}

interface Deletion {
	VersionId?: string
	DeleteMarker?: boolean
}

const deleteAccess = objectAccess('DeleteObject', 'DeleteObjectVersion')

export const deleteObject = operation<DeleteObjectCommandInput, Deletion>({
	access: deleteAccess,
	run(input, call) {
		requireBucket(call, input.Bucket ?? '')
		assertBypassMakesSense(call, input.Bucket ?? '', input.BypassGovernanceRetention)
		return deleteOne(call, input, uploadsUnderWay(call, input.Bucket))
	},
})

export const deleteObjects = operation<DeleteObjectsCommandInput, object>({
	// Each key is authorized by itself: a refusal is a row of the answer.
	async run({ Bucket = '', Delete, BypassGovernanceRetention }, call) {
		requireBucket(call, Bucket)
		assertBypassMakesSense(call, Bucket, BypassGovernanceRetention)
		const objects = Delete?.Objects ?? []
		if (objects.length === 0 || objects.length > KEYS_AT_MOST) throw malformedXml()
		const uploads = uploadsUnderWay(call, Bucket)
		const deleted: Array<object> = []
		const errors: Array<object> = []
		const pacer = new Pacer()
		for (const { Key = '', VersionId, ETag } of objects) {
			await pacer.pause()
			const named = { Bucket, Key, VersionId, BypassGovernanceRetention }
			const target = { ...named, ...(ETag !== undefined && { IfMatch: ETag }) }
			try {
				if (!call.decide(deleteAccess(target, call)).allowed) throw accessDenied()
				const outcome = deleteOne(call, target, uploads)
				const marker = outcome.DeleteMarker && {
					DeleteMarker: true,
					DeleteMarkerVersionId: outcome.VersionId,
				}
				deleted.push({ Key, ...(VersionId && { VersionId }), ...marker })
			} catch (error) {
				if (!(error instanceof AwsError)) throw error
				const named = VersionId === undefined ? { Key } : { Key, VersionId }
				errors.push({ ...named, ...rowOf(error) })
			}
		}
		return { ...(!Delete?.Quiet && { Deleted: deleted }), ...(errors.length > 0 && { Errors: errors }) }
	},
})

function accessDenied(): AwsError {
	return new AwsError('AccessDenied', 'Access Denied', 403)
}

/** In a row, a version id that no version could have is one that is not there. */
function rowOf({ code, message, fields }: AwsError): object {
	return code === 'InvalidArgument' && fields.ArgumentName === 'versionId'
		? { Code: 'NoSuchVersion', Message: 'The specified version does not exist.' }
		: { Code: code, Message: message }
}

type UploadsByKey = ReadonlyMap<string, ReadonlyArray<Readonly<MultipartUpload>>>

/** The uploads in parts of a bucket that are not complete yet. */
function uploadsUnderWay(call: Call, bucket = ''): UploadsByKey {
	return Map.groupBy(
		call.world.list(multipartUploads, WORLD_SCOPE, { prefix: `${bucket}/` }),
		({ key }) => key,
	)
}

/** Lets an upload know that its key was deleted: it cannot be completed on condition that nothing was there. */
function tellUpload(call: Call, upload: Readonly<MultipartUpload>): void {
	const id = uploadDocumentId({ Bucket: upload.bucket, UploadId: upload.uploadId })
	const current = call.world.get(multipartUploads, WORLD_SCOPE, id)
	if (current) call.world.put(multipartUploads, WORLD_SCOPE, id, { ...current, deletedMeanwhile: true })
}

/** Deletes as S3 does: a version for good, or the key behind a marker; a missing key is no error. */
function deleteOne(call: Call, target: Target, uploads: UploadsByKey): Deletion {
	const { Bucket = '', Key = '', VersionId } = target
	const bucket = requireBucket(call, Bucket)
	const found = findVersion(call, Bucket, Key, VersionId)
	if (!found) assertVersionId(bucket, VersionId)
	assertConditions(target, found)
	if (found) for (const upload of uploads.get(Key) ?? []) tellUpload(call, upload)
	if (VersionId === undefined && bucket.versioning) {
		const marker = addDeleteMarker(call, bucket, Key)
		scheduleExpiry(call, bucket, marker)
		const more = { reason: 'DeleteObject', 'deletion-type': 'Delete Marker Created' }
		emitObjectEvent(call, bucket, 'Object Deleted', marker, more)
		return { DeleteMarker: true, VersionId: marker.versionId }
	}
	if (found) {
		if (isLocked(found, call.now, mayBypass(call, target))) throw lockedRefusal()
		removeVersion(call, found)
		scheduleExpiry(call, bucket, found)
		const more = { reason: 'DeleteObject', 'deletion-type': 'Permanently Deleted' }
		emitObjectEvent(call, bucket, 'Object Deleted', found, more)
	}
	return { ...(VersionId && { VersionId }), ...(found?.deleteMarker && { DeleteMarker: true }) }
}

function assertConditions(target: Target, found: ReturnType<typeof findVersion>): void {
	const directoryOnly =
		(target.IfMatchLastModifiedTime !== undefined && 'x-amz-if-match-last-modified-time') ||
		(target.IfMatchSize !== undefined && 'x-amz-if-match-size')
	if (directoryOnly) {
		const message = 'A header you provided implies functionality that is not implemented'
		throw new AwsError('NotImplemented', message, 501, { Header: directoryOnly })
	}
	const { IfMatch, Key = '' } = target
	if (IfMatch === undefined) return
	if (!found || found.deleteMarker) throw noSuchKey(Key)
	// For a deletion, `*` asks only that there is something.
	if (IfMatch !== '*') assertReplaceable({ IfMatch }, Key, found)
}
