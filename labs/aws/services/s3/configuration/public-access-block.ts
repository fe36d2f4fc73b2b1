import type {
	DeletePublicAccessBlockCommandInput,
	GetBucketPolicyStatusCommandInput,
	GetPublicAccessBlockCommandInput,
	PutPublicAccessBlockCommandInput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { bucketAccess, requireBucket } from '../access/access.ts'
import { publicAccessOf } from '../access/public-access.ts'
import { isPublicPolicy } from '../access/public-policy.ts'
import { noSuchBucketPolicy } from '../s3-error.ts'
import { putSetting, settingOf } from './settings.ts'

export const putPublicAccessBlock = operation<PutPublicAccessBlockCommandInput, object>({
	access: bucketAccess('PutBucketPublicAccessBlock'),
	run({ Bucket = '', PublicAccessBlockConfiguration: given = {} }, call) {
		requireBucket(call, Bucket)
		const block = {
			BlockPublicAcls: given.BlockPublicAcls ?? false,
			IgnorePublicAcls: given.IgnorePublicAcls ?? false,
			BlockPublicPolicy: given.BlockPublicPolicy ?? false,
			RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
		}
		putSetting(call, Bucket, 'publicAccess', { block })
		return {}
	},
})

export const getPublicAccessBlock = operation<GetPublicAccessBlockCommandInput, object>({
	access: bucketAccess('GetBucketPublicAccessBlock'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		if (!settingOf(call.world, Bucket, 'publicAccess')?.removed)
			return { PublicAccessBlockConfiguration: publicAccessOf(call.world, Bucket) }
		const message = 'The public access block configuration was not found'
		throw new AwsError('NoSuchPublicAccessBlockConfiguration', message, 404, { BucketName: Bucket })
	},
})

export const deletePublicAccessBlock = operation<DeletePublicAccessBlockCommandInput, object>({
	access: bucketAccess('PutBucketPublicAccessBlock'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		const block = {
			BlockPublicAcls: false,
			IgnorePublicAcls: false,
			BlockPublicPolicy: false,
			RestrictPublicBuckets: false,
		}
		putSetting(call, Bucket, 'publicAccess', { block, removed: true })
		return {}
	},
})

export const getBucketPolicyStatus = operation<GetBucketPolicyStatusCommandInput, object>({
	access: bucketAccess('GetBucketPolicyStatus'),
	run({ Bucket = '' }, call) {
		const { policy } = requireBucket(call, Bucket)
		if (policy === undefined) throw noSuchBucketPolicy(Bucket)
		return { PolicyStatus: { IsPublic: isPublicPolicy(policy) } }
	},
})
