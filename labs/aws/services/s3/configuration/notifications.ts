import type {
	GetBucketNotificationConfigurationCommandInput,
	PutBucketNotificationConfigurationCommandInput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../service.ts'
import { bucketAccess, requireBucket } from '../access/access.ts'
import { notEmulated } from '../s3-error.ts'
import { deleteSetting, putSetting, settingOf } from './settings.ts'

export const putBucketNotificationConfiguration = operation<
	PutBucketNotificationConfigurationCommandInput,
	object
>({
	access: bucketAccess('PutBucketNotification'),
	run({ Bucket = '', NotificationConfiguration: given = {} }, call) {
		requireBucket(call, Bucket)
		if (given.TopicConfigurations?.length) throw notEmulated('event notification to an SNS topic')
		if (given.QueueConfigurations?.length) throw notEmulated('event notification to an SQS queue')
		if (given.LambdaFunctionConfigurations?.length)
			throw notEmulated('event notification to a Lambda function')
		if (given.EventBridgeConfiguration) putSetting(call, Bucket, 'notification', { eventBridge: true })
		else deleteSetting(call, Bucket, 'notification')
		return {}
	},
})

export const getBucketNotificationConfiguration = operation<
	GetBucketNotificationConfigurationCommandInput,
	object
>({
	access: bucketAccess('GetBucketNotification'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		return settingOf(call.world, Bucket, 'notification') ? { EventBridgeConfiguration: {} } : {}
	},
})
