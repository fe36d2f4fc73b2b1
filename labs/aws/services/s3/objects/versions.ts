import { hash } from 'node:crypto'
import type { Call } from '../../../service.ts'
import { blobName } from '../../../world/blobs.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import {
	type Bucket,
	buckets,
	currentObjects,
	type ObjectVersion,
	objectVersions,
	versionDocumentId,
	versionPrefix,
} from '../collections.ts'

const EMPTY = blobName(new Uint8Array())

type NewVersion = Omit<ObjectVersion, 'bucket' | 'order' | 'versionId' | 'lastModified'>

/** Every version of one key, newest first. */
export function versionsOf(call: Call, bucket: string, key: string): Array<Readonly<ObjectVersion>> {
	return call.world.list(objectVersions, WORLD_SCOPE, { prefix: versionPrefix(bucket, key) })
}

/** The version that a read means: the one named, or the newest (which may be a delete marker). */
export function findVersion(
	call: Call,
	bucket: string,
	key: string,
	versionId?: string,
): Readonly<ObjectVersion> | undefined {
	if (versionId !== undefined) return versionsOf(call, bucket, key).find((one) => one.versionId === versionId)
	const prefix = versionPrefix(bucket, key)
	return call.world.list(objectVersions, WORLD_SCOPE, { prefix, limit: 1 })[0]
}

/** Adds a version; where the bucket is not versioned it takes the place of the `null` one. */
export function addVersion(call: Call, bucket: Readonly<Bucket>, version: NewVersion): ObjectVersion {
	const versioned = bucket.versioning === 'Enabled'
	if (!versioned) removeDocuments(call, bucket.name, version.key, 'null')
	const order = bucket.writes + 1
	call.world.put(buckets, WORLD_SCOPE, bucket.name, { ...bucket, writes: order })
	const added: ObjectVersion = {
		...version,
		bucket: bucket.name,
		order,
		versionId: versioned ? sealed(call.ids.base64url(32)) : 'null',
		lastModified: call.now,
	}
	call.world.put(objectVersions, WORLD_SCOPE, versionDocumentId(bucket.name, version.key, order), added)
	settleCurrent(call, bucket.name, version.key)
	return added
}

/** Characters at the end of a version id that are made of those before them. */
const SEAL = 8

/** A version id of 32 characters that can be told from an invented one. */
function sealed(random: string): string {
	const body = random.slice(0, -SEAL)
	return body + hash('sha256', body, 'base64url').slice(0, SEAL)
}

/** Whether a version once had this id, or might have. */
export function isVersionId(text: string): boolean {
	return text.length === 32 && sealed(text) === text
}

/** Hides a key behind a marker, as a versioned bucket deletes. */
export function addDeleteMarker(call: Call, bucket: Readonly<Bucket>, key: string): ObjectVersion {
	return addVersion(call, bucket, {
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
}

/** Writes a version anew in its place, e.g. with other tags. */
export function replaceVersion(call: Call, version: Readonly<ObjectVersion>): void {
	const { bucket, key, order } = version
	call.world.put(objectVersions, WORLD_SCOPE, versionDocumentId(bucket, key, order), version)
	settleCurrent(call, bucket, key)
}

/** Removes one version for good; what was below it shows again. */
export function removeVersion(call: Call, version: Readonly<ObjectVersion>): void {
	removeDocuments(call, version.bucket, version.key, version.versionId)
	settleCurrent(call, version.bucket, version.key)
}

function removeDocuments(call: Call, bucket: string, key: string, versionId: string): void {
	for (const version of versionsOf(call, bucket, key)) {
		if (version.versionId !== versionId) continue
		call.world.delete(objectVersions, WORLD_SCOPE, versionDocumentId(bucket, key, version.order))
	}
}

/** Keeps the listing of current objects true to the newest version. */
function settleCurrent(call: Call, bucket: string, key: string): void {
	const newest = findVersion(call, bucket, key)
	const id = `${bucket}/${key}`
	if (newest && !newest.deleteMarker) call.world.put(currentObjects, WORLD_SCOPE, id, newest)
	else call.world.delete(currentObjects, WORLD_SCOPE, id)
}
