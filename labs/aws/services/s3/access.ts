import type { Access } from '../../authorize.ts'
import { WORLD_SCOPE } from '../../kernel.ts'
import type { Call } from '../../service.ts'
import { type Bucket, buckets } from './collections.ts'
import { noSuchBucket } from './s3-error.ts'

/** The access that an S3 action on a bucket, or on a key in it, needs; the bucket's policy has its say. */
export function s3Access(call: Call, action: string, bucket: string, key?: string): Access {
	const found = call.world.get(buckets, WORLD_SCOPE, bucket)
	const resource = key === undefined ? bucket : `${bucket}/${key}`
	return {
		action: `s3:${action}`,
		resource: `arn:aws:s3:::${resource}`,
		resourceAccount: found?.account,
		resourcePolicy: found?.policy,
	}
}

/** The bucket, or AWS's refusal. */
export function requireBucket(call: Call, name: string): Readonly<Bucket> {
	const bucket = call.world.get(buckets, WORLD_SCOPE, name)
	if (!bucket) throw noSuchBucket(name)
	return bucket
}
