import { gunzipSync } from 'node:zlib'
import {
	AddTagsCommand,
	CloudTrailClient,
	CreateTrailCommand,
	type CreateTrailCommandInput,
	DeleteTrailCommand,
	DescribeTrailsCommand,
	GetEventSelectorsCommand,
	GetTrailCommand,
	GetTrailStatusCommand,
	ListTagsCommand,
	LookupEventsCommand,
	type LookupEventsCommandInput,
	PutEventSelectorsCommand,
	StartLoggingCommand,
	StopLoggingCommand,
	UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail'
import {
	CloudWatchLogsClient,
	CreateLogGroupCommand,
	GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { CreateAliasCommand, KMSClient } from '@aws-sdk/client-kms'
import {
	CreateBucketCommand,
	GetObjectCommand,
	ListObjectsV2Command,
	PutBucketPolicyCommand,
	PutObjectCommand,
	S3Client,
} from '@aws-sdk/client-s3'
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { openPeople, policy, refused } from '../../people.fixture.ts'
import { dueSteps, WORLD_SCOPE } from '../../world/kernel.ts'
import { busEvents } from '../events/bus.ts'

const Bucket = 'audit'
const Name = 'audit'
const ARN = `arn:aws:cloudtrail:eu-west-3:${ACCOUNT}:trail/${Name}`
const MINUTE = 60_000

async function open() {
	const people = await openPeople()
	const cloudtrail = new CloudTrailClient(people.root)
	const sqs = new SQSClient(people.root)
	const s3 = new S3Client({ ...people.root, forcePathStyle: true })
	await s3.send(new CreateBucketCommand({ Bucket }))
	const pass = (ms: number) => people.sandbox.setClock({ jumpTo: people.sandbox.now() + ms })
	const lookup = async (input: Partial<LookupEventsCommandInput> = {}) =>
		cloudtrail.send(new LookupEventsCommand(input))
	const names = async (AttributeKey: 'EventName' | 'Username' | 'ReadOnly', AttributeValue: string) =>
		(await lookup({ LookupAttributes: [{ AttributeKey, AttributeValue }] })).Events?.map(
			({ EventName }) => EventName,
		)
	/** Lets CloudTrail write to the bucket, as the console does. */
	const letIn = (Resource = `arn:aws:s3:::${Bucket}/AWSLogs/${ACCOUNT}/*`) => {
		const Principal = { Service: 'cloudtrail.amazonaws.com' }
		const Condition = {
			StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': ARN },
		}
		const Statement = [
			{ Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: `arn:aws:s3:::${Bucket}` },
			{ Effect: 'Allow', Principal, Action: 's3:PutObject', Resource, Condition },
		]
		const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
		return s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))
	}
	const create = (input: Partial<CreateTrailCommandInput> = {}) =>
		cloudtrail.send(new CreateTrailCommand({ Name, S3BucketName: Bucket, ...input }))
	const files = async () =>
		(await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key)
	return { ...people, cloudtrail, sqs, s3, pass, lookup, names, letIn, create, files }
}

test('the history tells calls, those that only read and those that were refused, the newest first', async () => {
	const { sqs, lookup, user } = await open()
	await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }))
	await sqs.send(new ListQueuesCommand({}))
	const ada = new SQSClient(await user('ada', { Action: 'sqs:ListQueues' }))
	await expect(ada.send(new CreateQueueCommand({ QueueName: 'more' }))).rejects.toThrow()
	const { Events = [] } = await lookup()
	expect(Events.slice(0, 2).map(({ EventName, Username }) => [EventName, Username])).toEqual([
		['CreateQueue', 'ada'],
		['CreateAccessKey', 'root'],
	])
	const [denied] = Events
	expect(JSON.parse(denied?.CloudTrailEvent ?? '')).toMatchObject({
		errorCode: 'AccessDeniedException',
		userIdentity: { type: 'IAMUser', userName: 'ada' },
		eventSource: 'sqs.amazonaws.com',
	})
	expect(Events.map(({ EventName }) => EventName)).toEqual(
		expect.arrayContaining(['ListQueues', 'CreateQueue', 'CreateBucket']),
	)
})

