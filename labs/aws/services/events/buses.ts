import type {
	CreateEventBusRequest,
	DeleteEventBusRequest,
	DescribeEventBusRequest,
	ListEventBusesRequest,
} from '@aws-sdk/client-eventbridge'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { type Bus, busArn, buses, DEFAULT_BUS, rules } from './collections.ts'
import { noSuchBus, overLimit, validation } from './events-error.ts'
import { busName, nameOf, onBus, tokenOf } from './find.ts'

const BUSES_AT_MOST = 100
const PAGE = 100

export const createEventBus = operation<CreateEventBusRequest, object>({
	access: onBus('CreateEventBus'),
	run({ Name: name = '', Description, Tags = [], EventSourceName }, call) {
		// The wording is ours.
		if (EventSourceName !== undefined || name.startsWith('aws.'))
			throw new AwsError('NotImplemented', 'Buses of partners are not emulated', 501)
		if (name === DEFAULT_BUS || call.world.get(buses, call.scope, name))
			throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`)
		if (name.includes('/')) throw validation("Event bus name must not contain '/'.")
		if (call.world.list(buses, call.scope).length >= BUSES_AT_MOST) throw overLimit()
		const arn = busArn(call.scope, name)
		const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]))
		const described = Description !== undefined && { description: Description }
		call.world.put(buses, call.scope, name, { name, arn, createdAt: call.now, tags, ...described })
		return { EventBusArn: arn, ...(Description !== undefined && { Description }) }
	},
})

/** A bus that is gone already is deleted as well; its rules go with it. */
export const deleteEventBus = operation<DeleteEventBusRequest, object>({
	access: onBus('DeleteEventBus'),
	run({ Name }, call) {
		const name = busName(Name)
		if (name === DEFAULT_BUS) throw validation('Cannot delete event bus default.')
		for (const [id] of call.world.entries(rules, call.scope, { prefix: `${name}|` })) {
			call.world.delete(rules, call.scope, id)
		}
		call.world.delete(buses, call.scope, name)
		return {}
	},
})

function known(call: Call, name: string): Partial<Bus> & Pick<Bus, 'name' | 'arn'> {
	if (name === DEFAULT_BUS) return { name, arn: busArn(call.scope, name) }
	const bus = call.world.get(buses, call.scope, name)
	if (!bus) throw noSuchBus(name)
	return bus
}

const answer = ({ name, arn, description, createdAt }: ReturnType<typeof known>) => ({
	Name: name,
	Arn: arn,
	...(description !== undefined && { Description: description }),
	...(createdAt !== undefined && { CreationTime: new Date(createdAt) }),
})

export const describeEventBus = operation<DescribeEventBusRequest, object>({
	access: onBus('DescribeEventBus'),
	run: ({ Name }, call) => answer(known(call, busName(Name))),
})

export const listEventBuses = operation<ListEventBusesRequest, object>({
	access: (_, { scope }) => ({ action: 'events:ListEventBuses', resource: busArn(scope, '*') }),
	run({ NamePrefix = '', NextToken, Limit = PAGE }, call) {
		const own = call.world.list(buses, call.scope, { prefix: NamePrefix })
		const first = DEFAULT_BUS.startsWith(NamePrefix) ? [known(call, DEFAULT_BUS)] : []
		const all = [...first, ...own].sort((one, other) => (one.name < other.name ? -1 : 1))
		const from = NextToken ? all.filter(({ name }) => name > nameOf(NextToken)) : all
		const page = from.slice(0, Limit)
		return {
			EventBuses: page.map(answer),
			...(from.length > Limit && { NextToken: tokenOf(page.at(-1)?.name ?? '') }),
		}
	},
})
