import { parseArn } from '../../../arn.ts'
import { AwsError } from '../../../aws-error.ts'
import { awsService } from '../../../identity/principal.ts'
import type { Call } from '../../../service.ts'
import { alarmArn } from '../arns.ts'
import type { Alarm, AlarmState } from '../collections.ts'
import { configurationOf } from './alarm-event.ts'
import { remember } from './alarm-history.ts'

/** Names of Regions as alarms write them. */
const REGIONS: Readonly<Record<string, string>> = {
	'ca-central-1': 'Canada (Central)',
	'eu-central-1': 'EU (Frankfurt)',
	'eu-north-1': 'EU (Stockholm)',
	'eu-west-1': 'EU (Ireland)',
	'eu-west-2': 'EU (London)',
	'eu-west-3': 'EU (Paris)',
	'us-east-1': 'US East (N. Virginia)',
	'us-east-2': 'US East (Ohio)',
	'us-west-1': 'US West (N. California)',
	'us-west-2': 'US West (Oregon)',
}

/** Does what an alarm is to do in the state that it has come to. Its history tells what failed; nobody else is told. */
export async function act(call: Call, alarm: Readonly<Alarm>, before: Readonly<AlarmState>): Promise<Alarm> {
	let known: Alarm = alarm
	if (!alarm.isActive) return known
	for (const arn of alarm.actions[alarm.state.value]) {
		const error = await perform(call, alarm, before, arn)
		const data = {
			version: '1.0',
			actionState: error === undefined ? 'Succeeded' : 'Failed',
			stateUpdateTimestamp: alarm.state.updatedAt,
			notificationResource: arn,
			...(error !== undefined && { error }),
		}
		const summary =
			error === undefined ? `Successfully executed action ${arn}` : `Failed to execute action ${arn}`
		known = remember(call, known, 'Action', summary, data)
	}
	return known
}

/** Why an action failed, or undefined. */
async function perform(
	call: Call,
	alarm: Readonly<Alarm>,
	before: Readonly<AlarmState>,
	arn: string,
): Promise<string | undefined> {
	try {
		const service = parseArn(arn)?.service
		if (service === 'sns') await publish(call, alarm, before, arn)
		else if (service === 'lambda') await invoke(call, alarm, before, arn)
		// The wording is ours.
		else return `Actions of ${service} are not emulated`
	} catch (error) {
		if (error instanceof AwsError) return error.message
		throw error
	}
}

async function publish(call: Call, alarm: Readonly<Alarm>, before: Readonly<AlarmState>, TopicArn: string) {
	const region = REGIONS[call.scope.region] ?? call.scope.region
	const { name, state, actions, watch, rule } = alarm
	const message = {
		AlarmName: name,
		AlarmDescription: alarm.description ?? null,
		AWSAccountId: call.scope.account,
		AlarmConfigurationUpdatedTimestamp: awsTime(alarm.configuredAt),
		NewStateValue: state.value,
		NewStateReason: state.reason,
		StateChangeTime: awsTime(state.updatedAt),
		Region: region,
		AlarmArn: alarmArn(call.scope, name),
		OldStateValue: before.value,
		OKActions: actions.OK,
		AlarmActions: actions.ALARM,
		InsufficientDataActions: actions.INSUFFICIENT_DATA,
		...(watch && { Trigger: triggerOf(watch) }),
		...(rule !== undefined && { AlarmRule: rule }),
	}
	await call.invoke(awsService('cloudwatch', alarmArn(call.scope, name)), 'sns', 'Publish', {
		TopicArn,
		Subject: `${state.value}: "${name}" in ${region}`.slice(0, 100),
		Message: JSON.stringify(message),
	})
}

function triggerOf(watch: NonNullable<Alarm['watch']>) {
	const common = {
		Period: watch.Period,
		EvaluationPeriods: watch.EvaluationPeriods,
		...(watch.DatapointsToAlarm !== undefined && { DatapointsToAlarm: watch.DatapointsToAlarm }),
		ComparisonOperator: watch.ComparisonOperator,
		Threshold: watch.Threshold,
		TreatMissingData: watch.TreatMissingData ?? 'missing',
		EvaluateLowSampleCountPercentile: watch.EvaluateLowSampleCountPercentile ?? '',
	}
	if (watch.Metrics) return { ...common, Metrics: watch.Metrics }
	const statistic = watch.Statistic
		? { StatisticType: 'Statistic', Statistic: watch.Statistic.toUpperCase() }
		: { StatisticType: 'ExtendedStatistic', ExtendedStatistic: watch.ExtendedStatistic }
	return {
		MetricName: watch.MetricName,
		Namespace: watch.Namespace,
		...statistic,
		Unit: watch.Unit ?? null,
		Dimensions: (watch.Dimensions ?? []).map(({ Name, Value }) => ({ value: Value, name: Name })),
		...common,
	}
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html */
async function invoke(
	call: Call,
	alarm: Readonly<Alarm>,
	before: Readonly<AlarmState>,
	FunctionName: string,
) {
	const { name, state } = alarm
	const stateOf = ({ value, reason, reasonData, updatedAt }: AlarmState) => ({
		value,
		reason,
		...(reasonData !== undefined && { reasonData }),
		timestamp: awsTime(updatedAt),
	})
	const payload = {
		source: 'aws.cloudwatch',
		alarmArn: alarmArn(call.scope, name),
		accountId: call.scope.account,
		time: awsTime(call.now),
		region: call.scope.region,
		alarmData: {
			alarmName: name,
			state: stateOf(state),
			previousState: stateOf(before),
			configuration: configurationOf(alarm),
		},
	}
	await call.invoke(awsService('lambda.alarms.cloudwatch', alarmArn(call.scope, name)), 'lambda', 'Invoke', {
		FunctionName,
		InvocationType: 'Event',
		Payload: new TextEncoder().encode(JSON.stringify(payload)),
	})
}

/** A time as alarms write it: `2026-01-05T09:01:00.000+0000`. */
export function awsTime(at: number): string {
	return new Date(at).toISOString().replace('Z', '+0000')
}
