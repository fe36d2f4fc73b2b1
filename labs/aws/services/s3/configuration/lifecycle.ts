import type {
	DeleteBucketLifecycleCommandInput,
	GetBucketLifecycleConfigurationCommandInput,
	PutBucketLifecycleConfigurationCommandInput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { bucketAccess, requireBucket } from '../access/access.ts'
import { invalidRequest } from '../s3-error.ts'
import { scheduleBucket } from './lifecycle-schedule.ts'
import { readRules } from './lifecycle-validation.ts'
import { deleteSetting, type LifecycleRule, putSetting, settingOf } from './settings.ts'

const MINIMUM_SIZES = ['all_storage_classes_128K', 'varies_by_storage_class']

export const putBucketLifecycleConfiguration = operation<PutBucketLifecycleConfigurationCommandInput, object>(
	{
		access: bucketAccess('PutLifecycleConfiguration'),
		run({ Bucket = '', LifecycleConfiguration, TransitionDefaultMinimumObjectSize }, call) {
			const bucket = requireBucket(call, Bucket)
			const minimumSize = TransitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K'
			if (!MINIMUM_SIZES.includes(minimumSize))
				throw invalidRequest(`Invalid TransitionDefaultMinimumObjectSize found: ${minimumSize}`)
			const rules = readRules(call, LifecycleConfiguration?.Rules ?? [])
			putSetting(call, Bucket, 'lifecycle', { rules, minimumSize })
			scheduleBucket(call, bucket)
			return { TransitionDefaultMinimumObjectSize: minimumSize }
		},
	},
)

export const getBucketLifecycleConfiguration = operation<GetBucketLifecycleConfigurationCommandInput, object>(
	{
		access: bucketAccess('GetLifecycleConfiguration'),
		run({ Bucket = '' }, call) {
			requireBucket(call, Bucket)
			const found = settingOf(call.world, Bucket, 'lifecycle')
			if (found) {
				return {
					Rules: found.rules.map(describe),
					TransitionDefaultMinimumObjectSize: found.minimumSize,
				}
			}
			const message = 'The lifecycle configuration does not exist'
			throw new AwsError('NoSuchLifecycleConfiguration', message, 404, { BucketName: Bucket })
		},
	},
)

export const deleteBucketLifecycle = operation<DeleteBucketLifecycleCommandInput, object>({
	access: bucketAccess('PutLifecycleConfiguration'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		deleteSetting(call, Bucket, 'lifecycle')
		return {}
	},
})

function describe({ Expiration, Transitions, ...rule }: LifecycleRule): object {
	return {
		...rule,
		...(Expiration && { Expiration: withDate(Expiration) }),
		...(Transitions && { Transitions: Transitions.map(withDate) }),
	}
}

function withDate<T extends { Date?: number }>({ Date: date, ...rest }: T) {
	return date === undefined ? rest : { ...rest, Date: new Date(date) }
}
