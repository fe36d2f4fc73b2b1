import type { Call } from '../../../service.ts'
import { alarmArn } from '../arns.ts'
import { type Alarm, alarms } from '../collections.ts'
import { awsTime } from './alarm-actions.ts'
import { parseRule } from './rule.ts'
import { setState } from './set-state.ts'

/** Evaluates a rule on the states that other alarms have now. */
export async function evaluateComposite(call: Call, alarm: Readonly<Alarm>): Promise<void> {
	const rule = parseRule(alarm.rule ?? '')
	const children = [...rule.alarms].flatMap((name) => call.world.get(alarms, call.scope, name) ?? [])
	const states = new Map(children.map(({ name, state }) => [name, state.value]))
	const value = rule.holds((name) => states.get(name)) ? 'ALARM' : 'OK'
	if (value === alarm.state.value) return
	const [newest] = children.toSorted((one, other) => other.state.transitionedAt - one.state.transitionedAt)
	const triggeringAlarms = children.map(({ name, state }) => ({
		arn: alarmArn(call.scope, name),
		state: { value: state.value, timestamp: awsTime(state.updatedAt) },
	}))
	const reason = newest
		? `${alarmArn(call.scope, newest.name)} transitioned to ${newest.state.value} at ${longTime(newest.state.transitionedAt)}`
		: `${alarmArn(call.scope, alarm.name)} was created and its alarm rule evaluates to ${value}`
	await setState(call, alarm, value, reason, JSON.stringify({ triggeringAlarms }))
}

/** `Monday 05 January, 2026 09:01:00 UTC` */
function longTime(at: number): string {
	const date = new Date(at)
	const part = (options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(date)
	const day = String(date.getUTCDate()).padStart(2, '0')
	return `${part({ weekday: 'long' })} ${day} ${part({ month: 'long' })}, ${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} UTC`
}
