import {
	CloudWatchLogsClient,
	CreateLogGroupCommand,
	CreateLogStreamCommand,
	DeleteLogGroupCommand,
	DeleteResourcePolicyCommand,
	DescribeLogGroupsCommand,
	DescribeLogStreamsCommand,
	DescribeMetricFiltersCommand,
	DescribeResourcePoliciesCommand,
	ListTagsForResourceCommand,
	PutLogEventsCommand,
	PutMetricFilterCommand,
	PutResourcePolicyCommand,
	PutRetentionPolicyCommand,
	TagResourceCommand,
	TestMetricFilterCommand,
	UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { awsService } from '../../identity/principal.ts'
import { refused } from '../../people.fixture.ts'
import { readSlots, seriesId } from '../cloudwatch/metric-data.ts'
import { chunks, streams } from './collections.ts'
import { logGroupName, logStreamName, naming, openLogs } from './logs.fixture.ts'

const SCOPE = { account: ACCOUNT, region: 'eu-west-3' }
const ARN = `arn:aws:logs:eu-west-3:${ACCOUNT}:log-group:${logGroupName}`

test('a group is made once, described, kept for as long as is said, and deleted with all that it holds', async () => {
	const { logs, put, sandbox, now } = await openLogs()
	await expect(logs.send(new CreateLogGroupCommand({ logGroupName }))).rejects.toEqual(
		refused('ResourceAlreadyExistsException', 'The specified log group already exists'),
	)
	await put(['bonjour'])
	await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }))
	const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/app' }))
	expect(logGroups).toEqual([
		{
			...{ logGroupName, creationTime: now, retentionInDays: 7, metricFilterCount: 0 },
			...{ arn: `${ARN}:*`, logGroupArn: ARN, logGroupClass: 'STANDARD', storedBytes: 33 },
			deletionProtectionEnabled: false,
		},
	])
	await expect(
		logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 })),
	).rejects.toMatchObject({
		name: 'InvalidParameterException',
		message: expect.stringContaining("Value '2' at 'retentionInDays' failed to satisfy constraint"),
	})
	await logs.send(new DeleteLogGroupCommand({ logGroupName }))
	expect(sandbox.world.list(chunks, SCOPE)).toEqual([])
	expect(sandbox.world.list(streams, SCOPE)).toEqual([])
	await expect(logs.send(new DeleteLogGroupCommand({ logGroupName }))).rejects.toEqual(
		refused('ResourceNotFoundException', 'The specified log group does not exist.'),
	)
	await expect(logs.send(new CreateLogGroupCommand({ logGroupName: 'é' }))).rejects.toMatchObject({
		name: 'InvalidParameterException',
	})
})

test('streams are listed by name or by their last event', async () => {
	const { logs, put, now } = await openLogs()
	for (const name of ['a', 'b'])
		await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: name }))
	await put(['un'], 5, 'a')
	await put(['deux'], 1, 'b')
	const names = async (input: object) =>
		(await logs.send(new DescribeLogStreamsCommand({ logGroupName, ...input }))).logStreams?.map(
			(stream) => stream.logStreamName,
		)
	expect(await names({})).toEqual(['a', 'b', 'web'])
	expect(await names({ orderBy: 'LastEventTime', descending: true })).toEqual(['a', 'b', 'web'])
	expect(await names({ logStreamNamePrefix: 'w' })).toEqual(['web'])
	const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName, limit: 1 }))
	expect(logStreams).toMatchObject([{ arn: `${ARN}:log-stream:a`, firstEventTimestamp: now + 5 }])
	await expect(names({ orderBy: 'LastEventTime', logStreamNamePrefix: 'w' })).rejects.toEqual(
		refused('InvalidParameterException', 'Cannot order by LastEventTime with a logStreamNamePrefix.'),
	)
	await expect(logs.send(new CreateLogStreamCommand(naming))).rejects.toEqual(
		refused('ResourceAlreadyExistsException', 'The specified log stream already exists'),
	)
})

test('tags are put on a group and taken off', async () => {
	const { logs } = await openLogs()
	await logs.send(new TagResourceCommand({ resourceArn: ARN, tags: { env: 'test', team: 'web' } }))
	await logs.send(new UntagResourceCommand({ resourceArn: ARN, tagKeys: ['team'] }))
	expect((await logs.send(new ListTagsForResourceCommand({ resourceArn: ARN }))).tags).toEqual({
		env: 'test',
	})
})

test('a policy on the bare ARN of a group, or on all behind it, lets its groups be described', async () => {
	const { user } = await openLogs()
	for (const [name, Resource] of [
		['bare', ARN],
		['behind', `${ARN}:*`],
	] as const) {
		const settings = await user(name, { Action: 'logs:DescribeLogStreams', Resource })
		await new CloudWatchLogsClient(settings).send(new DescribeLogStreamsCommand({ logGroupName }))
	}
	const ada = new CloudWatchLogsClient(await user('ada', { Action: 'logs:Get*' }))
	await expect(ada.send(new DescribeLogStreamsCommand({ logGroupName }))).rejects.toEqual(
		refused(
			'AccessDeniedException',
			`User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: logs:DescribeLogStreams on resource: ${ARN}:log-stream: because no identity-based policy allows the logs:DescribeLogStreams action`,
		),
	)
})

