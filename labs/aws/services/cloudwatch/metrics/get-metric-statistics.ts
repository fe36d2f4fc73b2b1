import type { GetMetricStatisticsInput } from '@aws-sdk/client-cloudwatch'
import { operation } from '../../../service.ts'
import { anyAccess } from '../arns.ts'
import { invalidCombination, invalidValue } from '../cloudwatch-error.ts'
import { MINUTE_MS, readSlots, type Slot, seriesId } from '../metric-data.ts'
import { dimensionsOf } from './dimensions.ts'
import { byPeriod, readStatistic } from './statistics.ts'

const POINTS_AT_MOST = 1_440

export const getMetricStatistics = operation<GetMetricStatisticsInput, object>({
	access: anyAccess('GetMetricStatistics'),
	run(input, call) {
		const { Namespace = '', MetricName = '', Dimensions, Period = 60, Unit } = input
		const { StartTime, EndTime, Statistics = [], ExtendedStatistics = [] } = input
		if (Statistics.length === 0 && ExtendedStatistics.length === 0)
			throw invalidCombination('Must specify either Statistics or ExtendedStatistics')
		assertPeriod(Period)
		const step = Math.min(MINUTE_MS, Period * 1000)
		const from = Math.floor((StartTime?.getTime() ?? 0) / step) * step
		const to = EndTime?.getTime() ?? 0
		if (seconds(StartTime) >= seconds(EndTime))
			throw invalidValue('The parameter StartTime must be less than the parameter EndTime.')
		const count = Math.ceil((to - from) / (Period * 1000))
		if (count > POINTS_AT_MOST)
			throw invalidCombination(
				`You have requested up to ${count} datapoints, which exceeds the limit of ${POINTS_AT_MOST}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
			)
		const extended = ExtendedStatistics.map((name) => [name, readStatistic(name)] as const)
		const id = seriesId({ namespace: Namespace, name: MetricName, dimensions: dimensionsOf(Dimensions) })
		const slots = readSlots(call, id, from, to, Unit)
		const grid = { from, periodMs: Period * 1000, count }
		const byUnit = Map.groupBy(slots, ({ unit }) => unit)
		const points = [...byUnit.values()].flatMap((own) => [...byPeriod(own, grid).values()])
		return {
			Label: MetricName,
			Datapoints: points.map((slot) => ({
				Timestamp: new Date(slot.at),
				...simple(slot, Statistics),
				Unit: slot.unit,
				...(extended.length > 0 && {
					ExtendedStatistics: Object.fromEntries(
						extended.flatMap(([name, read]) => {
							const value = read(slot)
							return value === undefined ? [] : [[name, value]]
						}),
					),
				}),
			})),
		}
	},
})

function simple(slot: Readonly<Slot>, statistics: ReadonlyArray<string>): Record<string, number | undefined> {
	return Object.fromEntries(statistics.map((name) => [name, readStatistic(name)(slot)]))
}

/** Times count by the second. */
const seconds = (time: Date | undefined) => Math.floor((time?.getTime() ?? 0) / 1000)

/** Throws AwsError for a period that is none of AWS's. */
export function assertPeriod(period: number): void {
	if (![1, 5, 10, 20, 30].includes(period) && period % 60 !== 0)
		throw invalidValue(
			'The parameter Period must be a value in the set [ 1, 5, 10, 20, 30 ], or any multiple of 60.',
		)
}
