import {
	CloudWatchClient,
	DeleteAlarmsCommand,
	DescribeAlarmHistoryCommand,
	DescribeAlarmsCommand,
	DescribeAlarmsForMetricCommand,
	DisableAlarmActionsCommand,
	ListTagsForResourceCommand,
	PutCompositeAlarmCommand,
	SetAlarmStateCommand,
	TagResourceCommand,
} from '@aws-sdk/client-cloudwatch'
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import {
	CreateQueueCommand,
	ReceiveMessageCommand,
	SetQueueAttributesCommand,
	SQSClient,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { dueSteps, WORLD_SCOPE } from '../../../world/kernel.ts'
import { busEvents } from '../../events/bus.ts'
import { invalid, MetricName, MINUTE, Namespace, openMetrics } from '../cloudwatch.fixture.ts'

const SCOPE = { account: ACCOUNT, region: 'eu-west-3' }
const TOPIC = `arn:aws:sns:eu-west-3:${ACCOUNT}:calls`

test('an alarm is evaluated each full minute in which its data says something else, and rests otherwise', async () => {
	const { alarm, put, pass, find, sandbox } = await openMetrics()
	await alarm()
	expect(await find()).toMatchObject({
		StateValue: 'INSUFFICIENT_DATA',
		StateReason: 'Unchecked: Initial alarm creation',
		AlarmArn: `arn:aws:cloudwatch:eu-west-3:${ACCOUNT}:alarm:errors`,
	})
	await put(2, 1)
	await pass(MINUTE)
	expect(await find()).toMatchObject({
		StateValue: 'ALARM',
		StateReason:
			'Threshold Crossed: 1 out of the last 1 datapoints [3.0 (05/01/26 09:00:00)] was greater than the threshold (2.0) (minimum 1 datapoint for OK -> ALARM transition).',
	})
	await put(1)
	await pass(MINUTE)
	expect(await find()).toMatchObject({
		StateValue: 'OK',
		StateReason:
			'Threshold Crossed: 1 out of the last 1 datapoints [1.0 (05/01/26 09:01:00)] was not greater than the threshold (2.0) (minimum 1 datapoint for ALARM -> OK transition).',
	})
	await pass(4 * MINUTE)
	expect(await find()).toMatchObject({
		StateValue: 'INSUFFICIENT_DATA',
		StateReason: 'Insufficient Data: 1 datapoint was unknown.',
	})
	expect(sandbox.world.list(dueSteps, WORLD_SCOPE)).toEqual([])
	const before = sandbox.seq
	await pass(7 * 86_400_000)
	expect(sandbox.seq - before).toBe(1)
})

test('a period of five minutes slides by the minute, and steps are no more than its data asks', async () => {
	const { alarm, put, pass, find, sandbox } = await openMetrics()
	await alarm({ Period: 300, EvaluationPeriods: 2, DatapointsToAlarm: 2, TreatMissingData: 'notBreaching' })
	await pass(MINUTE)
	expect(await find()).toMatchObject({
		StateValue: 'OK',
		StateReason:
			'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [NonBreaching].',
	})
	await put(5)
	await pass(5 * MINUTE)
	await put(5)
	const before = sandbox.seq
	await pass(MINUTE)
	expect((await find()).StateValue).toBe('ALARM')
	await pass(60 * MINUTE)
	expect((await find()).StateValue).toBe('OK')
	expect(sandbox.seq - before).toBeLessThan(15)
})

test('a transition is told on the bus, kept in the history, and acted upon', async () => {
	const { alarm, put, pass, cloudwatch, sandbox } = await openMetrics()
	await alarm({ AlarmDescription: 'trop', AlarmActions: [TOPIC, 'arn:aws:automate:eu-west-3:ec2:stop'] })
	await put(3)
	await pass(MINUTE)
	const [event] = sandbox.world.list(busEvents, SCOPE)
	expect(event).toMatchObject({
		source: 'aws.cloudwatch',
		'detail-type': 'CloudWatch Alarm State Change',
		resources: [`arn:aws:cloudwatch:eu-west-3:${ACCOUNT}:alarm:errors`],
		detail: {
			alarmName: 'errors',
			configuration: {
				description: 'trop',
				metrics: [
					{
						id: 'm1',
						metricStat: {
							metric: { dimensions: {}, name: MetricName, namespace: Namespace },
							period: 60,
							stat: 'Sum',
						},
						returnData: true,
					},
				],
			},
			previousState: { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation' },
			state: { value: 'ALARM', timestamp: '2026-01-05T09:01:00.000+0000' },
		},
	})
	const { AlarmHistoryItems = [] } = await cloudwatch.send(
		new DescribeAlarmHistoryCommand({ AlarmName: 'errors', ScanBy: 'TimestampAscending' }),
	)
	expect(
		AlarmHistoryItems.map(({ HistoryItemType, HistorySummary }) => [HistoryItemType, HistorySummary]),
	).toEqual([
		['ConfigurationUpdate', 'Alarm "errors" created'],
		['StateUpdate', 'Alarm updated from INSUFFICIENT_DATA to ALARM'],
		['Action', expect.stringContaining(TOPIC)],
		['Action', 'Failed to execute action arn:aws:automate:eu-west-3:ec2:stop'],
	])
	const published = (await sandbox.entries())
		.flatMap(({ calls }) => calls)
		.find(({ service, operation }) => service === 'sns' && operation === 'Publish')
	expect(published?.principal).toMatchObject({ type: 'service', service: 'cloudwatch.amazonaws.com' })
	const { Subject, Message } = (published?.request ?? {}) as { Subject: string; Message: string }
	expect(Subject).toBe('ALARM: "errors" in EU (Paris)')
	expect(JSON.parse(Message)).toMatchObject({
		AlarmName: 'errors',
		NewStateValue: 'ALARM',
		OldStateValue: 'INSUFFICIENT_DATA',
		StateChangeTime: '2026-01-05T09:01:00.000+0000',
		Region: 'EU (Paris)',
		Trigger: { MetricName, Namespace, StatisticType: 'Statistic', Statistic: 'SUM', Period: 60 },
	})
})

test('an alarm reaches a queue by a topic of its account, whose first policy lets it', async () => {
	const { alarm, put, pass, root } = await openMetrics()
	const sns = new SNSClient(root)
	const sqs = new SQSClient(root)
	const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'calls' }))
	const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'calls' }))
	const Endpoint = `arn:aws:sqs:eu-west-3:${ACCOUNT}:calls`
	const Statement = [
		{
			Effect: 'Allow',
			Principal: { Service: 'sns.amazonaws.com' },
			Action: 'sqs:SendMessage',
			Resource: Endpoint,
		},
	]
	const Attributes = { Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }
	await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }))
	await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }))
	await alarm({ AlarmActions: [TopicArn ?? ''] })
	await put(3)
	await pass(MINUTE)
	const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }))
	const letter = JSON.parse(Messages[0]?.Body ?? '{}')
	expect(letter).toMatchObject({ Type: 'Notification', TopicArn, Subject: 'ALARM: "errors" in EU (Paris)' })
	expect(JSON.parse(letter.Message)).toMatchObject({ AlarmName: 'errors', NewStateValue: 'ALARM' })
})

