import type { MetricAlarm } from '@aws-sdk/client-cloudwatch'
import { collection } from '../../world/world.ts'

export type StateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'

export interface AlarmState {
	value: StateValue
	reason: string
	/** JSON. */
	reasonData?: string
	updatedAt: number
	/** When the value last was another. */
	transitionedAt: number
}

/** What an alarm looks at, as PutMetricAlarm takes it. */
export type MetricWatch = Pick<
	MetricAlarm,
	| 'ComparisonOperator'
	| 'DatapointsToAlarm'
	| 'Dimensions'
	| 'EvaluateLowSampleCountPercentile'
	| 'EvaluationPeriods'
	| 'ExtendedStatistic'
	| 'MetricName'
	| 'Metrics'
	| 'Namespace'
	| 'Period'
	| 'Statistic'
	| 'Threshold'
	| 'TreatMissingData'
	| 'Unit'
>

/** Dates are virtual epoch milliseconds. */
export interface Alarm {
	name: string
	description?: string
	isActive: boolean
	/** ARNs by the state that they are told of. */
	actions: Readonly<Record<StateValue, ReadonlyArray<string>>>
	configuredAt: number
	state: AlarmState
	tags: Readonly<Record<string, string>>
	/** One of the two: a metric, or a rule on other alarms. */
	watch?: MetricWatch
	rule?: string
	/** Items of history that it has had. */
	items: number
}

/** Id: the alarm's name. */
export const alarms = collection<Alarm>('cloudwatch', 'alarms')

/** Composite alarms by those that they look at. Id: `child|parent`, both as in an address. */
export const parents = collection<{ parent: string }>('cloudwatch', 'parents')

export interface HistoryItem {
	alarm: string
	type: 'MetricAlarm' | 'CompositeAlarm'
	kind: 'ConfigurationUpdate' | 'StateUpdate' | 'Action'
	at: number
	summary: string
	/** JSON. */
	data: string
}

/** Id: `alarm|number`, the name as in an address, the number zero-padded. */
export const history = collection<HistoryItem>('cloudwatch', 'history')

export interface Dashboard {
	name: string
	body: string
	modifiedAt: number
}

/** Id: the dashboard's name. */
export const dashboards = collection<Dashboard>('cloudwatch', 'dashboards', 'account')
