import { AwsError } from '../../../aws-error.ts'
import type { Call } from '../../../service.ts'
import { requireBucket, s3Access } from '../access/access.ts'
import type { Bucket, ObjectVersion } from '../collections.ts'
import { invalidArgument, methodNotAllowedOnMarker, noSuchKey, noSuchVersion, notFound } from '../s3-error.ts'
import { findVersion, isVersionId } from './versions.ts'

interface Named {
	Bucket?: string
	Key?: string
	VersionId?: string
}

/** The version that a read means. Who may not list the bucket is not told that a key is missing. */
export function readableVersion(call: Call, named: Named, method = 'GET'): Readonly<ObjectVersion> {
	const { Key = '', VersionId } = named
	const version = findNamed(call, named)
	if (version && !version.deleteMarker) return version
	assertMayKnow(call, named)
	if (version && VersionId) throw methodNotAllowedOnMarker(method, version)
	if (method === 'HEAD') throw notFound(version?.versionId)
	throw VersionId ? noSuchVersion(Key, VersionId) : noSuchKey(Key, version?.versionId)
}

/** The version whose tags or grants are asked for; on a delete marker they cannot be. */
export function writableVersion(call: Call, method: string, named: Named): Readonly<ObjectVersion> {
	const { Key = '', VersionId } = named
	const version = findNamed(call, named)
	if (version && !version.deleteMarker) return version
	assertMayKnow(call, named)
	if (version) throw methodNotAllowedOnMarker(method, version)
	throw VersionId ? noSuchVersion(Key, VersionId) : noSuchKey(Key)
}

function findNamed(call: Call, { Bucket = '', Key = '', VersionId }: Named) {
	const version = findVersion(call, Bucket, Key, VersionId)
	if (!version) assertVersionId(requireBucket(call, Bucket), VersionId)
	return version
}

function assertMayKnow(call: Call, { Bucket = '' }: Named): void {
	if (call.decide(s3Access(call, 'ListBucket', Bucket)).allowed) return
	throw new AwsError('AccessDenied', 'Access Denied', 403)
}

/** Refuses what no version of the bucket ever was called: S3 tells its own ids from invented ones. */
export function assertVersionId({ versioning }: Readonly<Bucket>, versionId: string | undefined): void {
	if (versionId === undefined || versionId === 'null') return
	if (versioning && isVersionId(versionId)) return
	throw invalidArgument('Invalid version id specified', 'versionId', versionId)
}

/** The version id as it is answered: a bucket that never was versioned has none. */
export function versionIdOf(
	version: Pick<ObjectVersion, 'versionId'>,
	bucket?: Pick<Bucket, 'versioning'>,
): { VersionId?: string } {
	return version.versionId === 'null' && !bucket?.versioning ? {} : { VersionId: version.versionId }
}
