import {
	CloudWatchClient,
	DescribeAlarmsCommand,
	PutMetricAlarmCommand,
	type PutMetricAlarmCommandInput,
	PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'
import { expect } from 'vitest'
import { openPeople } from '../../people.fixture.ts'

// What the tests of CloudWatch start from: a metric, and an alarm on it.

export const Namespace = 'Shop'
export const MetricName = 'Errors'
export const MINUTE = 60_000

/** How a refusal of an input reaches a client: the SDK has a name of its own for the code. */
export const invalid = (message: string) =>
	expect.objectContaining({
		Code: 'ValidationError',
		message,
		$metadata: expect.objectContaining({ httpStatusCode: 400 }),
	})

export async function openMetrics() {
	const people = await openPeople()
	const cloudwatch = new CloudWatchClient(people.root)
	const start = people.sandbox.now()

	/** Puts values, all now. */
	const put = (...values: Array<number>) =>
		cloudwatch.send(
			new PutMetricDataCommand({ Namespace, MetricData: values.map((Value) => ({ MetricName, Value })) }),
		)
	const pass = (ms: number) => people.sandbox.setClock({ jumpTo: people.sandbox.now() + ms })
	const alarm = (input: Partial<PutMetricAlarmCommandInput> = {}) =>
		cloudwatch.send(
			new PutMetricAlarmCommand({
				...{ AlarmName: 'errors', Namespace, MetricName, Statistic: 'Sum', Period: 60, EvaluationPeriods: 1 },
				...{ Threshold: 2, ComparisonOperator: 'GreaterThanThreshold' },
				...input,
			}),
		)
	async function find(AlarmName = 'errors') {
		const { MetricAlarms = [], CompositeAlarms = [] } = await cloudwatch.send(
			new DescribeAlarmsCommand({ AlarmNames: [AlarmName], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
		)
		const [found] = [...MetricAlarms, ...CompositeAlarms]
		if (!found) throw new Error(`No alarm ${AlarmName}`)
		return found
	}
	return { ...people, cloudwatch, start, put, pass, alarm, find }
}