test('an AWS service writes with the leave of a resource policy alone', async () => {
	const { logs, sandbox } = await openLogs()
	const deliver = () =>
		sandbox.call({
			principal: awsService('events'),
			scope: SCOPE,
			service: 'logs',
			operation: 'PutLogEvents',
			input: { ...naming, logEvents: [{ timestamp: sandbox.now(), message: '{}' }] },
		})
	await expect(deliver()).rejects.toMatchObject({ code: 'AccessDeniedException' })
	const policyDocument = JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			{
				Effect: 'Allow',
				Principal: { Service: 'events.amazonaws.com' },
				Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
				Resource: `${ARN}:*`,
			},
		],
	})
	await logs.send(new PutResourcePolicyCommand({ policyName: 'bus', policyDocument }))
	expect((await logs.send(new DescribeResourcePoliciesCommand({}))).resourcePolicies).toMatchObject([
		{ policyName: 'bus', policyDocument },
	])
	await deliver()
	await logs.send(new DeleteResourcePolicyCommand({ policyName: 'bus' }))
	await expect(deliver()).rejects.toMatchObject({ code: 'AccessDeniedException' })
	await expect(
		logs.send(new PutResourcePolicyCommand({ policyName: 'bus', policyDocument: 'non' })),
	).rejects.toEqual(refused('InvalidParameterException', 'Unsupported policy document.'))
})

test('a metric filter counts what comes from then on, by its dimensions', async () => {
	const { logs, put, sandbox } = await openLogs()
	await put(['{"status":500,"path":"/","ms":7}'])
	const filter = {
		logGroupName,
		filterName: 'errors',
		filterPattern: '{ $.status >= 500 }',
		metricTransformations: [
			{ metricNamespace: 'Shop', metricName: 'Slow', metricValue: '$.ms', dimensions: { Path: '$.path' } },
		],
	}
	await logs.send(new PutMetricFilterCommand(filter))
	await put([
		'{"status":500,"path":"/","ms":40}',
		'{"status":200,"path":"/","ms":1}',
		'{"status":503,"path":"/","ms":2}',
	])
	await sandbox.setClock({ jumpTo: sandbox.now() + 60_000 })
	const metric = { namespace: 'Shop', name: 'Slow', dimensions: { Path: '/' } }
	const slots = readSlots({ world: sandbox.world, scope: SCOPE }, seriesId(metric), 0, sandbox.now())
	expect(slots).toMatchObject([{ count: 2, sum: 42, min: 2, max: 40 }])
	const { metricFilters } = await logs.send(new DescribeMetricFiltersCommand({ logGroupName }))
	expect(metricFilters).toMatchObject([{ filterName: 'errors', filterPattern: filter.filterPattern }])
	const [transformation] = filter.metricTransformations
	const refusedFor = (more: object, pattern = '') =>
		expect(
			logs.send(
				new PutMetricFilterCommand({
					...filter,
					filterPattern: pattern,
					metricTransformations: [
						{ ...transformation, metricName: 'Slow', metricNamespace: 'Shop', metricValue: '1', ...more },
					],
				}),
			),
		).rejects
	await refusedFor({}, '{ $.a').toMatchObject({ name: 'InvalidParameterException' })
	await refusedFor({ defaultValue: 0 }).toEqual(
		refused(
			'InvalidParameterException',
			'Invalid metric transformation: dimensions and default value are mutually exclusive properties.',
		),
	)
	await refusedFor({ metricValue: 'beaucoup' }).toMatchObject({ name: 'InvalidParameterException' })
})

test('a pattern is tried on texts', async () => {
	const { logs } = await openLogs()
	const { matches } = await logs.send(
		new TestMetricFilterCommand({
			filterPattern: '[level=ERROR, ...]',
			logEventMessages: ['INFO a', 'ERROR b c'],
		}),
	)
	expect(matches).toEqual([
		{ eventNumber: 2, eventMessage: 'ERROR b c', extractedValues: { $level: 'ERROR', $2: 'b', $3: 'c' } },
	])
})

test('a put to a stream that there is not is refused', async () => {
	const { logs, now } = await openLogs()
	const logEvents = [{ timestamp: now, message: 'x' }]
	await expect(
		logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: 'none', logEvents })),
	).rejects.toEqual(refused('ResourceNotFoundException', 'The specified log stream does not exist.'))
	await expect(
		logs.send(new PutLogEventsCommand({ logGroupName: 'none', logStreamName, logEvents })),
	).rejects.toEqual(refused('ResourceNotFoundException', 'The specified log group does not exist.'))
})
