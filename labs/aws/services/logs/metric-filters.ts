import { setImmediate } from 'node:timers/promises'
import type {
	DeleteMetricFilterRequest,
	DescribeMetricFiltersRequest,
	MetricTransformation,
	PutMetricFilterRequest,
	TestMetricFilterRequest,
} from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { recordValues } from '../cloudwatch/metric-data.ts'
import { groupAccess, requireGroup } from './arns.ts'
import { type MetricFilter, metricFilters } from './collections.ts'
import type { NewEvent } from './events/chunks.ts'
import { invalidParameter, overLimit } from './logs-error.ts'
import { pageOf } from './pages.ts'
import { compilePattern } from './patterns/compile-pattern.ts'
import type { FilterPattern } from './patterns/filter-pattern.ts'
import { fittingEvents } from './patterns/fitting-events.ts'
import { selectValue } from './patterns/json-pattern.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/cloudwatch_limits_cwl.html */
const FILTERS_AT_MOST = 100
const DIMENSIONS_AT_MOST = 3
/** What the patterns of a group may cost together for each character that comes in; ours. */
const COST_AT_MOST = 2_000

export const putMetricFilter = operation<PutMetricFilterRequest, object>({
	access: ({ logGroupName = '' }, call) => groupAccess(call, 'PutMetricFilter', logGroupName),
	run({ logGroupName: group = '', filterName: name = '', filterPattern: pattern = '', ...input }, call) {
		requireGroup(call, group)
		const [transformation] = input.metricTransformations ?? []
		if (input.applyOnTransformedLogs || input.fieldSelectionCriteria || input.emitSystemFieldDimensions)
			throw new AwsError(
				'NotImplemented',
				'Metric filters on transformed logs and system fields are not emulated',
				501,
			)
		if (!transformation) throw invalidParameter('A metric transformation is required.')
		const { cost } = compilePattern(pattern)
		assertTransformation(transformation)
		const others = filtersOf(call, group).filter((filter) => filter.name !== name)
		if (others.length >= FILTERS_AT_MOST)
			throw new AwsError('LimitExceededException', 'Resource limit exceeded.')
		const costs = others.reduce((sum, filter) => sum + compilePattern(filter.pattern).cost, cost)
		if (costs > COST_AT_MOST) throw overLimit('what the metric filters of a log group may look at')
		call.world.put(metricFilters, call.scope, `${group}|${name}`, {
			...{ name, group, pattern, createdAt: call.now },
			transformation: { ...transformation },
		})
		return {}
	},
})

function assertTransformation({ metricValue = '', dimensions, defaultValue }: MetricTransformation): void {
	valueReader(metricValue)
	const readers = Object.values(dimensions ?? {})
	for (const value of readers) if (value.startsWith('$.')) selectValue(value)
	if (readers.length > DIMENSIONS_AT_MOST)
		throw invalidParameter(`A metric filter can have at most ${DIMENSIONS_AT_MOST} dimensions.`)
	if (readers.length > 0 && defaultValue !== undefined)
		throw invalidParameter(
			'Invalid metric transformation: dimensions and default value are mutually exclusive properties.',
		)
}

/** What a value of a transformation is for an event: itself, or what a selector or a field's name finds. */
function valueReader(value: string): (message: string, pattern?: FilterPattern) => string | undefined {
	if (value.startsWith('$.')) return selectValue(value)
	if (value.startsWith('$')) return (message, pattern) => pattern?.valuesOf(message)[value]
	if (Number.isNaN(Number.parseFloat(value)) || value.trim() === '')
		// The wording is ours.
		throw invalidParameter(
			'The metric value is neither a number nor the name of a field, e.g. $size or $.size.',
		)
	return () => value
}

export const deleteMetricFilter = operation<DeleteMetricFilterRequest, object>({
	access: ({ logGroupName = '' }, call) => groupAccess(call, 'DeleteMetricFilter', logGroupName),
	run({ logGroupName = '', filterName = '' }, call) {
		requireGroup(call, logGroupName)
		if (!call.world.delete(metricFilters, call.scope, `${logGroupName}|${filterName}`))
			throw new AwsError('ResourceNotFoundException', 'The specified metric filter does not exist.')
		return {}
	},
})

