import { AwsError } from '../../../aws-error.ts'
import { actionRole } from '../actions/roles.ts'
import { type RuleProvider, type RuleRun, ruleFailed, ruleSucceeded } from './rule.ts'

const STATES = ['ALARM', 'OK', 'INSUFFICIENT_DATA']
const MINUTE_MS = 60_000

/**
 * Holds the state of an alarm against those that are not wanted, `ALARM` unless
 * said otherwise: rule-reference-CloudWatchAlarm. Before a stage an alarm that
 * is calm lets it in at once, and another is given `WaitTime` to become so.
 * After a stage the alarm is watched for `WaitTime`, and must stay calm. The
 * wording is ours.
 */
export const cloudWatchAlarm: RuleProvider = {
	async evaluate(run) {
		const { call, check } = run
		const { AlarmName = '', AlarmStates = 'ALARM', WaitTime = '0' } = check.configuration
		const unwanted = AlarmStates.split(',').map((state) => state.trim())
		const unknown = unwanted.find((state) => !STATES.includes(state))
		if (unknown !== undefined)
			return ruleFailed('ConfigurationError', `AlarmStates holds no state of an alarm: ${unknown}`)
		if (!/^\d{1,5}$/.test(WaitTime))
			return ruleFailed('ConfigurationError', `WaitTime is not a number of minutes: ${WaitTime}`)
		const found = await stateOf(run, AlarmName)
		if ('refused' in found)
			return ruleFailed(
				'PermissionError',
				`The CloudWatch alarm '${AlarmName}' cannot be read: ${found.refused}`,
			)
		const { state } = found
		if (state === undefined)
			return ruleFailed('ConfigurationError', `The CloudWatch alarm '${AlarmName}' does not exist`)
		const isCalm = !unwanted.includes(state)
		const waitsFor = check.point === 'beforeEntry' ? !isCalm : isCalm
		const ends = check.startedAt + Number(WaitTime) * MINUTE_MS
		if (waitsFor && call.now < ends)
			return {
				state: 'pending',
				until: Math.min(ends, call.now + MINUTE_MS),
				summary: `The alarm '${AlarmName}' is in the state ${state}`,
			}
		return isCalm
			? ruleSucceeded(`The alarm '${AlarmName}' is in the state ${state}`)
			: ruleFailed('JobFailed', `The alarm '${AlarmName}' is in the state ${state}`)
	},
}

interface Described {
	MetricAlarms?: Array<{ StateValue?: string }>
	CompositeAlarms?: Array<{ StateValue?: string }>
}

/** The state of an alarm, as the pipeline's role sees it. */
async function stateOf(
	{ call, structure, declaration }: RuleRun,
	name: string,
): Promise<{ state: string | undefined } | { refused: string }> {
	const role = actionRole({ call, structure, declaration })
	const input = { AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }
	const scope = { ...call.scope, region: declaration.region ?? call.scope.region }
	try {
		const { MetricAlarms = [], CompositeAlarms = [] } = await call.invoke<Described>(
			role,
			'cloudwatch',
			'DescribeAlarms',
			input,
			scope,
		)
		return { state: [...MetricAlarms, ...CompositeAlarms][0]?.StateValue }
	} catch (error) {
		if (error instanceof AwsError) return { refused: error.message }
		throw error
	}
}