test('a state that is set holds until the next minute; actions that are disabled are not done', async () => {
	const { alarm, put, pass, find, cloudwatch, sandbox } = await openMetrics()
	await alarm({ AlarmActions: [TOPIC] })
	await put(1)
	await pass(MINUTE)
	await cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: ['errors'] }))
	await cloudwatch.send(
		new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'exercice' }),
	)
	expect(await find()).toMatchObject({ StateValue: 'ALARM', StateReason: 'exercice', ActionsEnabled: false })
	await pass(MINUTE)
	expect((await find()).StateValue).toBe('OK')
	expect((await sandbox.entries()).flatMap(({ calls }) => calls)).toEqual([])
	await expect(
		cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'none', StateValue: 'OK', StateReason: 'x' })),
	).rejects.toMatchObject({ name: 'ResourceNotFound', $metadata: { httpStatusCode: 404 } })
})

test('a composite alarm follows its rule as soon as one of its alarms changes', async () => {
	const { alarm, put, pass, find, cloudwatch } = await openMetrics()
	await alarm()
	await alarm({ AlarmName: 'quiet', MetricName: 'Other', TreatMissingData: 'notBreaching' })
	const AlarmRule = 'ALARM("errors") AND NOT ALARM(quiet)'
	await cloudwatch.send(new PutCompositeAlarmCommand({ AlarmName: 'both', AlarmRule }))
	await pass(MINUTE)
	expect((await find('both')).StateValue).toBe('OK')
	await put(9)
	await pass(MINUTE)
	const both = await find('both')
	expect(both).toMatchObject({
		StateValue: 'ALARM',
		StateReason: `arn:aws:cloudwatch:eu-west-3:${ACCOUNT}:alarm:errors transitioned to ALARM at Monday 05 January, 2026 09:02:00 UTC`,
	})
	expect(JSON.parse(both.StateReasonData ?? '')).toMatchObject({
		triggeringAlarms: [{ arn: expect.stringMatching(/:alarm:errors$/), state: { value: 'ALARM' } }, {}],
	})
	await expect(cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['errors'] }))).rejects.toEqual(
		invalid('Cannot delete errors as there are composite alarm(s) depending on it: [both]'),
	)
	const put2 = (rule: string, AlarmName = 'both') =>
		cloudwatch.send(new PutCompositeAlarmCommand({ AlarmName, AlarmRule: rule }))
	await put2('ALARM(both)', 'above')
	await expect(put2('ALARM(above) OR TRUE')).rejects.toEqual(
		invalid('Alarm rule contains a cycle: a composite alarm cannot depend on itself'),
	)
	await expect(put2('ALARM(none)')).rejects.toMatchObject({ Code: 'ValidationError' })
	await expect(put2('ALARM(errors) OR')).rejects.toMatchObject({
		message: expect.stringContaining('Error in AlarmRule'),
	})
	await expect(put2(`${'('.repeat(200)}TRUE`)).rejects.toMatchObject({
		message: expect.stringContaining('too many levels'),
	})
})

