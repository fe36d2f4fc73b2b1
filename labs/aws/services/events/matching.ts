import type { Call } from '../../service.ts'
import type { Json } from '../../world/json.ts'
import { dueId, dueSteps, WORLD_SCOPE } from '../../world/kernel.ts'
import type { Scope } from '../../world/world.ts'
import { recordMetric } from '../cloudwatch/metric-data.ts'
import { type EventRule, ruleId, rules, triggerings } from './collections.ts'
import { compilePattern } from './patterns/pattern.ts'

/** How often one rule is triggered in an hour and in a day, so that rules that feed each other come to rest. */
const IN_AN_HOUR = 500
const IN_A_DAY = 2_000
const HOUR_MS = 3_600_000

/** Has each rule of a bus that an event fits be carried out, right after what happened. */
export function triggerRules(call: Call, scope: Scope, bus: string, number: string, event: object): void {
	for (const rule of call.world.list(rules, scope, { prefix: `${bus}|` })) {
		if (rule.state === 'DISABLED' || rule.pattern === undefined) continue
		if (!compilePattern(rule.pattern)(event as Json)) continue
		if (!mayTrigger(call, scope, rule)) continue
		const subject = `deliver|${number}|${ruleId(rule)}`
		const step = { at: call.now, service: 'events', subject, scope }
		call.world.put(dueSteps, WORLD_SCOPE, dueId(step), step)
	}
}

/** Counts a triggering; false once a rule has had too many, which `ThrottledRules` tells. */
export function mayTrigger(call: Call, scope: Scope, rule: Readonly<EventRule>): boolean {
	const hour = Math.floor(call.now / HOUR_MS)
	const day = Math.floor(hour / 24)
	const before = call.world.get(triggerings, scope, ruleId(rule))
	const inHour = (before?.hour === hour ? before.inHour : 0) + 1
	const inDay = (before?.day === day ? before.inDay : 0) + 1
	const isThrottled = inHour > IN_AN_HOUR || inDay > IN_A_DAY
	count(call, scope, isThrottled ? 'ThrottledRules' : 'TriggeredRules', rule)
	if (isThrottled) return false
	call.world.put(triggerings, scope, ruleId(rule), { hour, inHour, day, inDay })
	return true
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
export function count(call: Call, scope: Scope, name: string, rule: Readonly<EventRule>): void {
	const dimensions = { RuleName: rule.name }
	recordMetric(call, { namespace: 'AWS/Events', name, dimensions, value: 1, unit: 'Count' }, scope)
}
