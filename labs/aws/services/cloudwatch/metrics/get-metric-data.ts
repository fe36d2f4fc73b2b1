import type { GetMetricDataInput, MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { type Call, operation } from '../../../service.ts'
import { anyAccess } from '../arns.ts'
import { validationError } from '../cloudwatch-error.ts'
import { at } from '../math/expression.ts'
import type { Points } from '../math/series.ts'
import { MINUTE_MS } from '../metric-data.ts'
import { checkQueries, Evaluation, type GridOf } from './evaluate-queries.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const QUERIES_AT_MOST = 500
const POINTS_AT_MOST = 100_800
/** Data is not older than this. */
const KEPT_MS = 15 * 86_400_000 + 3_600_000

export const getMetricData = operation<GetMetricDataInput, object>({
	access: anyAccess('GetMetricData'),
	run(
		{ MetricDataQueries: queries = [], StartTime, EndTime, ScanBy = 'TimestampDescending', ...paging },
		call,
	) {
		const { NextToken: given, MaxDatapoints = POINTS_AT_MOST } = paging
		const from = StartTime?.getTime() ?? 0
		const to = EndTime?.getTime() ?? 0
		assertRange(from, to)
		if (queries.length > QUERIES_AT_MOST)
			throw validationError(
				`The collection MetricDataQueries must not have a size greater than ${QUERIES_AT_MOST}.`,
			)
		checkQueries(queries)
		const gridOf = gridBetween(call, from, to)
		const evaluation = new Evaluation(call, queries, gridOf)
		const shown = queries.filter(({ ReturnData }) => ReturnData !== false)
		const labels = labelsOf(shown)
		const all = shown.flatMap((query) => {
			const grid = gridOf(evaluation.periodOf(query))
			return seriesOf(evaluation, query, grid.count).map((points) => {
				const values = points.flatMap((value, index) =>
					value === undefined ? [] : [{ value, at: grid.from + index * grid.periodMs }],
				)
				if (ScanBy === 'TimestampDescending') values.reverse()
				return { Id: query.Id, Label: labels.get(query), values }
			})
		})
		const skip =
			given === undefined ? 0 : Number(/^after:(\d+)$/.exec(Buffer.from(given, 'base64').toString())?.[1])
		if (Number.isNaN(skip)) throw validationError('The value for parameter NextToken is invalid.')
		return {
			MetricDataResults: pageOf(all, skip, MaxDatapoints),
			Messages: [],
			...next(all, skip + MaxDatapoints),
		}
	},
})

/** Times count by the second. */
function assertRange(from: number, to: number): void {
	const [start, end] = [Math.floor(from / 1000), Math.floor(to / 1000)]
	if (start > end) throw validationError('The parameter EndTime must be greater than StartTime.')
	if (start === end) throw validationError('The parameter StartTime must not equal parameter EndTime.')
}

interface Found {
	Id?: string
	Label?: string
	values: Array<{ value: number; at: number }>
}

/** Data begins in a full minute, and periods follow one another from there. */
function gridBetween({ now }: Call, from: number, to: number): GridOf {
	return (period) => {
		const periodMs = period * 1000
		const step = Math.min(MINUTE_MS, periodMs)
		const asked = Math.floor(from / step) * step
		// Whole periods are left out before the first that may have data.
		const before = Math.max(0, Math.floor((now - KEPT_MS - asked) / periodMs))
		const start = asked + before * periodMs
		const count = Math.max(0, Math.ceil((to - start) / periodMs))
		if (count > POINTS_AT_MOST)
			// The wording is ours.
			throw validationError(
				`The time range has ${count} periods, which exceeds the limit of ${POINTS_AT_MOST}.`,
			)
		return { from: start, periodMs, count }
	}
}

function seriesOf(
	evaluation: Evaluation,
	{ Id = '' }: MetricDataQuery,
	count: number,
): ReadonlyArray<Points> {
	const result = evaluation.resultOf(Id)
	if (result.kind === 'list') return result.list
	return [Array.from({ length: count }, (_, index) => at(result, index))]
}

/** What tells the results from one another: names, statistics and periods, as far as they differ. */
function labelsOf(queries: ReadonlyArray<MetricDataQuery>): Map<MetricDataQuery, string> {
	const stats = queries.flatMap(({ MetricStat }) => MetricStat ?? [])
	const several = (values: ReadonlyArray<unknown>) => new Set(values).size > 1
	const manyStats = several(stats.map(({ Stat }) => Stat))
	const manyPeriods = several(stats.map(({ Period }) => Period))
	return new Map(
		queries.map((query) => {
			const { Id = '', Label, MetricStat } = query
			const parts = [
				MetricStat?.Metric?.MetricName,
				manyStats ? MetricStat?.Stat : undefined,
				manyPeriods ? MetricStat?.Period : undefined,
			]
			const own = MetricStat ? parts.filter((part) => part !== undefined).join(' ') : Id
			return [query, Label ?? own]
		}),
	)
}

function pageOf(all: ReadonlyArray<Found>, skip: number, size: number) {
	let position = 0
	return all.map(({ Id, Label, values }) => {
		const start = Math.min(values.length, Math.max(0, skip - position))
		const end = Math.max(start, Math.min(values.length, skip + size - position))
		position += values.length
		const page = values.slice(start, end)
		return {
			Id,
			Label,
			Timestamps: page.map((point) => new Date(point.at)),
			Values: page.map(({ value }) => value),
			StatusCode: end < values.length ? 'PartialData' : 'Complete',
		}
	})
}

function next(all: ReadonlyArray<Found>, end: number): { NextToken?: string } {
	const total = all.reduce((sum, { values }) => sum + values.length, 0)
	return end < total ? { NextToken: Buffer.from(`after:${end}`).toString('base64') } : {}
}
