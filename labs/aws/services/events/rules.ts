import type {
	DeleteRuleRequest,
	DescribeRuleRequest,
	DisableRuleRequest,
	EnableRuleRequest,
	ListRulesRequest,
	ListTagsForResourceRequest,
	PutRuleRequest,
	TagResourceRequest,
	TestEventPatternRequest,
	UntagResourceRequest,
} from '@aws-sdk/client-eventbridge'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { requirePassRole } from '../iam/policies/pass-role.ts'
import {
	busArn,
	DEFAULT_BUS,
	type EventRule,
	ruleArn,
	ruleId,
	rules,
	targets,
	triggerings,
} from './collections.ts'
import { overLimit, validation } from './events-error.ts'
import { nameOf, onRule, requireBus, requireRule, tokenOf } from './find.ts'
import { compilePattern, InvalidPattern } from './patterns/pattern.ts'
import { readSchedule } from './schedule.ts'

/** Rules of a bus, and how many of them are listed at a time. */
const RULES_AT_MOST = 300
const PAGE = 100

/** Makes a rule or puts another in its place: what is left out is gone. */
export const putRule = operation<PutRuleRequest, object>({
	access: onRule('PutRule'),
	run(input, call) {
		const {
			Name: name = '',
			EventPattern,
			ScheduleExpression,
			State = 'ENABLED',
			Description,
			RoleArn,
		} = input
		const bus = requireBus(call, input.EventBusName)
		assertExpressions(bus, EventPattern, ScheduleExpression)
		if (RoleArn) requirePassRole(call, RoleArn, 'events.amazonaws.com')
		const known = call.world.get(rules, call.scope, ruleId({ bus, name }))
		if (!known && call.world.list(rules, call.scope, { prefix: `${bus}|` }).length >= RULES_AT_MOST)
			throw overLimit()
		const given = Object.fromEntries((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]))
		keep(call, {
			name,
			bus,
			arn: ruleArn(call.scope, bus, name),
			state: State,
			createdBy: known?.createdBy ?? call.scope.account,
			...(Description && { description: Description }),
			...(EventPattern && { pattern: EventPattern }),
			...(ScheduleExpression && { schedule: ScheduleExpression }),
			...(RoleArn && { roleArn: RoleArn }),
			tags: known?.tags ?? given,
			revision: (known?.revision ?? 0) + 1,
		})
		return { RuleArn: ruleArn(call.scope, bus, name) }
	},
})

function assertExpressions(bus: string, pattern: string | undefined, schedule: string | undefined): void {
	if (!pattern && !schedule)
		throw validation('Parameter(s) EventPattern or ScheduleExpression must be specified.')
	if (schedule) {
		if (bus !== DEFAULT_BUS)
			throw validation('ScheduleExpression is supported only on the default event bus.')
		if (!readSchedule(schedule)) throw validation('Parameter ScheduleExpression is not valid.')
	}
	if (pattern) assertPattern(pattern)
}

