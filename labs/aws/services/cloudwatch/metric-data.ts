import type { Call } from '../../service.ts'
import { collection, type Scope } from '../../world/world.ts'

/** A value that a service has measured. */
export interface Measurement {
	namespace: string
	name: string
	dimensions: Readonly<Record<string, string>>
	unit: 'Seconds' | 'Count'
	value: number
}

/** One metric with its newest values. */
export interface MetricSeries extends Omit<Measurement, 'value'> {
	/** Oldest first; `at` is virtual time, epoch milliseconds. */
	points: ReadonlyArray<{ at: number; value: number }>
}

/** Values kept of one metric; older ones go. */
const KEPT = 200

/** Id: `namespace/name/dimension=value,…`, the dimensions in the order of their names. */
export const metricSeries = collection<MetricSeries>('cloudwatch', 'metrics')

/** Adds a value to a metric of the account and Region, in the entry of the call that it tells of. */
export function recordMetric(call: Call, { value, ...metric }: Measurement, scope: Scope = call.scope): void {
	const dimensions = Object.entries(metric.dimensions).sort(([a], [b]) => (a < b ? -1 : 1))
	const id = `${metric.namespace}/${metric.name}/${dimensions.map((pair) => pair.join('=')).join(',')}`
	const points = call.world.get(metricSeries, scope, id)?.points ?? []
	call.world.put(metricSeries, scope, id, {
		...metric,
		points: [...points.slice(1 - KEPT), { at: call.now, value }],
	})
}
