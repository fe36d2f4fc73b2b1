import type {
	DeleteAlarmsInput,
	DescribeAlarmHistoryInput,
	DescribeAlarmsForMetricInput,
	DescribeAlarmsInput,
	DisableAlarmActionsInput,
	EnableAlarmActionsInput,
	SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { alarmAccess, alarmArn, alarmName } from '../arns.ts'
import { validationError } from '../cloudwatch-error.ts'
import { type Alarm, alarms, type HistoryItem, history, parents } from '../collections.ts'
import { askEvaluation, MINUTE_MS, seriesId } from '../metric-data.ts'
import { dimensionsOf } from '../metrics/dimensions.ts'
import { pageOf } from '../pages.ts'
import { historyId, typeOf } from './alarm-history.ts'
import { seriesOf } from './evaluate.ts'
import { unwatch } from './put-alarm.ts'
import { parseRule } from './rule.ts'
import { setState } from './set-state.ts'

const PAGE = 50

export const describeAlarms = operation<DescribeAlarmsInput, object>({
	access: ({ AlarmNames = [] }, call) =>
		AlarmNames.length > 0
			? AlarmNames.map((name) => alarmAccess(call, 'DescribeAlarms', name))
			: alarmAccess(call, 'DescribeAlarms', '*'),
	run(input, call) {
		const { AlarmNames, AlarmNamePrefix, AlarmTypes = ['MetricAlarm'], StateValue, ActionPrefix } = input
		if (AlarmNames && AlarmNamePrefix !== undefined)
			throw validationError('AlarmNames and AlarmNamePrefix are mutually exclusive parameters.')
		const found = candidates(call, input)
			.filter((alarm) => AlarmTypes.includes(typeOf(alarm)))
			.filter(({ state }) => StateValue === undefined || state.value === StateValue)
			.filter(
				({ actions }) =>
					ActionPrefix === undefined ||
					Object.values(actions).some((arns) => arns.some((arn) => arn.startsWith(ActionPrefix))),
			)
		const { page, NextToken } = pageOf(found, input.NextToken, input.MaxRecords ?? PAGE)
		return {
			MetricAlarms: page.filter(({ watch }) => watch).map((alarm) => alarmAnswer(call, alarm)),
			CompositeAlarms: page.filter(({ rule }) => rule !== undefined).map((alarm) => alarmAnswer(call, alarm)),
			NextToken,
		}
	},
})

function candidates(call: Call, input: DescribeAlarmsInput): Array<Readonly<Alarm>> {
	const { AlarmNames, AlarmNamePrefix, ChildrenOfAlarmName, ParentsOfAlarmName } = input
	const named = (names: Iterable<string>) =>
		[...names].flatMap((name) => call.world.get(alarms, call.scope, alarmName(name)) ?? [])
	if (ChildrenOfAlarmName !== undefined) {
		const { rule } = call.world.get(alarms, call.scope, ChildrenOfAlarmName) ?? {}
		return rule === undefined ? [] : named(parseRule(rule).alarms)
	}
	if (ParentsOfAlarmName !== undefined) {
		const prefix = `${encodeURIComponent(ParentsOfAlarmName)}|`
		return named(call.world.list(parents, call.scope, { prefix }).map(({ parent }) => parent))
	}
	if (AlarmNames) return named(new Set(AlarmNames))
	return call.world.list(alarms, call.scope, { prefix: AlarmNamePrefix })
}

function alarmAnswer(call: Call, alarm: Readonly<Alarm>) {
	const { name, description, isActive, actions, state, watch, rule } = alarm
	return {
		AlarmName: name,
		AlarmArn: alarmArn(call.scope, name),
		...(description !== undefined && { AlarmDescription: description }),
		AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
		ActionsEnabled: isActive,
		OKActions: actions.OK,
		AlarmActions: actions.ALARM,
		InsufficientDataActions: actions.INSUFFICIENT_DATA,
		StateValue: state.value,
		StateReason: state.reason,
		...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
		StateUpdatedTimestamp: new Date(state.updatedAt),
		StateTransitionedTimestamp: new Date(state.transitionedAt),
		...(watch && !watch.Metrics && { Dimensions: [] }),
		...watch,
		...(rule !== undefined && { AlarmRule: rule }),
	}
}

export const describeAlarmsForMetric = operation<DescribeAlarmsForMetricInput, object>({
	access: (_, call) => alarmAccess(call, 'DescribeAlarmsForMetric', '*'),
	run({ Namespace = '', MetricName = '', Dimensions, Statistic, Period, Unit }, call) {
		const id = seriesId({ namespace: Namespace, name: MetricName, dimensions: dimensionsOf(Dimensions) })
		const found = call.world
			.list(alarms, call.scope)
			.filter(({ watch }) => watch && !watch.Metrics && seriesOf(watch).includes(id))
			.filter(({ watch }) => Statistic === undefined || watch?.Statistic === Statistic)
			.filter(({ watch }) => Period === undefined || watch?.Period === Period)
			.filter(({ watch }) => Unit === undefined || watch?.Unit === Unit)
		return { MetricAlarms: found.map((alarm) => alarmAnswer(call, alarm)) }
	},
})

export const describeAlarmHistory = operation<DescribeAlarmHistoryInput, object>({
	access: ({ AlarmName = '*' }, call) => alarmAccess(call, 'DescribeAlarmHistory', AlarmName),
	run(input, call) {
		const {
			AlarmName,
			AlarmTypes,
			HistoryItemType,
			StartDate,
			EndDate,
			ScanBy = 'TimestampDescending',
		} = input
		const prefix = AlarmName === undefined ? undefined : `${encodeURIComponent(AlarmName)}|`
		const found = call.world
			.list(history, call.scope, { prefix })
			.filter(({ type }) => !AlarmTypes || AlarmTypes.includes(type))
			.filter(({ kind }) => HistoryItemType === undefined || kind === HistoryItemType)
			.filter(({ at }) => at >= (StartDate?.getTime() ?? 0))
			.filter(({ at }) => at <= (EndDate?.getTime() ?? Number.POSITIVE_INFINITY))
			.toSorted((one, other) => one.at - other.at)
		if (ScanBy === 'TimestampDescending') found.reverse()
		const { page, NextToken } = pageOf(found, input.NextToken, input.MaxRecords ?? 100)
		return { AlarmHistoryItems: page.map(itemAnswer), NextToken }
	},
})

function itemAnswer({ alarm, type, kind, at, summary, data }: Readonly<HistoryItem>) {
	return {
		AlarmName: alarm,
		AlarmType: type,
		Timestamp: new Date(at),
		HistoryItemType: kind,
		HistorySummary: summary,
		HistoryData: data,
	}
}

function requireAlarm(call: Call, name: string): Readonly<Alarm> {
	const alarm = call.world.get(alarms, call.scope, name)
	// The wording is ours.
	if (!alarm) throw new AwsError('ResourceNotFound', `Alarm ${name} does not exist`, 404)
	return alarm
}

/** Gives a state until the alarm is evaluated next: a metric alarm at the next minute, a composite when one of its own changes. */
export const setAlarmState = operation<SetAlarmStateInput, object>({
	access: ({ AlarmName = '' }, call) => alarmAccess(call, 'SetAlarmState', AlarmName),
	async run({ AlarmName = '', StateValue = 'OK', StateReason = '', StateReasonData }, call) {
		const alarm = requireAlarm(call, AlarmName)
		assertJson(StateReasonData)
		await setState(call, alarm, StateValue, StateReason, StateReasonData)
		if (alarm.watch)
			askEvaluation(call, call.scope, AlarmName, (Math.floor(call.now / MINUTE_MS) + 1) * MINUTE_MS)
		return {}
	},
})

function assertJson(text: string | undefined): void {
	if (text === undefined) return
	try {
		JSON.parse(text)
	} catch {
		throw new AwsError('InvalidFormatFault', 'StateReasonData is not valid JSON')
	}
}

export const deleteAlarms = operation<DeleteAlarmsInput, object>({
	access: ({ AlarmNames = [] }, call) => AlarmNames.map((name) => alarmAccess(call, 'DeleteAlarms', name)),
	run({ AlarmNames = [] }, call) {
		const names = AlarmNames.map(alarmName)
		// A name that there is not is passed over.
		const found = names.flatMap((name) => call.world.get(alarms, call.scope, name) ?? [])
		for (const { name } of found) {
			const [above] = call.world.list(parents, call.scope, {
				prefix: `${encodeURIComponent(name)}|`,
				limit: 1,
			})
			if (above)
				throw validationError(
					`Cannot delete ${name} as there are composite alarm(s) depending on it: [${above.parent}]`,
				)
		}
		for (const alarm of found) {
			unwatch(call, alarm)
			call.world.delete(alarms, call.scope, alarm.name)
			// Its history goes with it: one that is made again under its name begins anew.
			for (const [id] of call.world.entries(history, call.scope, {
				prefix: historyId(alarm.name, 0).slice(0, -9),
			}))
				call.world.delete(history, call.scope, id)
		}
		return {}
	},
})

export const enableAlarmActions = operation<EnableAlarmActionsInput, object>({
	access: ({ AlarmNames = [] }, call) =>
		AlarmNames.map((name) => alarmAccess(call, 'EnableAlarmActions', name)),
	run: ({ AlarmNames = [] }, call) => activate(call, AlarmNames, true),
})

export const disableAlarmActions = operation<DisableAlarmActionsInput, object>({
	access: ({ AlarmNames = [] }, call) =>
		AlarmNames.map((name) => alarmAccess(call, 'DisableAlarmActions', name)),
	run: ({ AlarmNames = [] }, call) => activate(call, AlarmNames, false),
})

function activate(call: Call, names: ReadonlyArray<string>, isActive: boolean): object {
	for (const name of names) {
		const alarm = call.world.get(alarms, call.scope, name)
		if (alarm) call.world.put(alarms, call.scope, name, { ...alarm, isActive })
	}
	return {}
}
