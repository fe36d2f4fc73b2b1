import { AwsError } from '../../aws-error.ts'
import type { Access } from '../../identity/access.ts'
import { awsService } from '../../identity/principal.ts'
import type { Call } from '../../service.ts'
import { authorize } from '../iam/authorize.ts'
import { buckets } from '../s3/collections.ts'
import type { Trail } from './collections.ts'
import { trailArn } from './find.ts'

/** Where a trail's files lie: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html */
export function keyPrefix({ prefix }: Pick<Trail, 'prefix'>, account: string): string {
	return `${prefix === undefined ? '' : `${prefix}/`}AWSLogs/${account}/`
}

/** What CloudTrail needs of a bucket, which its policy has to allow. */
export function bucketAccess(
	call: Call,
	{ bucket, name, region }: Pick<Trail, 'bucket' | 'name' | 'region'>,
	action: 'GetBucketAcl' | 'PutObject',
	key: string,
): Access {
	const { policy, account } = call.world.get(buckets, call.scope, bucket) ?? {}
	return {
		action: `s3:${action}`,
		resource: `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`,
		...(account !== undefined && { resourceAccount: account }),
		...(policy !== undefined && { resourcePolicy: policy }),
		resourceMustAllow: true,
		context: {
			's3:x-amz-acl': 'bucket-owner-full-control',
			'aws:SourceArn': trailArn({ account: call.scope.account, region }, name),
			'aws:SourceAccount': call.scope.account,
		},
	}
}

/** Refuses a bucket that there is not, or whose policy does not let CloudTrail in. */
export function assertBucket(call: Call, trail: Pick<Trail, 'bucket' | 'prefix' | 'name' | 'region'>): void {
	if (!call.world.get(buckets, call.scope, trail.bucket))
		throw new AwsError('S3BucketDoesNotExistException', `S3 bucket ${trail.bucket} does not exist!`)
	const key = `${keyPrefix(trail, call.scope.account)}CloudTrail/`
	for (const access of [
		bucketAccess(call, trail, 'GetBucketAcl', ''),
		bucketAccess(call, trail, 'PutObject', key),
	]) {
		if (!authorize(call.world, awsService('cloudtrail'), access, call.now).allowed)
			throw new AwsError(
				'InsufficientS3BucketPolicyException',
				`Incorrect S3 bucket policy is detected for bucket: ${trail.bucket}`,
			)
	}
}
