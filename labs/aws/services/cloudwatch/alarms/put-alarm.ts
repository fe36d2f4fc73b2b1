import type { PutCompositeAlarmInput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import type { Json } from '../../../world/json.ts'
import { alarmAccess } from '../arns.ts'
import { invalidCombination, overLimit, validationError } from '../cloudwatch-error.ts'
import { type Alarm, alarms, type MetricWatch, parents } from '../collections.ts'
import { askEvaluation, watchers } from '../metric-data.ts'
import { checkQueries } from '../metrics/evaluate-queries.ts'
import { assertPeriod } from '../metrics/get-metric-statistics.ts'
import { readStatistic } from '../metrics/statistics.ts'
import { remember, typeOf } from './alarm-history.ts'
import { periodOf, seriesOf, stepOf } from './evaluate.ts'
import { parseRule } from './rule.ts'

/** Alarms of a Region of an account; AWS's quota is 5,000 and more. */
const ALARMS_AT_MOST = 500
/** Composite alarms that may look at one alarm. */
const PARENTS_AT_MOST = 150
const DAY_S = 86_400

export const putMetricAlarm = operation<PutMetricAlarmInput, object>({
	access: ({ AlarmName = '' }, call) => alarmAccess(call, 'PutMetricAlarm', AlarmName),
	run(input, call) {
		const { AlarmName: name = '', ThresholdMetricId, EvaluationCriteria, EvaluationInterval } = input
		if (ThresholdMetricId !== undefined || EvaluationCriteria || EvaluationInterval !== undefined)
			throw new AwsError('NotImplemented', 'Anomaly detection and alarms on queries are not emulated', 501)
		const watch = watchOf(input)
		assertWatch(watch)
		const alarm = put(call, input, { watch })
		const stepMs = stepOf(periodOf(watch))
		for (const id of seriesOf(watch))
			call.world.put(watchers, call.scope, `${id}|${encodeURIComponent(name)}`, {
				alarm: name,
				stepMs,
			})
		askEvaluation(call, call.scope, alarm.name, (Math.floor(call.now / stepMs) + 1) * stepMs)
		return {}
	},
})

const WATCHED = [
	'ComparisonOperator',
	'DatapointsToAlarm',
	'Dimensions',
	'EvaluateLowSampleCountPercentile',
	'EvaluationPeriods',
	'ExtendedStatistic',
	'MetricName',
	'Metrics',
	'Namespace',
	'Period',
	'Statistic',
	'Threshold',
	'TreatMissingData',
	'Unit',
] as const

function watchOf(input: PutMetricAlarmInput): MetricWatch {
	const given = WATCHED.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]]))
	return Object.fromEntries(given) as MetricWatch
}

function assertWatch(watch: MetricWatch): void {
	const { MetricName, Metrics, Statistic, ExtendedStatistic, Period, EvaluationPeriods = 0 } = watch
	if (Metrics && MetricName !== undefined)
		throw validationError(
			'The parameters MetricName and Metrics are mutually exclusive and you have specified both.',
		)
	if (!Metrics && MetricName === undefined)
		throw validationError('Either MetricName or Metrics must be specified')
	if (watch.ComparisonOperator === undefined || watch.Threshold === undefined || EvaluationPeriods < 1)
		throw new AwsError(
			'MissingRequiredParameterException',
			'The parameters ComparisonOperator, EvaluationPeriods and Threshold are required.',
		)
	if (/Lower|Upper/.test(watch.ComparisonOperator))
		throw new AwsError('NotImplemented', 'Anomaly detection is not emulated', 501)
	if (
		watch.TreatMissingData &&
		!['breaching', 'notBreaching', 'ignore', 'missing'].includes(watch.TreatMissingData)
	)
		throw invalidCombination(
			`The value ${watch.TreatMissingData} is not supported for TreatMissingData parameter. Supported values are [breaching, notBreaching, ignore, missing].`,
		)
	const low = watch.EvaluateLowSampleCountPercentile
	if (low !== undefined && low !== 'evaluate' && low !== 'ignore')
		throw validationError(
			`Option ${low} is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.`,
		)
	if ((watch.DatapointsToAlarm ?? 1) > EvaluationPeriods)
		throw validationError(
			'The value for parameter DatapointsToAlarm must be less than or equal to EvaluationPeriods.',
		)
	if (Metrics) assertQueries(Metrics)
	else {
		if ((Statistic === undefined) === (ExtendedStatistic === undefined))
			throw invalidCombination('Must specify either Statistic or ExtendedStatistic')
		if (Period === undefined)
			throw new AwsError('MissingRequiredParameterException', 'The parameter Period is required.')
		assertPeriod(Period)
		readStatistic(Statistic ?? ExtendedStatistic ?? '', 'ExtendedStatistic')
	}
	const span = periodOf(watch) * EvaluationPeriods
	if (span > DAY_S && periodOf(watch) < 3_600)
		throw validationError(
			'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).',
		)
	if (span > 7 * DAY_S)
		throw validationError(
			'Metrics cannot be checked across more than seven days (EvaluationPeriods * Period must be <= 604800).',
		)
}