test('events are found by each attribute, by time, and in pages', async () => {
	const { sqs, lookup, names, root, pass } = await open()
	await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }))
	const since = new Date(Date.UTC(2026, 0, 5, 9, 1))
	await pass(MINUTE)
	await sqs.send(new ListQueuesCommand({}))
	await expect(
		new KMSClient(root).send(new CreateAliasCommand({ AliasName: 'alias/x', TargetKeyId: 'none' })),
	).rejects.toThrow()
	expect(await names('EventName', 'CreateQueue')).toEqual(['CreateQueue'])
	expect(await names('ReadOnly', 'true')).toContain('ListQueues')
	expect(await names('ReadOnly', 'true')).not.toContain('CreateQueue')
	expect(await names('Username', 'root')).toContain('CreateAlias')
	expect(await names('Username', 'nobody')).toEqual([])
	const by = async (
		AttributeKey: 'ResourceName' | 'ResourceType' | 'EventSource' | 'AccessKeyId' | 'EventId',
		AttributeValue = '',
	) => (await lookup({ LookupAttributes: [{ AttributeKey, AttributeValue }] })).Events ?? []
	const [created] = await by('ResourceName', 'jobs')
	expect(created).toMatchObject({
		EventName: 'CreateQueue',
		ReadOnly: 'false',
		Resources: [{ ResourceType: 'AWS::SQS::Queue', ResourceName: 'jobs' }],
	})
	expect(await by('ResourceType', 'AWS::SQS::Queue')).not.toEqual([])
	expect((await by('EventSource', 'kms.amazonaws.com')).map(({ EventName }) => EventName)).toEqual([
		'CreateAlias',
	])
	expect(await by('EventId', created?.EventId)).toHaveLength(1)
	expect(await by('AccessKeyId', root.credentials.accessKeyId)).not.toEqual([])
	const recent = (await lookup({ StartTime: since })).Events?.map(({ EventName }) => EventName)
	expect(recent).not.toContain('CreateQueue')
	expect(recent).toContain('ListQueues')
	const first = await lookup({ MaxResults: 1, EndTime: since })
	const second = await lookup({ MaxResults: 1, EndTime: since, NextToken: first.NextToken })
	expect(second.Events?.[0]?.EventId).not.toBe(first.Events?.[0]?.EventId)
	await expect(lookup({ NextToken: 'x' })).rejects.toEqual(
		refused('InvalidNextTokenException', 'Invalid token.'),
	)
	await expect(lookup({ MaxResults: 51 })).rejects.toThrow()
})

test('the history is for those who may see it, and of their own account', async () => {
	const { other, user, sqs } = await open()
	await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }))
	const stranger = new CloudTrailClient(other)
	const { Events = [] } = await stranger.send(new LookupEventsCommand({}))
	expect(Events).toEqual([])
	const ada = new CloudTrailClient(await user('ada', { Action: 'cloudtrail:DescribeTrails' }))
	await expect(ada.send(new LookupEventsCommand({}))).rejects.toEqual(
		refused(
			'AccessDeniedException',
			`User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: cloudtrail:LookupEvents because no identity-based policy allows the cloudtrail:LookupEvents action`,
		),
	)
})

test('a trail delivers what happened every five minutes in which something did, and rests otherwise', async () => {
	const { create, letIn, cloudtrail, sqs, s3, files, pass, sandbox } = await open()
	await letIn()
	await create()
	await sqs.send(new CreateQueueCommand({ QueueName: 'before' }))
	await pass(10 * MINUTE)
	expect(await files()).toBeUndefined()
	await cloudtrail.send(new StartLoggingCommand({ Name }))
	await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }))
	await sqs.send(new ListQueuesCommand({}))
	await pass(5 * MINUTE)
	const [Key, ...others] = (await files()) ?? []
	expect(others).toEqual([])
	expect(Key).toMatch(
		new RegExp(
			`^AWSLogs/${ACCOUNT}/CloudTrail/eu-west-3/2026/01/05/${ACCOUNT}_CloudTrail_eu-west-3_20260105T0915Z_[0-9a-f]{16}\\.json\\.gz$`,
		),
	)
	const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
	const { Records } = JSON.parse(
		gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString(),
	)
	expect(Records.map(({ eventName }: { eventName: string }) => eventName)).toEqual(
		expect.arrayContaining(['StartLogging', 'CreateQueue', 'ListQueues']),
	)
	const status = await cloudtrail.send(new GetTrailStatusCommand({ Name }))
	expect(status).toMatchObject({ IsLogging: true, LatestDeliveryTime: new Date(Date.UTC(2026, 0, 5, 9, 15)) })
	await pass(10 * MINUTE)
	expect(sandbox.world.list(dueSteps, WORLD_SCOPE)).toEqual([])
	await cloudtrail.send(new StopLoggingCommand({ Name: ARN }))
	expect((await cloudtrail.send(new GetTrailStatusCommand({ Name }))).IsLogging).toBe(false)
})

