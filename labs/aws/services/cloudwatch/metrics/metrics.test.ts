import {
	CloudWatchClient,
	GetMetricDataCommand,
	GetMetricStatisticsCommand,
	ListMetricsCommand,
	type MetricDataQuery,
	PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'
import { expect, test } from 'vitest'
import { refused } from '../../../people.fixture.ts'
import { invalid, MetricName, MINUTE, Namespace, openMetrics } from '../cloudwatch.fixture.ts'

const stat = (Id: string, name = MetricName, Stat = 'Sum', Period = 60): MetricDataQuery => ({
	Id,
	MetricStat: { Metric: { Namespace, MetricName: name }, Period, Stat },
})

async function openSeries() {
	const opened = await openMetrics()
	const { cloudwatch, put, pass, start } = opened
	await put(1, 3)
	await pass(MINUTE)
	await put(10)
	await pass(2 * MINUTE)
	await put(4)
	await pass(MINUTE)
	const range = { StartTime: new Date(start), EndTime: new Date(start + 10 * MINUTE) }
	const ask = (...MetricDataQueries: Array<MetricDataQuery>) =>
		cloudwatch.send(new GetMetricDataCommand({ ...range, MetricDataQueries, ScanBy: 'TimestampAscending' }))
	/** The values of an expression on the series `m1`. */
	const math = async (Expression: string, ...others: Array<MetricDataQuery>) => {
		const queries = [{ ...stat('m1'), ReturnData: false }, ...others, { Id: 'e1', Expression }]
		return (await ask(...queries)).MetricDataResults?.at(-1)?.Values
	}
	return { ...opened, range, ask, math }
}

test('statistics are of periods: sums, averages, extremes, counts, percentiles', async () => {
	const { cloudwatch, range, start } = await openSeries()
	const statistics = (input: object) =>
		cloudwatch.send(
			new GetMetricStatisticsCommand({ ...{ Namespace, MetricName, Period: 60 }, ...range, ...input }),
		)
	const all = await statistics({
		Statistics: ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'],
		Period: 300,
	})
	expect(all).toMatchObject({
		Label: MetricName,
		Datapoints: [
			{
				Timestamp: new Date(start),
				Sum: 18,
				Average: 4.5,
				Minimum: 1,
				Maximum: 10,
				SampleCount: 4,
				Unit: 'None',
			},
		],
	})
	const extended = await statistics({ ExtendedStatistics: ['p50', 'p90'], Period: 300 })
	expect(extended.Datapoints?.[0]?.ExtendedStatistics).toEqual({ p50: 3, p90: 10 })
	await expect(statistics({})).rejects.toMatchObject({
		message: 'Must specify either Statistics or ExtendedStatistics',
	})
	await expect(statistics({ Statistics: ['Sum'], StartTime: new Date(0), Period: 1 })).rejects.toMatchObject({
		message: expect.stringMatching(
			/^You have requested up to \d+ datapoints, which exceeds the limit of 1440\./,
		),
	})
	await expect(statistics({ Statistics: ['Sum'], EndTime: range.StartTime })).rejects.toMatchObject({
		message: 'The parameter StartTime must be less than the parameter EndTime.',
	})
})

test('metric data is told newest first unless asked otherwise, in pages, with labels that tell it apart', async () => {
	const { ask, cloudwatch, range } = await openSeries()
	const one = await ask(stat('m1'))
	expect(one.MetricDataResults).toMatchObject([
		{ Id: 'm1', Label: MetricName, StatusCode: 'Complete', Values: [4, 10, 4] },
	])
	const two = await ask(stat('m1'), stat('m2', MetricName, 'Average', 300))
	expect(two.MetricDataResults?.map(({ Label }) => Label)).toEqual(['Errors Sum 60', 'Errors Average 300'])
	const page = async (NextToken?: string) =>
		cloudwatch.send(
			new GetMetricDataCommand({ ...range, MetricDataQueries: [stat('m1')], MaxDatapoints: 2, NextToken }),
		)
	const first = await page()
	expect(first.MetricDataResults?.[0]).toMatchObject({ Values: [4, 10], StatusCode: 'PartialData' })
	expect((await page(first.NextToken)).MetricDataResults?.[0]).toMatchObject({
		Values: [4],
		StatusCode: 'Complete',
	})
})

test('expressions calculate with series', async () => {
	const { math } = await openSeries()
	expect(await math('m1 * 2 + 1')).toEqual([9, 21, 9])
	expect(await math('(m1 > 5) * m1')).toEqual([0, 10, 0])
	expect(await math('FILL(m1, 0)')).toEqual([4, 10, 0, 4, 0, 0, 0, 0, 0, 0])
	expect(await math('FILL(m1, REPEAT)')).toEqual([4, 10, 10, 4, 4, 4, 4, 4, 4, 4])
	expect(await math('FILL(m1, LINEAR)')).toEqual([4, 10, 7, 4])
	expect(await math('m1 / SUM(m1)')).toEqual([4 / 18, 10 / 18, 4 / 18])
	expect(await math('IF(m1 > 5, m1, 0)')).toEqual([0, 10, 0])
	expect(await math('RATE(m1)')).toEqual([6 / 60, -6 / 120])
	expect(await math('RUNNING_SUM(m1)')).toEqual([4, 14, 18])
	expect(await math('SUM(METRICS())', stat('m2'))).toEqual([8, 20, 8])
	expect(await math('MAX([m1, 7])')).toEqual([7, 10, 7, 7, 7, 7, 7, 7, 7, 7])
	expect(await math('TIME_SERIES(DATAPOINT_COUNT(m1)) * m1')).toEqual([12, 30, 12])
	expect(await math('-m1 ^ 2')).toEqual([16, 100, 16])
	expect(await math('m1 / 0')).toEqual([])
})

test('expressions that cannot be are refused', async () => {
	const { math } = await openSeries()
	const refusal = (message: string) => invalid(message)
	await expect(math('m1 +')).rejects.toEqual(refusal("Error in expression 'm1 +': Invalid syntax"))
	await expect(math('e1 + 1')).rejects.toEqual(refusal('Error in expression: Circular reference to e1'))
	await expect(math('m9')).rejects.toEqual(refusal('Error in expression: Unknown id m9'))
	await expect(math('SEARCH(m1)')).rejects.toEqual(refusal('Unsupported function in expression: SEARCH'))
	await expect(math('m1 + m2', stat('m2', MetricName, 'Sum', 300))).rejects.toEqual(
		refusal('The metrics of an expression must have the same period: m1 has 60 seconds, not 300'),
	)
	await expect(math(`${'('.repeat(100)}m1`)).rejects.toMatchObject({ Code: 'ValidationError' })
})

test('a metric is its exact dimensions, and listed by any of them', async () => {
	const { cloudwatch, other } = await openMetrics()
	const put = (Dimensions: Array<{ Name: string; Value: string }>) =>
		cloudwatch.send(
			new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName, Value: 1, Dimensions }] }),
		)
	await put([])
	await put([
		{ Name: 'Path', Value: '/' },
		{ Name: 'Host', Value: 'a' },
	])
	await put([
		{ Name: 'Host', Value: 'a' },
		{ Name: 'Path', Value: '/' },
	])
	const list = async (input: object) =>
		(await cloudwatch.send(new ListMetricsCommand({ Namespace, ...input }))).Metrics?.length
	expect(await list({})).toBe(2)
	expect(await list({ Dimensions: [{ Name: 'Host' }] })).toBe(1)
	expect(await list({ Dimensions: [{ Name: 'Host', Value: 'b' }] })).toBe(0)
	expect((await new CloudWatchClient(other).send(new ListMetricsCommand({}))).Metrics).toEqual([])
})

