import type {
	GetBucketLoggingCommandInput,
	LoggingEnabled,
	PutBucketLoggingCommandInput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { bucketAccess, requireBucket } from '../access/access.ts'
import { type Bucket, buckets } from '../collections.ts'
import { deleteSetting, putSetting, settingOf } from './settings.ts'

// Where a bucket's accesses are to be logged. It is kept and reported; no log is delivered. Refusals as LocalStack's
// tests have them from AWS, `tests/aws/services/s3`.

export const putBucketLogging = operation<PutBucketLoggingCommandInput, object>({
	access: bucketAccess('PutBucketLogging'),
	run({ Bucket = '', BucketLoggingStatus }, call) {
		const bucket = requireBucket(call, Bucket)
		const { LoggingEnabled: logging } = BucketLoggingStatus ?? {}
		if (!logging) {
			deleteSetting(call, Bucket, 'logging')
			return {}
		}
		assertTarget(call, bucket, logging)
		putSetting(call, Bucket, 'logging', logging)
		return {}
	},
})

/** The target is a bucket of the same account and Region. */
function assertTarget(call: Call, source: Readonly<Bucket>, { TargetBucket = '' }: LoggingEnabled): void {
	const target = call.world.get(buckets, WORLD_SCOPE, TargetBucket)
	if (target?.account !== source.account) {
		const message = 'The target bucket for logging does not exist'
		throw new AwsError('InvalidTargetBucketForLogging', message, 400, { TargetBucket })
	}
	if (target.region === source.region) return
	const fields = {
		...(source.region !== 'us-east-1' && { SourceBucketLocation: source.region }),
		TargetBucketLocation: target.region,
	}
	// AWS writes the code so.
	throw new AwsError(
		'CrossLocationLoggingProhibitted',
		'Cross S3 location logging not allowed. ',
		403,
		fields,
	)
}

export const getBucketLogging = operation<GetBucketLoggingCommandInput, object>({
	access: bucketAccess('GetBucketLogging'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		const logging = settingOf(call.world, Bucket, 'logging')
		return logging ? { LoggingEnabled: logging } : {}
	},
})
