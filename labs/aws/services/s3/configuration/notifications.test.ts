import {
	CompleteMultipartUploadCommand,
	CopyObjectCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	DeleteObjectTaggingCommand,
	GetBucketNotificationConfigurationCommand,
	type NotificationConfiguration,
	PutBucketLifecycleConfigurationCommand,
	PutBucketNotificationConfigurationCommand,
	PutBucketVersioningCommand,
	PutObjectTaggingCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { busEvents } from '../../events/bus.ts'
import { Bucket, openBucket, REGION, refused } from '../bucket.fixture.ts'

async function openNotifying() {
	const opened = await openBucket()
	const { s3, sandbox } = opened
	const configure = (NotificationConfiguration: NotificationConfiguration) =>
		s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }))
	const events = () => sandbox.world.list(busEvents, { account: ACCOUNT, region: REGION })
	return { ...opened, configure, events }
}

test('a bucket tells EventBridge from when it is configured to, until it no longer is', async () => {
	const { s3, put, configure, events } = await openNotifying()
	const get = async () => {
		const { $metadata: _, ...kept } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))
		return kept
	}
	expect(await get()).toEqual({})
	await put('a', 'x')
	await configure({ EventBridgeConfiguration: {} })
	expect(await get()).toEqual({ EventBridgeConfiguration: {} })
	await put('a', 'xyz')
	await configure({})
	await put('a', 'x')
	expect(events()).toEqual([
		{
			version: '0',
			id: expect.stringMatching(/^[0-9a-f-]{36}$/),
			source: 'aws.s3',
			'detail-type': 'Object Created',
			account: ACCOUNT,
			region: REGION,
			time: '2026-01-05T09:00:00Z',
			resources: [`arn:aws:s3:::${Bucket}`],
			detail: {
				version: '0',
				bucket: { name: Bucket },
				object: {
					key: 'a',
					size: 3,
					etag: 'd16fb36f0911f878998c136191af705e',
					sequencer: '000000000000000002',
				},
				'request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
				requester: ACCOUNT,
				reason: 'PutObject',
			},
		},
	])
})

test('every way of writing and of deleting has its reason', async () => {
	const { s3, put, configure, events } = await openNotifying()
	await configure({ EventBridgeConfiguration: {} })
	await put('a', 'x')
	await s3.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a` }))
	const upload = { Bucket, Key: 'c' }
	const { UploadId } = await s3.send(new CreateMultipartUploadCommand(upload))
	const { ETag } = await s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'x' }))
	const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
	await s3.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload }))
	const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] }
	await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging }))
	await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'a' }))
	await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }))
	const VersioningConfiguration = { Status: 'Enabled' } as const
	await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
	const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'b' }))
	const told = events().map(({ 'detail-type': type, detail }) => {
		const { reason, object, 'deletion-type': deletion } = detail as Record<string, { 'version-id'?: string }>
		return [type, reason, deletion, object?.['version-id']]
	})
	expect(told).toEqual([
		['Object Created', 'PutObject', undefined, undefined],
		['Object Created', 'CopyObject', undefined, undefined],
		['Object Created', 'CompleteMultipartUpload', undefined, undefined],
		['Object Tags Added', undefined, undefined, undefined],
		['Object Tags Deleted', undefined, undefined, undefined],
		['Object Deleted', 'DeleteObject', 'Permanently Deleted', undefined],
		['Object Deleted', 'DeleteObject', 'Delete Marker Created', marker.VersionId],
	])
})

test('what the lifecycle deletes is told as its own doing', async () => {
	const { s3, put, configure, events, sandbox } = await openNotifying()
	await put('a', 'x')
	await configure({ EventBridgeConfiguration: {} })
	const Rules = [{ ID: 'a', Status: 'Enabled' as const, Filter: {}, Expiration: { Days: 1 } }]
	await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }))
	await sandbox.setClock({ jumpTo: Date.UTC(2026, 0, 10) })
	expect(events()).toMatchObject([
		{
			'detail-type': 'Object Deleted',
			time: '2026-01-07T00:00:00Z',
			detail: {
				requester: 's3.amazonaws.com',
				reason: 'Lifecycle Expiration',
				'deletion-type': 'Permanently Deleted',
			},
		},
	])
})

test('topics, queues and functions are refused, and leave what was configured', async () => {
	const { s3, configure } = await openNotifying()
	await configure({ EventBridgeConfiguration: {} })
	const Events = ['s3:ObjectCreated:*' as const]
	const arn = (service: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:a`
	const notEmulated = (what: string) =>
		refused(
			'NotImplemented',
			`S3 event notification to ${what} is not emulated. What is: docs/emulator.md`,
			501,
		)
	await expect(configure({ TopicConfigurations: [{ TopicArn: arn('sns'), Events }] })).rejects.toMatchObject(
		notEmulated('an SNS topic'),
	)
	await expect(configure({ QueueConfigurations: [{ QueueArn: arn('sqs'), Events }] })).rejects.toMatchObject(
		notEmulated('an SQS queue'),
	)
	await expect(
		configure({ LambdaFunctionConfigurations: [{ LambdaFunctionArn: arn('lambda'), Events }] }),
	).rejects.toMatchObject(notEmulated('a Lambda function'))
	const kept = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))
	expect(kept.EventBridgeConfiguration).toEqual({})
})