test('an alarm on an expression takes the one metric that returns data', async () => {
	const { alarm, put, pass, find, cloudwatch } = await openMetrics()
	const Metrics = [
		{ Id: 'rate', Expression: '100 * FILL(errors, 0) / FILL(errors, 1)', ReturnData: true },
		{
			Id: 'errors',
			MetricStat: { Metric: { Namespace, MetricName }, Period: 60, Stat: 'Sum' },
			ReturnData: false,
		},
	]
	const without = { MetricName: undefined, Namespace: undefined, Statistic: undefined, Period: undefined }
	await alarm({ ...without, Metrics, Threshold: 50 })
	await put(4)
	await pass(MINUTE)
	expect((await find()).StateValue).toBe('ALARM')
	expect(
		(await cloudwatch.send(new DescribeAlarmsForMetricCommand({ Namespace, MetricName }))).MetricAlarms,
	).toEqual([])
	await expect(
		alarm({ ...without, Metrics: Metrics.map((metric) => ({ ...metric, ReturnData: true })) }),
	).rejects.toEqual(invalid('Exactly one element of the metrics list should return data.'))
})

test('what an alarm cannot be is refused', async () => {
	const { alarm } = await openMetrics()
	await expect(alarm({ Period: 300, EvaluationPeriods: 300 })).rejects.toEqual(
		invalid(
			'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).',
		),
	)
	await expect(alarm({ AlarmActions: ['calls'] })).rejects.toEqual(invalid('Invalid arn syntax: calls'))
	await expect(alarm({ ExtendedStatistic: 'p90' })).rejects.toMatchObject({
		name: 'InvalidParameterCombinationException',
		message: 'Must specify either Statistic or ExtendedStatistic',
	})
	await expect(alarm({ EvaluationPeriods: 1, DatapointsToAlarm: 2 })).rejects.toMatchObject({
		Code: 'ValidationError',
	})
	await expect(alarm({ ComparisonOperator: 'GreaterThanUpperThreshold' })).rejects.toMatchObject({
		name: 'NotImplemented',
	})
})

test('alarms are listed by prefix, state and page, for those who may; another account has none', async () => {
	const { alarm, cloudwatch, user, other } = await openMetrics()
	for (const AlarmName of ['a1', 'a2', 'b1']) await alarm({ AlarmName })
	const names = async (input: object) => {
		const { MetricAlarms, NextToken } = await cloudwatch.send(new DescribeAlarmsCommand(input))
		return { names: MetricAlarms?.map(({ AlarmName }) => AlarmName), NextToken }
	}
	expect(await names({ AlarmNamePrefix: 'a' })).toEqual({ names: ['a1', 'a2'], NextToken: undefined })
	expect((await names({ StateValue: 'ALARM' })).names).toEqual([])
	const first = await names({ MaxRecords: 2 })
	expect((await names({ NextToken: first.NextToken })).names).toEqual(['b1'])
	const ResourceARN = `arn:aws:cloudwatch:eu-west-3:${ACCOUNT}:alarm:a1`
	await cloudwatch.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'env', Value: 'test' }] }))
	expect((await cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([
		{ Key: 'env', Value: 'test' },
	])
	const ada = new CloudWatchClient(
		await user('ada', { Action: 'cloudwatch:Describe*', Resource: ResourceARN }),
	)
	await ada.send(new DescribeAlarmsCommand({ AlarmNames: ['a1'] }))
	await expect(ada.send(new DeleteAlarmsCommand({ AlarmNames: ['b1'] }))).rejects.toMatchObject({
		message: `User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: cloudwatch:DeleteAlarms on resource: arn:aws:cloudwatch:eu-west-3:${ACCOUNT}:alarm:b1 because no identity-based policy allows the cloudwatch:DeleteAlarms action`,
	})
	expect((await new CloudWatchClient(other).send(new DescribeAlarmsCommand({}))).MetricAlarms).toEqual([])
})
