import type { Access } from '../../../identity/access.ts'
import type { Call } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { type Bucket, buckets, currentObjects } from '../collections.ts'
import { findVersion } from '../objects/versions.ts'
import { noSuchBucket } from '../s3-error.ts'
import { resourcePolicyOf } from './resource-policy.ts'

type Context = NonNullable<Access['context']>

/**
 * The access that an S3 action on a bucket, or on a key in it, needs; the
 * bucket's policy and the access control lists have their say.
 */
export function s3Access(
	call: Call,
	action: string,
	bucket: string,
	key?: string,
	context: Context = {},
): Access {
	const found = call.world.get(buckets, WORLD_SCOPE, bucket)
	// Nobody in particular is told at once; who signs, only when permitted to ask.
	if (!found && call.principal.type === 'anonymous') throw noSuchBucket(bucket)
	const object = key === undefined ? undefined : findObject(call, bucket, key, context)
	return {
		action: `s3:${action}`,
		resource: `arn:aws:s3:::${key === undefined ? bucket : `${bucket}/${key}`}`,
		resourceAccount: found?.account,
		resourcePolicy: found && resourcePolicyOf(call, found, object),
		context: { ...tagContext('s3:ExistingObjectTag', object?.tags), ...context },
	}
}

/** The version that is asked for, so that its tags and grants count. */
function findObject(call: Call, bucket: string, key: string, { 's3:VersionId': versionId }: Context) {
	if (typeof versionId === 'string') return findVersion(call, bucket, key, versionId)
	return call.world.get(currentObjects, WORLD_SCOPE, `${bucket}/${key}`)
}

/** Condition keys of tags, e.g. `s3:RequestObjectTag/projet`. */
export function tagContext(key: string, tags: Readonly<Record<string, string>> = {}): Context {
	return Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`${key}/${tag}`, value]))
}

/** The access of an operation on a bucket as a whole. */
export function bucketAccess(action: string) {
	return ({ Bucket }: { Bucket?: string }, call: Call) => s3Access(call, action, Bucket ?? '')
}

/** The access of an operation on an object; on one of its versions it has a name of its own. */
export function objectAccess(action: string, versionAction: string) {
	return (
		{ Bucket, Key, VersionId }: { Bucket?: string; Key?: string; VersionId?: string },
		call: Call,
	): Access =>
		VersionId === undefined
			? s3Access(call, action, Bucket ?? '', Key ?? '')
			: s3Access(call, versionAction, Bucket ?? '', Key ?? '', { 's3:VersionId': VersionId })
}

/** The bucket, or AWS's refusal. */
export function requireBucket(call: Call, name: string): Readonly<Bucket> {
	const bucket = call.world.get(buckets, WORLD_SCOPE, name)
	if (!bucket) throw noSuchBucket(name)
	return bucket
}