export const describeMetricFilters = operation<DescribeMetricFiltersRequest, object>({
	access: ({ logGroupName = '' }, call) => groupAccess(call, 'DescribeMetricFilters', logGroupName),
	run({ logGroupName, filterNamePrefix = '', metricName, metricNamespace, ...paging }, call) {
		if (logGroupName !== undefined) requireGroup(call, logGroupName)
		if ((metricName === undefined) !== (metricNamespace === undefined))
			throw invalidParameter(
				'If you include the metricName parameter in your request, you must also include the metricNamespace parameter.',
			)
		const found = filtersOf(call, logGroupName)
			.filter(({ name }) => name.startsWith(filterNamePrefix))
			.filter(({ transformation }) => metricName === undefined || transformation.metricName === metricName)
			.filter(
				({ transformation }) =>
					metricNamespace === undefined || transformation.metricNamespace === metricNamespace,
			)
		const { page, nextToken } = pageOf(found, paging)
		return { metricFilters: page.map(filterAnswer), nextToken }
	},
})

function filterAnswer({ name, group, pattern, createdAt, transformation }: Readonly<MetricFilter>) {
	return {
		filterName: name,
		filterPattern: pattern,
		metricTransformations: [transformation],
		creationTime: createdAt,
		logGroupName: group,
		applyOnTransformedLogs: false,
	}
}

export const testMetricFilter = operation<TestMetricFilterRequest, object>({
	access: () => ({ action: 'logs:TestMetricFilter', resource: '*' }),
	async run({ filterPattern = '', logEventMessages = [] }) {
		const pattern = compilePattern(filterPattern)
		const matches: Array<object> = []
		for (const [index, eventMessage] of logEventMessages.entries()) {
			await setImmediate()
			if (!pattern.matches(eventMessage)) continue
			matches.push({ eventNumber: index + 1, eventMessage, extractedValues: pattern.valuesOf(eventMessage) })
		}
		return { matches }
	},
})

function filtersOf(call: Call, group?: string): Array<Readonly<MetricFilter>> {
	const prefix = group === undefined ? undefined : `${group}|`
	return call.world.list(metricFilters, call.scope, { prefix })
}

/** Has the group's metric filters look at what came in; each writes its metric once for each value of its dimensions. */
export async function measureEvents(
	call: Call,
	group: string,
	events: ReadonlyArray<NewEvent>,
): Promise<void> {
	for (const filter of filtersOf(call, group)) await measureBy(call, filter, events)
}

async function measureBy(
	call: Call,
	{ pattern: text, transformation }: Readonly<MetricFilter>,
	events: ReadonlyArray<NewEvent>,
): Promise<void> {
	const pattern = compilePattern(text)
	const { metricName = '', metricNamespace = '', metricValue = '', unit, defaultValue } = transformation
	const read = valueReader(metricValue)
	const dimensions = Object.entries(transformation.dimensions ?? {}).map(
		([name, value]) => [name, valueReader(value)] as const,
	)
	const found = new Map<string, { dimensions: Record<string, string>; values: Array<number> }>()
	for await (const { message } of fittingEvents(pattern, events)) {
		const value = Number(read(message, pattern))
		if (!Number.isFinite(value)) continue
		const own = dimensions.map(([name, reader]) => [name, reader(message, pattern)] as const)
		// An event without one of the dimensions is not counted.
		if (own.some(([, one]) => one === undefined || one === '')) continue
		const key = JSON.stringify(own)
		const metric = found.get(key) ?? {
			dimensions: Object.fromEntries(own) as Record<string, string>,
			values: [],
		}
		metric.values.push(value)
		found.set(key, metric)
	}
	if (found.size === 0 && defaultValue !== undefined && events.length > 0)
		found.set('', { dimensions: {}, values: [defaultValue] })
	for (const { dimensions: own, values } of found.values())
		recordValues(
			call,
			{ namespace: metricNamespace, name: metricName, dimensions: own, unit: unit ?? 'None' },
			values,
		)
}
