import type { ListMetricsInput } from '@aws-sdk/client-cloudwatch'
import { operation } from '../../../service.ts'
import { anyAccess } from '../arns.ts'
import { metricSeries } from '../metric-data.ts'
import { pageOf } from '../pages.ts'
import { listDimensions } from './dimensions.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
const PAGE = 500
const LISTED_MS = 14 * 86_400_000
const RECENT_MS = 3 * 3_600_000

export const listMetrics = operation<ListMetricsInput, object>({
	access: anyAccess('ListMetrics'),
	run({ Namespace, MetricName, Dimensions = [], NextToken: given, RecentlyActive }, call) {
		const since = call.now - (RecentlyActive ? RECENT_MS : LISTED_MS)
		const prefix = Namespace === undefined ? undefined : `${encodeURIComponent(Namespace)}|`
		const found = call.world
			.list(metricSeries, call.scope, { prefix })
			.filter(({ name, lastAt }) => lastAt >= since && (MetricName === undefined || name === MetricName))
			.filter(({ dimensions }) =>
				Dimensions.every(({ Name = '', Value }) => {
					const value = Object.hasOwn(dimensions, Name) ? dimensions[Name] : undefined
					return value !== undefined && (Value === undefined || Value === value)
				}),
			)
		const { page, NextToken } = pageOf(found, given, PAGE)
		const Metrics = page.map(({ namespace, name, dimensions }) => ({
			Namespace: namespace,
			MetricName: name,
			Dimensions: listDimensions(dimensions),
		}))
		return { Metrics, NextToken }
	},
})
