import type { MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { invalidCombination, invalidValue, overLimit } from '../cloudwatch-error.ts'
import { MINUTE_MS, record, SERIES_AT_MOST, type Slot, summaryOf } from '../metric-data.ts'
import { dimensionsOf } from './dimensions.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const DATA_AT_MOST = 1_000
const VALUES_AT_MOST = 150
const OLDEST_MS = 14 * 86_400_000
const NEWEST_MS = 2 * 3_600_000

export const putMetricData = operation<PutMetricDataInput, object>({
	access: ({ Namespace = '' }) => ({
		action: 'cloudwatch:PutMetricData',
		resource: '*',
		context: { 'cloudwatch:namespace': Namespace },
	}),
	run({ Namespace = '', MetricData = [], EntityMetricData }, call) {
		if (EntityMetricData) throw new AwsError('NotImplemented', 'Entities of metrics are not emulated', 501)
		if (Namespace.startsWith('AWS/')) throw invalidValue('The value AWS/ for parameter Namespace is invalid.')
		if (MetricData.length === 0)
			throw new AwsError('MissingRequiredParameterException', 'The parameter MetricData is required.')
		if (MetricData.length > DATA_AT_MOST)
			throw invalidValue(`The collection MetricData must not have a size greater than ${DATA_AT_MOST}.`)
		for (const [index, datum] of MetricData.entries())
			put(call, Namespace, datum, `MetricData.member.${index + 1}`)
		return {}
	},
})

function put(call: Call, namespace: string, datum: MetricDatum, where: string): void {
	const at = datum.Timestamp ? datum.Timestamp.getTime() : call.now
	if (at < call.now - OLDEST_MS || at > call.now + NEWEST_MS)
		throw invalidValue(
			`The parameter ${where}.Timestamp must specify a time no more than two weeks in the past and no more than two hours in the future.`,
		)
	const metric = { namespace, name: datum.MetricName ?? '', dimensions: dimensionsOf(datum.Dimensions) }
	const slot: Slot = { at, unit: datum.Unit ?? 'None', ...summary(datum, where) }
	const isFine = datum.StorageResolution === 1
	if (!record(call, call.scope, metric, slot, isFine ? 1_000 : MINUTE_MS))
		throw overLimit(`${SERIES_AT_MOST} metrics in a Region`)
}

function summary(datum: MetricDatum, where: string): Omit<Slot, 'at' | 'unit'> {
	const { Value, Values, Counts, StatisticValues } = datum
	if (Value !== undefined && Values)
		throw invalidCombination(
			`The parameters ${where}.Value and ${where}.Values are mutually exclusive and you have specified both.`,
		)
	if (Value !== undefined && StatisticValues)
		throw invalidCombination(
			`The parameters ${where}.Value and ${where}.StatisticValues are mutually exclusive and you have specified both.`,
		)
	if (StatisticValues) {
		const { SampleCount: count = 0, Sum: sum = 0, Minimum: min = 0, Maximum: max = 0 } = StatisticValues
		for (const value of [count, sum, min, max]) assertFinite(value, `${where}.StatisticValues`)
		return { count, sum, min, max }
	}
	if (Values) {
		if (Counts && Counts.length !== Values.length)
			throw invalidValue(`The parameters ${where}.Values and ${where}.Counts must be of the same size.`)
		if (Values.length > VALUES_AT_MOST)
			throw invalidValue(
				`The collection ${where}.Values must not have a size greater than ${VALUES_AT_MOST}.`,
			)
		for (const value of [...Values, ...(Counts ?? [])]) assertFinite(value, `${where}.Values`)
		return summaryOf(Values.map((value, index) => [value, Counts?.[index] ?? 1]))
	}
	if (Value === undefined)
		throw new AwsError('MissingRequiredParameterException', `The parameter ${where}.Value is required.`)
	assertFinite(Value, `${where}.Value`)
	return summaryOf([[Value, 1]])
}

function assertFinite(value: number, where: string): void {
	if (!Number.isFinite(value)) throw invalidValue(`The value ${value} for parameter ${where} is invalid.`)
}