test('a trail that its bucket does not let in any more tells so in its status', async () => {
	const { create, letIn, cloudtrail, sqs, files, pass } = await open()
	await letIn()
	await create()
	await cloudtrail.send(new StartLoggingCommand({ Name }))
	await letIn('arn:aws:s3:::audit/elsewhere/*')
	await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }))
	await pass(5 * MINUTE)
	expect(await files()).toBeUndefined()
	expect(await cloudtrail.send(new GetTrailStatusCommand({ Name }))).toMatchObject({
		LatestDeliveryError: 'AccessDenied',
	})
	await expect(create({ Name: 'second' })).rejects.toEqual(
		refused(
			'InsufficientS3BucketPolicyException',
			`Incorrect S3 bucket policy is detected for bucket: ${Bucket}`,
		),
	)
})

test('selectors choose what a trail delivers', async () => {
	const { create, letIn, cloudtrail, sqs, s3, files, pass } = await open()
	await letIn()
	await create()
	const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const }]
	await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: Name, EventSelectors }))
	const { EventSelectors: kept } = await cloudtrail.send(new GetEventSelectorsCommand({ TrailName: Name }))
	expect(kept).toMatchObject([{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }])
	await cloudtrail.send(new StartLoggingCommand({ Name }))
	await sqs.send(new ListQueuesCommand({}))
	await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }))
	await pass(5 * MINUTE)
	const [Key] = (await files()) ?? []
	const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
	const text = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString()
	expect(text).toContain('CreateQueue')
	expect(text).not.toContain('ListQueues')
})

test('what a trail logs is told on the bus, objects of S3 too where it asks for them', async () => {
	const { create, letIn, cloudtrail, sqs, s3, sandbox, root } = await open()
	const told = () =>
		sandbox.world
			.list(busEvents, { account: ACCOUNT, region: 'eu-west-3' })
			.filter((event) => event['detail-type'] === 'AWS API Call via CloudTrail')
			.map(({ source, detail }) => [source, detail])
	await letIn()
	await create()
	await sqs.send(new CreateQueueCommand({ QueueName: 'before' }))
	expect(told()).toEqual([])
	const DataResources = [{ Type: 'AWS::S3::Object', Values: [`arn:aws:s3:::${Bucket}/in/`] }]
	const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const, DataResources }]
	await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: Name, EventSelectors }))
	await cloudtrail.send(new StartLoggingCommand({ Name }))
	for (const Key of ['in/site.zip', 'out/site.zip'])
		await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))
	await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }))
	await sqs.send(new ListQueuesCommand({}))
	await new SSMClient(root).send(new PutParameterCommand({ Name: 'key', Value: 'secret', Type: 'String' }))
	expect(told()).toMatchObject([
		['aws.cloudtrail', { eventName: 'StartLogging' }],
		[
			'aws.s3',
			{
				eventSource: 's3.amazonaws.com',
				eventName: 'PutObject',
				requestParameters: { bucketName: Bucket, key: 'in/site.zip' },
				eventCategory: 'Data',
			},
		],
		['aws.sqs', { eventName: 'CreateQueue', requestParameters: { QueueName: 'jobs' } }],
		['aws.ssm', { eventName: 'PutParameter', requestParameters: { Name: 'key', Value: '«secret»' } }],
	])
})

