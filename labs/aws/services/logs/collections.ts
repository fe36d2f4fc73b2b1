import type { LogGroupClass, MetricTransformation } from '@aws-sdk/client-cloudwatch-logs'
import { collection, type Scope, type Transaction } from '../../world/world.ts'

/** Dates are virtual epoch milliseconds. */
export interface LogGroup {
	name: string
	createdAt: number
	retentionInDays?: number
	kmsKeyId?: string
	logClass: LogGroupClass
	isProtected: boolean
	tags: Readonly<Record<string, string>>
	/** Streams that it has had; numbers are not used again. */
	streams: number
}

/** Id: the group's name. */
export const groups = collection<LogGroup>('logs', 'groups')

export interface LogStream {
	group: string
	name: string
	/** Its number in its group. */
	number: number
	createdAt: number
	firstEventAt?: number
	lastEventAt?: number
	lastIngestedAt?: number
	/** Chunks that it has had; numbers are not used again. */
	chunks: number
}

/** Id: `group|stream`; no group's name has a bar. */
export const streams = collection<LogStream>('logs', 'streams')

/** One event of a log, as chunks hold them: when it happened, its text, when it came. */
export type StoredEvent = readonly [at: number, message: string, ingestedAt: number]

/**
 * Events that came together, in the order of their time. The last chunk of a
 * stream takes small puts until it is full; a large put is one by itself.
 */
export interface Chunk {
	stream: number
	from: number
	to: number
	count: number
	/** As AWS counts them: the texts' UTF-8 and 26 for each. */
	bytes: number
	/** Small ones are held here, large ones in a blob: the same as JSON. */
	events?: ReadonlyArray<StoredEvent>
	blob?: string
}

/** Id: `group|stream number|chunk number`, both zero-padded. */
export const chunks = collection<Chunk>('logs', 'chunks')

/** What a Region of an account stores in all. */
const usages = collection<{ bytes: number }>('logs', 'usage')
const USAGE = 'stored'

export interface MetricFilter {
	name: string
	group: string
	pattern: string
	createdAt: number
	transformation: MetricTransformation
}

/** Id: `group|name`. */
export const metricFilters = collection<MetricFilter>('logs', 'metric-filters')

export interface SubscriptionFilter {
	name: string
	group: string
	pattern: string
	/** Of a function of Lambda. */
	destinationArn: string
	createdAt: number
}

/** Id: `group|name`. */
export const subscriptionFilters = collection<SubscriptionFilter>('logs', 'subscription-filters')

export interface ResourcePolicy {
	name: string
	document: string
	updatedAt: number
}

/** Id: the policy's name. */
export const resourcePolicies = collection<ResourcePolicy>('logs', 'resource-policies')

export interface Query {
	id: string
	text: string
	groups: ReadonlyArray<string>
	/** Epoch seconds, both included. */
	from: number
	to: number
	limit?: number
	createdAt: number
	isStopped: boolean
}

/** Id: a number of its own, zero-padded. */
export const queries = collection<Query>('logs', 'queries')
/** Where a query is. Id: the query's own. */
export const queryNumbers = collection<{ number: string }>('logs', 'query-numbers')
export const queryCounts = collection<{ count: number }>('logs', 'query-count')

/** A number in an id, so that ids sort by it. */
export const padded = (number: number) => String(number).padStart(9, '0')

export function storedBytes(world: Transaction, scope: Scope): number {
	return world.get(usages, scope, USAGE)?.bytes ?? 0
}

/** Counts bytes that came, or, when negative, went. */
export function countBytes(world: Transaction, scope: Scope, bytes: number): void {
	world.put(usages, scope, USAGE, { bytes: Math.max(0, storedBytes(world, scope) + bytes) })
}
