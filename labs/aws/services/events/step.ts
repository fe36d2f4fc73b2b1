import type { Call } from '../../service.ts'
import { busEvents } from './bus.ts'
import { DEFAULT_BUS, ruleId, rules } from './collections.ts'
import { deliverEvent } from './deliver.ts'
import { mayTrigger } from './matching.ts'
import { scheduleNext } from './rules.ts'

/** An event on its way to the targets of a rule, or a rule whose time has come. */
export async function step(subject: string, call: Call): Promise<void> {
	const [kind, first = '', second = '', third = ''] = subject.split('|')
	if (kind === 'deliver') return carryOut(call, first, second, third)
	return tick(call, second, Number(third))
}

async function carryOut(call: Call, number: string, bus: string, name: string): Promise<void> {
	const rule = call.world.get(rules, call.scope, ruleId({ bus, name }))
	const event = call.world.get(busEvents, call.scope, number)
	if (rule && event) await deliverEvent(call, rule, event)
}

async function tick(call: Call, name: string, revision: number): Promise<void> {
	const rule = call.world.get(rules, call.scope, ruleId({ bus: DEFAULT_BUS, name }))
	if (rule?.revision !== revision || rule.state !== 'ENABLED') return
	scheduleNext(call, rule)
	if (!mayTrigger(call, call.scope, rule)) return
	await deliverEvent(call, rule, {
		version: '0',
		id: call.ids.uuid(),
		'detail-type': 'Scheduled Event',
		source: 'aws.events',
		account: call.scope.account,
		time: new Date(call.now).toISOString().replace(/\.\d+Z$/, 'Z'),
		region: call.scope.region,
		resources: [rule.arn],
		detail: {},
	})
}
