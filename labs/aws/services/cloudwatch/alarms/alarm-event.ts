import type { Call } from '../../../service.ts'
import type { Json } from '../../../world/json.ts'
import { emitEvent } from '../../events/bus.ts'
import { alarmArn } from '../arns.ts'
import type { Alarm, AlarmState } from '../collections.ts'
import { dimensionsOf } from '../metrics/dimensions.ts'

/** Tells the bus: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export function emitStateChange(call: Call, alarm: Readonly<Alarm>, before: Readonly<AlarmState>): void {
	const told = ({ value, reason, reasonData, updatedAt }: AlarmState) => ({
		reason,
		...(reasonData !== undefined && { reasonData }),
		timestamp: new Date(updatedAt).toISOString().replace('Z', '+0000'),
		value,
	})
	emitEvent(call, {
		source: 'aws.cloudwatch',
		'detail-type': 'CloudWatch Alarm State Change',
		resources: [alarmArn(call.scope, alarm.name)],
		detail: {
			alarmName: alarm.name,
			configuration: configurationOf(alarm),
			previousState: told(before),
			state: told(alarm.state),
		},
	})
}

/** What an alarm looks at, as events and functions are told. */
export function configurationOf({ description, watch, rule }: Readonly<Alarm>): Record<string, Json> {
	const about = { ...(description !== undefined && { description }) }
	if (rule !== undefined) return { ...about, alarmRule: rule }
	const metrics = (watch?.Metrics ?? [singleMetric(watch)]).map(
		({ Id = '', MetricStat, Expression, Label, ReturnData = true }): Json => ({
			id: Id,
			...(Expression !== undefined && { expression: Expression }),
			...(Label !== undefined && { label: Label }),
			...(MetricStat && {
				metricStat: {
					metric: {
						dimensions: dimensionsOf(MetricStat.Metric?.Dimensions),
						name: MetricStat.Metric?.MetricName ?? '',
						namespace: MetricStat.Metric?.Namespace ?? '',
					},
					period: MetricStat.Period ?? 60,
					stat: MetricStat.Stat ?? '',
				},
			}),
			returnData: ReturnData,
		}),
	)
	return { ...about, metrics }
}

function singleMetric(watch: Alarm['watch']): NonNullable<NonNullable<Alarm['watch']>['Metrics']>[number] {
	const { Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic, Unit } = watch ?? {}
	return {
		Id: 'm1',
		MetricStat: {
			Metric: { Namespace, MetricName, Dimensions },
			Period,
			Stat: Statistic ?? ExtendedStatistic,
			...(Unit && { Unit }),
		},
		ReturnData: true,
	}
}
