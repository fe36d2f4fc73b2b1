import { collection, type Scope } from '../../world/world.ts'

/** A rule of a bus. Dates are virtual epoch milliseconds. */
export interface EventRule {
	name: string
	bus: string
	arn: string
	state: string
	createdBy: string
	description?: string
	pattern?: string
	schedule?: string
	roleArn?: string
	tags: Readonly<Record<string, string>>
	/** Goes up with each change: what an earlier one scheduled is of no interest. */
	revision: number
}

/** Where events go that a rule matches, as PutTargets gave it. */
export interface Target {
	Id: string
	Arn: string
	RoleArn?: string
	Input?: string
	InputPath?: string
	InputTransformer?: { InputPathsMap?: Readonly<Record<string, string>>; InputTemplate: string }
	SqsParameters?: { MessageGroupId?: string }
	DeadLetterConfig?: { Arn?: string }
	RetryPolicy?: object
}

export interface Bus {
	name: string
	arn: string
	description?: string
	createdAt: number
	tags: Readonly<Record<string, string>>
}

/** Id: `bus|rule`. */
export const rules = collection<EventRule>('events', 'rules')
/** Id: `bus|rule|target`. */
export const targets = collection<Target>('events', 'targets')
/** Buses beside the default one. Id: their name. */
export const buses = collection<Bus>('events', 'buses')
/** How often a rule has been triggered in an hour and a day. Id: `bus|rule`. */
export const triggerings = collection<{ hour: number; inHour: number; day: number; inDay: number }>(
	'events',
	'triggerings',
)

export const DEFAULT_BUS = 'default'

export function ruleId({ bus, name }: { bus: string; name: string }): string {
	return `${bus}|${name}`
}

export function busArn({ region, account }: Scope, name: string): string {
	return `arn:aws:events:${region}:${account}:event-bus/${name}`
}

export function ruleArn({ region, account }: Scope, bus: string, name: string): string {
	const path = bus === DEFAULT_BUS ? name : `${bus}/${name}`
	return `arn:aws:events:${region}:${account}:rule/${path}`
}
