import type {
	GetBucketAccelerateConfigurationCommandInput,
	GetBucketRequestPaymentCommandInput,
	GetObjectLegalHoldCommandInput,
	GetObjectLockConfigurationCommandInput,
	GetObjectRetentionCommandInput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { bucketAccess, objectAccess, requireBucket } from '../access/access.ts'
import { readableVersion } from '../objects/version-reads.ts'
import { invalidRequest } from '../s3-error.ts'

// What can be asked but not configured here: the answers are those of a bucket
// that never had it. To configure it is refused as not emulated.

export const getBucketAccelerateConfiguration = operation<
	GetBucketAccelerateConfigurationCommandInput,
	object
>({
	access: bucketAccess('GetAccelerateConfiguration'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		return {}
	},
})

export const getBucketRequestPayment = operation<GetBucketRequestPaymentCommandInput, object>({
	access: bucketAccess('GetBucketRequestPayment'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		return { Payer: 'BucketOwner' }
	},
})

export const getObjectLockConfiguration = operation<GetObjectLockConfigurationCommandInput, object>({
	access: bucketAccess('GetBucketObjectLockConfiguration'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		const message = 'Object Lock configuration does not exist for this bucket'
		throw new AwsError('ObjectLockConfigurationNotFoundError', message, 404, { BucketName: Bucket })
	},
})

export const getObjectLegalHold = operation<GetObjectLegalHoldCommandInput, object>({
	access: objectAccess('GetObjectLegalHold', 'GetObjectLegalHold'),
	run(input, call) {
		readableVersion(call, input)
		throw invalidRequest('Bucket is missing Object Lock Configuration')
	},
})

export const getObjectRetention = operation<GetObjectRetentionCommandInput, object>({
	access: objectAccess('GetObjectRetention', 'GetObjectRetention'),
	run(input, call) {
		readableVersion(call, input)
		throw invalidRequest('Bucket is missing Object Lock Configuration')
	},
})