function assertQueries(queries: NonNullable<MetricWatch['Metrics']>): void {
	checkQueries(queries)
	if (queries.filter(({ ReturnData }) => ReturnData !== false).length !== 1)
		throw validationError('Exactly one element of the metrics list should return data.')
	if (new Set(queries.flatMap(({ MetricStat }) => MetricStat?.Period ?? [])).size > 1)
		throw validationError('The metrics of an alarm must have the same period.')
}

export const putCompositeAlarm = operation<PutCompositeAlarmInput, object>({
	access: ({ AlarmName = '' }, call) => alarmAccess(call, 'PutCompositeAlarm', AlarmName),
	run(input, call) {
		const { AlarmName: name = '', AlarmRule: rule = '' } = input
		if (input.ActionsSuppressor !== undefined)
			throw new AwsError('NotImplemented', 'Suppressors of actions are not emulated', 501)
		const { alarms: children } = parseRule(rule)
		for (const child of children) {
			if (!call.world.get(alarms, call.scope, child))
				throw validationError(
					`Could not save the composite alarm as alarms [${child}] in the alarm rule do not exist`,
				)
			if (child === name || reaches(call, child, name))
				throw validationError('Alarm rule contains a cycle: a composite alarm cannot depend on itself')
			const own = `${encodeURIComponent(child)}|`
			if (
				call.world.list(parents, call.scope, { prefix: own, limit: PARENTS_AT_MOST }).length >=
				PARENTS_AT_MOST
			)
				throw overLimit(`${PARENTS_AT_MOST} composite alarms on one alarm`)
		}
		put(call, input, { rule })
		for (const child of children) {
			const id = `${encodeURIComponent(child)}|${encodeURIComponent(name)}`
			call.world.put(parents, call.scope, id, { parent: name })
		}
		askEvaluation(call, call.scope, name, call.now)
		return {}
	},
})

/** Whether an alarm depends on another, however far away. */
function reaches(call: Call, from: string, to: string): boolean {
	const seen = new Set<string>()
	const waiting = [from]
	for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
		if (name === to) return true
		if (seen.has(name)) continue
		seen.add(name)
		const { rule } = call.world.get(alarms, call.scope, name) ?? {}
		if (rule !== undefined) waiting.push(...parseRule(rule).alarms)
	}
	return false
}

/** Lets an alarm go of what it looks at. */
export function unwatch(call: Call, { name, watch, rule }: Readonly<Alarm>): void {
	const own = encodeURIComponent(name)
	if (watch) for (const id of seriesOf(watch)) call.world.delete(watchers, call.scope, `${id}|${own}`)
	if (rule === undefined) return
	for (const child of parseRule(rule).alarms)
		call.world.delete(parents, call.scope, `${encodeURIComponent(child)}|${own}`)
}

type About = Pick<
	PutMetricAlarmInput,
	| 'AlarmName'
	| 'AlarmDescription'
	| 'ActionsEnabled'
	| 'OKActions'
	| 'AlarmActions'
	| 'InsufficientDataActions'
	| 'Tags'
>

/** Writes an alarm whole; one that there is keeps its state, its tags and its history. */
function put(call: Call, about: About, what: Pick<Alarm, 'watch' | 'rule'>): Alarm {
	const { AlarmName: name = '', AlarmDescription: description, ActionsEnabled = true, Tags = [] } = about
	const { OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = about
	for (const arn of [...OKActions, ...AlarmActions, ...InsufficientDataActions])
		if (!arn.startsWith('arn:')) throw validationError(`Invalid arn syntax: ${arn}`)
	const known = call.world.get(alarms, call.scope, name)
	if (!known && call.world.list(alarms, call.scope, { limit: ALARMS_AT_MOST }).length >= ALARMS_AT_MOST)
		throw overLimit(`${ALARMS_AT_MOST} alarms in a Region`)
	if (known && (known.rule === undefined) !== (what.rule === undefined))
		throw validationError(`An alarm of another type has the name ${name} already`)
	if (known) unwatch(call, known)
	const alarm: Alarm = {
		name,
		...(description !== undefined && { description }),
		isActive: ActionsEnabled,
		actions: { OK: OKActions, ALARM: AlarmActions, INSUFFICIENT_DATA: InsufficientDataActions },
		configuredAt: call.now,
		state: known?.state ?? {
			value: 'INSUFFICIENT_DATA',
			reason: 'Unchecked: Initial alarm creation',
			updatedAt: call.now,
			transitionedAt: call.now,
		},
		tags: known?.tags ?? Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
		items: known?.items ?? 0,
		...what,
	}
	const data = {
		version: '1.0',
		type: known ? 'Update' : 'Create',
		[known ? 'updatedAlarm' : 'createdAlarm']: shown(alarm),
	}
	return remember(
		call,
		alarm,
		'ConfigurationUpdate',
		`Alarm "${name}" ${known ? 'updated' : 'created'}`,
		data,
	)
}

function shown(alarm: Alarm): Json {
	const { name, watch, rule } = alarm
	return JSON.parse(
		JSON.stringify({ alarmName: name, alarmType: typeOf(alarm), ...watch, ...(rule && { rule }) }),
	) as Json
}