test('a trail writes its events to a log group too, under a role that may', async () => {
	const { create, letIn, cloudtrail, sqs, pass, iam, root, sandbox } = await open()
	const logs = new CloudWatchLogsClient(root)
	await logs.send(new CreateLogGroupCommand({ logGroupName: 'trail' }))
	const groups = { CloudWatchLogsLogGroupArn: `arn:aws:logs:eu-west-3:${ACCOUNT}:log-group:trail:*` }
	await letIn()
	await expect(create(groups)).rejects.toMatchObject({ name: 'InvalidCloudWatchLogsRoleArnException' })
	const trust = {
		Effect: 'Allow',
		Principal: { Service: 'cloudtrail.amazonaws.com' },
		Action: 'sts:AssumeRole',
	}
	const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
	await iam('CreateRole', { RoleName: 'trail', AssumeRolePolicyDocument })
	const CloudWatchLogsRoleArn = `arn:aws:iam::${ACCOUNT}:role/trail`
	await create({ ...groups, CloudWatchLogsRoleArn })
	await cloudtrail.send(new StartLoggingCommand({ Name }))
	await sqs.send(new CreateQueueCommand({ QueueName: 'first' }))
	await pass(5 * MINUTE)
	expect(await cloudtrail.send(new GetTrailStatusCommand({ Name }))).toMatchObject({
		LatestCloudWatchLogsDeliveryError: expect.stringContaining('logs:CreateLogStream'),
	})
	const PolicyDocument = policy({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] })
	await iam('PutRolePolicy', { RoleName: 'trail', PolicyName: 'own', PolicyDocument })
	await sqs.send(new CreateQueueCommand({ QueueName: 'second' }))
	await pass(5 * MINUTE)
	expect(sandbox.world.list(dueSteps, WORLD_SCOPE)).toEqual([])
	const logStreamName = `${ACCOUNT}_CloudTrail_eu-west-3`
	const { events = [] } = await logs.send(new GetLogEventsCommand({ logGroupName: 'trail', logStreamName }))
	expect(events.map(({ message }) => JSON.parse(message ?? '').eventName)).toContain('CreateQueue')
	const status = await cloudtrail.send(new GetTrailStatusCommand({ Name }))
	expect(status.LatestCloudWatchLogsDeliveryTime).toEqual(new Date(Date.UTC(2026, 0, 5, 9, 10)))
	expect(status.LatestCloudWatchLogsDeliveryError).toBeUndefined()
})

test('a trail is described, changed, tagged and deleted; what it cannot be is refused', async () => {
	const { create, letIn, cloudtrail, other } = await open()
	await expect(create({ S3BucketName: 'none' })).rejects.toEqual(
		refused('S3BucketDoesNotExistException', 'S3 bucket none does not exist!'),
	)
	await letIn()
	const made = await create()
	expect(made).toMatchObject({ Name, S3BucketName: Bucket, TrailARN: ARN, IsMultiRegionTrail: false })
	await expect(create()).rejects.toEqual(
		refused('TrailAlreadyExistsException', `Trail ${Name} already exists for customer: ${ACCOUNT}`),
	)
	await expect(create({ Name: 'a' })).rejects.toEqual(
		refused(
			'InvalidTrailNameException',
			'Trail name too short. Minimum allowed length: 3 characters. Specified name length: 1 characters.',
		),
	)
	await expect(create({ Name: 'other', SnsTopicName: 'x' })).rejects.toMatchObject({ name: 'NotImplemented' })
	await cloudtrail.send(new UpdateTrailCommand({ Name, IsMultiRegionTrail: true }))
	await cloudtrail.send(new AddTagsCommand({ ResourceId: ARN, TagsList: [{ Key: 'env', Value: 'test' }] }))
	const tags = await cloudtrail.send(new ListTagsCommand({ ResourceIdList: [ARN] }))
	expect(tags.ResourceTagList).toEqual([{ ResourceId: ARN, TagsList: [{ Key: 'env', Value: 'test' }] }])
	const { trailList } = await cloudtrail.send(new DescribeTrailsCommand({}))
	expect(trailList).toMatchObject([{ Name, HomeRegion: 'eu-west-3', IsMultiRegionTrail: true }])
	const stranger = new CloudTrailClient(other)
	await expect(stranger.send(new GetTrailCommand({ Name: ARN }))).rejects.toMatchObject({
		name: expect.stringMatching(/TrailNotFoundException|AccessDenied/),
	})
	await cloudtrail.send(new DeleteTrailCommand({ Name }))
	await expect(cloudtrail.send(new GetTrailCommand({ Name }))).rejects.toEqual(
		refused('TrailNotFoundException', `Unknown trail: ${Name} for the user: ${ACCOUNT}`),
	)
})