function assertPattern(text: string) {
	try {
		return compilePattern(text)
	} catch (error) {
		if (!(error instanceof InvalidPattern)) throw error
		throw new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${error.message}`)
	}
}

/** Writes a rule, and asks for its next time if it has one. */
function keep(call: Call, rule: EventRule): void {
	call.world.put(rules, call.scope, ruleId(rule), rule)
	if (rule.state === 'ENABLED' && rule.schedule !== undefined) scheduleNext(call, rule)
}

export function scheduleNext(call: Call, rule: Readonly<EventRule>): void {
	const next = readSchedule(rule.schedule ?? '')?.(call.now)
	if (next !== undefined) call.schedule(next, `tick|${ruleId(rule)}|${rule.revision}`)
}

function answer({ name, arn, bus, state, description, pattern, schedule, roleArn }: Readonly<EventRule>) {
	return {
		Name: name,
		Arn: arn,
		State: state,
		EventBusName: bus,
		...(description !== undefined && { Description: description }),
		...(pattern !== undefined && { EventPattern: pattern }),
		...(schedule !== undefined && { ScheduleExpression: schedule }),
		...(roleArn !== undefined && { RoleArn: roleArn }),
	}
}

export const describeRule = operation<DescribeRuleRequest, object>({
	access: onRule('DescribeRule'),
	run({ Name, EventBusName }, call) {
		const rule = requireRule(call, Name, EventBusName)
		return { ...answer(rule), CreatedBy: rule.createdBy }
	},
})

export const listRules = operation<ListRulesRequest, object>({
	access: (_, { scope }) => ({ action: 'events:ListRules', resource: ruleArn(scope, DEFAULT_BUS, '*') }),
	run({ NamePrefix = '', EventBusName, NextToken, Limit = PAGE }, call) {
		const bus = requireBus(call, EventBusName)
		const found = call.world.list(rules, call.scope, {
			...{ prefix: `${bus}|${NamePrefix}`, limit: Limit + 1 },
			...(NextToken && { after: `${bus}|${nameOf(NextToken)}` }),
		})
		const page = found.slice(0, Limit)
		const last = page.at(-1)
		return {
			Rules: page.map(answer),
			...(found.length > Limit && last && { NextToken: tokenOf(last.name) }),
		}
	},
})

function switched(action: 'EnableRule' | 'DisableRule', state: string) {
	return operation<EnableRuleRequest | DisableRuleRequest, object>({
		access: onRule(action),
		run({ Name, EventBusName }, call) {
			const rule = requireRule(call, Name, EventBusName)
			keep(call, { ...rule, state, revision: rule.revision + 1 })
			return {}
		},
	})
}

export const enableRule = switched('EnableRule', 'ENABLED')
export const disableRule = switched('DisableRule', 'DISABLED')

/** A rule that is gone already is deleted as well; one with targets is not. */
export const deleteRule = operation<DeleteRuleRequest, object>({
	access: onRule('DeleteRule'),
	run({ Name: name = '', EventBusName }, call) {
		const id = ruleId({ bus: requireBus(call, EventBusName), name })
		if (call.world.list(targets, call.scope, { prefix: `${id}|`, limit: 1 }).length > 0)
			throw validation("Rule can't be deleted since it has targets.")
		call.world.delete(rules, call.scope, id)
		call.world.delete(triggerings, call.scope, id)
		return {}
	},
})

export const testEventPattern = operation<TestEventPatternRequest, object>({
	access: (_, { scope }) => ({ action: 'events:TestEventPattern', resource: busArn(scope, DEFAULT_BUS) }),
	run({ EventPattern = '', Event = '' }) {
		const fits = assertPattern(EventPattern)
		try {
			return { Result: fits(JSON.parse(Event)) }
		} catch {
			throw validation('Parameter Event is not valid.')
		}
	},
})

/** A rule by its ARN; only rules have tags here. */
function tagged(call: Call, arn = ''): Readonly<EventRule> {
	const [name = '', bus = DEFAULT_BUS] = (arn.split(':rule/')[1] ?? '').split('/').reverse()
	return requireRule(call, name, bus)
}

const onTagged =
	(action: string) =>
	({ ResourceARN = '' }: { ResourceARN?: string }) => ({
		action: `events:${action}`,
		resource: ResourceARN,
	})

export const tagResource = operation<TagResourceRequest, object>({
	access: onTagged('TagResource'),
	run({ ResourceARN, Tags = [] }, call) {
		const rule = tagged(call, ResourceARN)
		const given = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]))
		const tags = { ...rule.tags, ...given }
		if (Object.keys(tags).length > 50) throw overLimit()
		call.world.put(rules, call.scope, ruleId(rule), { ...rule, tags })
		return {}
	},
})

export const untagResource = operation<UntagResourceRequest, object>({
	access: onTagged('UntagResource'),
	run({ ResourceARN, TagKeys = [] }, call) {
		const rule = tagged(call, ResourceARN)
		const tags = Object.fromEntries(Object.entries(rule.tags).filter(([key]) => !TagKeys.includes(key)))
		call.world.put(rules, call.scope, ruleId(rule), { ...rule, tags })
		return {}
	},
})

export const listTagsForResource = operation<ListTagsForResourceRequest, object>({
	access: onTagged('ListTagsForResource'),
	run({ ResourceARN }, call) {
		return { Tags: Object.entries(tagged(call, ResourceARN).tags).map(([Key, Value]) => ({ Key, Value })) }
	},
})
