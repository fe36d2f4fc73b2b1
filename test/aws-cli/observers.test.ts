import { expect, test } from 'vitest'
import { refusal, startCli } from './emulator.ts'

// As in https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/WhatIsCloudWatchLogs.html and the alarms' page.

const cli = await startCli()
const { aws, json, forward } = cli

const GROUP = ['--log-group-name', '/app/shop'] as const
const STREAM = [...GROUP, '--log-stream-name', 'web'] as const

test('a log is written, read, filtered, followed, counted and queried', { timeout: 120_000 }, async () => {
	await aws('logs', 'create-log-group', ...GROUP)
	await aws('logs', 'create-log-stream', ...STREAM)
	const filter = ['--filter-name', 'errors', '--filter-pattern', 'ERROR'] as const
	const transformation = 'metricName=Errors,metricNamespace=Shop,metricValue=1'
	await aws('logs', 'put-metric-filter', ...GROUP, ...filter, '--metric-transformations', transformation)
	const timestamp = Date.now()
	const events = JSON.stringify([
		{ timestamp, message: 'INFO bonjour' },
		{ timestamp: timestamp + 1, message: 'ERROR plus de stock' },
	])
	expect(await json('logs', 'put-log-events', ...STREAM, '--log-events', events)).toMatchObject({
		nextSequenceToken: expect.any(String),
	})
	const read = await json('logs', 'get-log-events', ...STREAM)
	expect(read.events.map(({ message }: { message: string }) => message)).toEqual([
		'INFO bonjour',
		'ERROR plus de stock',
	])
	const found = await json('logs', 'filter-log-events', ...GROUP, '--filter-pattern', 'ERROR')
	expect(found.events).toMatchObject([{ logStreamName: 'web', message: 'ERROR plus de stock' }])
	expect((await aws('logs', 'tail', '/app/shop', '--since', '1h')).stdout).toContain('ERROR plus de stock')
	const times = ['--start-time', String(Math.floor(timestamp / 1000) - 60)] as const
	const query = ['--query-string', 'filter @message like /ERROR/ | stats count(*) as n'] as const
	const end = ['--end-time', String(Math.floor(timestamp / 1000) + 60)] as const
	const { queryId } = await json('logs', 'start-query', ...GROUP, ...times, ...end, ...query)
	expect(await json('logs', 'get-query-results', '--query-id', queryId)).toMatchObject({
		status: 'Complete',
		results: [[{ field: 'n', value: '1' }]],
	})
	expect(await aws('logs', 'get-log-events', '--log-group-name', 'none', '--log-stream-name', 'web')).toEqual(
		refusal('ResourceNotFoundException', 'GetLogEvents', 'The specified log group does not exist.'),
	)
})

test('an alarm follows its metric, over the query protocol of an older CLI', {
	timeout: 120_000,
}, async () => {
	await aws(
		...['cloudwatch', 'put-metric-alarm', '--alarm-name', 'errors', '--namespace', 'Shop'],
		...['--metric-name', 'Orders', '--statistic', 'Sum', '--period', '60', '--evaluation-periods', '1'],
		...['--threshold', '2', '--comparison-operator', 'GreaterThanThreshold'],
	)
	await aws('cloudwatch', 'put-metric-data', '--namespace', 'Shop', '--metric-name', 'Orders', '--value', '3')
	await forward(60)
	const { MetricAlarms } = await json('cloudwatch', 'describe-alarms', '--alarm-names', 'errors')
	expect(MetricAlarms).toMatchObject([{ AlarmName: 'errors', StateValue: 'ALARM', Threshold: 2 }])
	const { Metrics } = await json(
		'cloudwatch',
		'list-metrics',
		'--namespace',
		'Shop',
		'--metric-name',
		'Orders',
	)
	expect(Metrics).toEqual([{ Namespace: 'Shop', MetricName: 'Orders', Dimensions: [] }])
	const { AlarmHistoryItems } = await json('cloudwatch', 'describe-alarm-history', '--alarm-name', 'errors')
	expect(AlarmHistoryItems[0].HistorySummary).toBe('Alarm updated from INSUFFICIENT_DATA to ALARM')
	const state = ['--state-value', 'OK', '--state-reason', 'x'] as const
	expect(await aws('cloudwatch', 'set-alarm-state', '--alarm-name', 'none', ...state)).toEqual(
		refusal('ResourceNotFound', 'SetAlarmState', 'Alarm none does not exist'),
	)
})

test('the history of events tells what the CLI has called', { timeout: 60_000 }, async () => {
	const attribute = 'AttributeKey=EventName,AttributeValue=CreateLogGroup'
	const { Events } = await json('cloudtrail', 'lookup-events', '--lookup-attributes', attribute)
	expect(Events).toMatchObject([
		{
			EventName: 'CreateLogGroup',
			EventSource: 'logs.amazonaws.com',
			Username: 'admin',
			ReadOnly: 'false',
			Resources: [{ ResourceType: 'AWS::Logs::LogGroup', ResourceName: '/app/shop' }],
		},
	])
	expect(await aws('cloudtrail', 'create-trail', '--name', 'audit', '--s3-bucket-name', 'none')).toEqual(
		refusal('S3BucketDoesNotExistException', 'CreateTrail', 'S3 bucket none does not exist!'),
	)
})
