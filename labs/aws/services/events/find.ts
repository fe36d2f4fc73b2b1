import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'
import { busArn, buses, DEFAULT_BUS, type EventRule, ruleArn, ruleId, rules } from './collections.ts'
import { noSuchBus, noSuchRule } from './events-error.ts'

/** The name of a bus that is given by its name or its ARN. */
export function busName(given = DEFAULT_BUS): string {
	return given.startsWith('arn:') ? given.slice(given.indexOf('event-bus/') + 'event-bus/'.length) : given
}

/** Throws ResourceNotFoundException. */
export function requireBus(call: Call, given?: string): string {
	const name = busName(given)
	if (name !== DEFAULT_BUS && !call.world.get(buses, call.scope, name)) throw noSuchBus(name)
	return name
}

/** Throws ResourceNotFoundException. */
export function requireRule(call: Call, name = '', given?: string): Readonly<EventRule> {
	const bus = requireBus(call, given)
	const rule = call.world.get(rules, call.scope, ruleId({ bus, name }))
	if (!rule) throw noSuchRule(name, bus)
	return rule
}

/** The access of an operation on the rule that its input names. */
export function onRule(action: string) {
	return ({ Name, Rule, EventBusName }: Named, call: Call): Access => ({
		action: `events:${action}`,
		resource: ruleArn(call.scope, busName(EventBusName), Name ?? Rule ?? ''),
	})
}

interface Named {
	Name?: string
	Rule?: string
	EventBusName?: string
}

/** The access of an operation on the bus that its input names. */
export function onBus(action: string) {
	return ({ Name, EventBusName }: Named, call: Call): Access => ({
		action: `events:${action}`,
		resource: busArn(call.scope, busName(Name ?? EventBusName)),
	})
}

/** What follows a name in a list, as a token; and the name that a token stands for. */
export const tokenOf = (name: string) => Buffer.from(name).toString('base64url')
export const nameOf = (token: string) => Buffer.from(token, 'base64url').toString()