test('data that cannot be is refused', async () => {
	const { cloudwatch, user, start } = await openMetrics()
	const put = (datum: object, namespace = Namespace) =>
		cloudwatch.send(
			new PutMetricDataCommand({ Namespace: namespace, MetricData: [{ MetricName, ...datum }] }),
		)
	await expect(put({ Value: 1, Values: [1] })).rejects.toEqual(
		refused(
			'InvalidParameterCombinationException',
			'The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you have specified both.',
		),
	)
	await expect(put({ Values: [1, 2], Counts: [1] })).rejects.toEqual(
		refused(
			'InvalidParameterValueException',
			'The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.',
		),
	)
	await expect(put({ Value: 1, Timestamp: new Date(start + 3 * 3_600_000) })).rejects.toMatchObject({
		name: 'InvalidParameterValueException',
	})
	await expect(put({ Value: 1 }, 'AWS/Shop')).rejects.toMatchObject({
		message: 'The value AWS/ for parameter Namespace is invalid.',
	})
	const ada = new CloudWatchClient(
		await user('ada', {
			Action: 'cloudwatch:PutMetricData',
			Condition: { StringEquals: { 'cloudwatch:namespace': 'Other' } },
		}),
	)
	await expect(
		ada.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName, Value: 1 }] })),
	).rejects.toMatchObject({ message: expect.stringContaining('cloudwatch:PutMetricData') })
})
