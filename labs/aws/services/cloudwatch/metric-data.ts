import { createHash } from 'node:crypto'
import type { Call } from '../../service.ts'
import { dueId, dueSteps, WORLD_SCOPE } from '../../world/kernel.ts'
import { collection, type Scope, type WorldReader } from '../../world/world.ts'

/** What a metric is known by: its namespace, its name, and exactly these dimensions. */
export interface Metric {
	namespace: string
	name: string
	dimensions: Readonly<Record<string, string>>
}

/** A metric of which there is data. Id: see `seriesId`. */
export interface MetricSeries extends Metric {
	/** When it last had data, virtual time, epoch milliseconds. */
	lastAt: number
}

export const metricSeries = collection<MetricSeries>('cloudwatch', 'metrics')

/** How many metrics a Region has. */
const seriesCounts = collection<{ count: number }>('cloudwatch', 'metric-count')
const SERIES = 'metrics'

/** Values of one minute, or second, of one unit, put together. */
export interface Slot {
	at: number
	unit: string
	count: number
	sum: number
	min: number
	max: number
	/** The values with how often they came, for percentiles; left out once they are too many. */
	values?: ReadonlyArray<readonly [value: number, count: number]>
}

/** The slots of an hour, in no order. Id: `series|hour`, the hour zero-padded. */
const blocks = collection<{ slots: ReadonlyArray<Slot> }>('cloudwatch', 'blocks')

/** Alarms on a metric, which are evaluated when it has data. Id: `series|alarm`, the alarm’s name as in an address. */
export const watchers = collection<{ alarm: string; stepMs: number }>('cloudwatch', 'watchers')

/** Metrics of a Region; data of further ones is not kept. */
export const SERIES_AT_MOST = 2_000
/** AWS keeps data by the minute for fifteen days, then by longer ones. */
const KEPT_MS = 15 * 86_400_000
const HOUR_MS = 3_600_000
export const MINUTE_MS = 60_000
/** Slots of an hour; seconds past them are put into their minutes. */
const SLOTS_AT_MOST = 120
const VALUES_AT_MOST = 20

/** A value that a service has measured. */
export interface Measurement extends Metric {
	unit: 'Seconds' | 'Count'
	value: number
}

/** Adds a value to a metric of the account and Region, in the entry of the call that it tells of. */
export function recordMetric(call: Call, { value, ...metric }: Measurement, scope: Scope = call.scope): void {
	recordValues(call, metric, [value], scope)
}

/** Adds several at once. */
export function recordValues(
	call: Call,
	{ unit, ...metric }: Metric & { unit: string },
	values: ReadonlyArray<number>,
	scope: Scope = call.scope,
): void {
	const counts = new Map<number, number>()
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
	record(call, scope, metric, { at: call.now, unit, ...summaryOf([...counts]) })
}

/** What values and how often they came are together. */
export function summaryOf(values: ReadonlyArray<readonly [value: number, count: number]>) {
	return {
		count: values.reduce((sum, [, count]) => sum + count, 0),
		sum: values.reduce((sum, [value, count]) => sum + value * count, 0),
		min: values.reduce((least, [value]) => Math.min(least, value), Number.POSITIVE_INFINITY),
		max: values.reduce((most, [value]) => Math.max(most, value), Number.NEGATIVE_INFINITY),
		...(values.length <= VALUES_AT_MOST && { values }),
	}
}

/** The id of a metric's documents: dimensions may be longer than an id should be. */
export function seriesId({ namespace, name, dimensions }: Metric): string {
	const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))
	const digest = createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 20)
	return `${encodeURIComponent(namespace)}|${encodeURIComponent(name)}|${digest}`
}

/** Adds data to a metric and has its alarms looked at. Answers false when there is no room for another metric. */
export function record(
	call: Call,
	scope: Scope,
	metric: Metric,
	data: Slot,
	resolution = MINUTE_MS,
): boolean {
	const id = seriesId(metric)
	const known = call.world.get(metricSeries, scope, id)
	if (!known && !countSeries(call, scope)) return false
	const lastAt = Math.max(known?.lastAt ?? 0, data.at)
	call.world.put(metricSeries, scope, id, { ...(known ?? metric), lastAt })
	dropOld(call, scope, id)
	const block = blockId(id, data.at)
	const slots = call.world.get(blocks, scope, block)?.slots ?? []
	const step = slots.length < SLOTS_AT_MOST ? resolution : MINUTE_MS
	const at = Math.floor(data.at / step) * step
	const there = slots.find((slot) => slot.at === at && slot.unit === data.unit)
	const next = there
		? slots.map((slot) => (slot === there ? joined(slot, data) : slot))
		: [...slots, { ...data, at }]
	call.world.put(blocks, scope, block, { slots: next })
	wake(call, scope, id)
	return true
}

/** Counts a metric more; answers false when that is one too many. */
function countSeries(call: Call, scope: Scope): boolean {
	const count = (call.world.get(seriesCounts, scope, SERIES)?.count ?? 0) + 1
	if (count > SERIES_AT_MOST) return false
	call.world.put(seriesCounts, scope, SERIES, { count })
	return true
}

const blockId = (id: string, at: number) => `${id}|${String(Math.floor(at / HOUR_MS)).padStart(9, '0')}`

function dropOld(call: Call, scope: Scope, id: string): void {
	const oldest = blockId(id, call.now - KEPT_MS)
	for (const [block] of call.world.entries(blocks, scope, { prefix: `${id}|`, limit: 2 }))
		if (block < oldest) call.world.delete(blocks, scope, block)
}

/** Two slots as one. */
export function joined(one: Readonly<Slot>, other: Readonly<Slot>): Slot {
	const counts = new Map(one.values)
	for (const [value, count] of other.values ?? []) counts.set(value, (counts.get(value) ?? 0) + count)
	const knows = one.values && other.values && counts.size <= VALUES_AT_MOST
	return {
		at: one.at,
		unit: one.unit,
		count: one.count + other.count,
		sum: one.sum + other.sum,
		min: Math.min(one.min, other.min),
		max: Math.max(one.max, other.max),
		...(knows && { values: [...counts] }),
	}
}

/** Has the alarms on a metric evaluated at their next full step, whichever service has measured. */
function wake(call: Call, scope: Scope, id: string): void {
	for (const { alarm, stepMs } of call.world.list(watchers, scope, { prefix: `${id}|` }))
		askEvaluation(call, scope, alarm, (Math.floor(call.now / stepMs) + 1) * stepMs)
}

/** Asks for an alarm to be evaluated at a time; asking twice is asking once. */
export function askEvaluation(call: Call, scope: Scope, alarm: string, at: number): void {
	const step = { at, service: 'cloudwatch', subject: `evaluate|${alarm}`, scope }
	call.world.put(dueSteps, WORLD_SCOPE, dueId(step), step)
}

/** The slots of a metric from a time on and before another, the oldest first. */
export function readSlots(
	{ world, scope }: { world: WorldReader; scope: Scope },
	id: string,
	from: number,
	to: number,
	unit?: string,
): Array<Readonly<Slot>> {
	const first = blockId(id, Math.max(0, from))
	const last = blockId(id, Math.max(0, to))
	const found: Array<Readonly<Slot>> = []
	for (const [block, { slots }] of world.entries(blocks, scope, { prefix: `${id}|` })) {
		if (block < first || block > last) continue
		for (const slot of slots)
			if (slot.at >= from && slot.at < to && (unit === undefined || slot.unit === unit)) found.push(slot)
	}
	return found.sort((one, other) => one.at - other.at)
}
