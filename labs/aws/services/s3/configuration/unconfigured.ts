import type {
	GetBucketAccelerateConfigurationCommandInput,
	GetBucketRequestPaymentCommandInput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../service.ts'
import { bucketAccess, requireBucket } from '../access/access.ts'

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
