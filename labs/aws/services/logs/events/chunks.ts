import { setImmediate } from 'node:timers/promises'
import type { Call } from '../../../service.ts'
import {
	type Chunk,
	chunks,
	countBytes,
	groups,
	type LogStream,
	padded,
	type StoredEvent,
	storedBytes,
	streams,
} from '../collections.ts'
import { overLimit } from '../logs-error.ts'

/** What AWS counts for each event beside its text. */
export const EVENT_OVERHEAD = 26
/** A chunk below this is held in its document, and takes what comes next. */
const INLINE_BYTES = 4 * 1024
const INLINE_EVENTS = 100
/** Bytes of events that a Region of an account stores. */
const STORED_AT_MOST = 32 * 1024 * 1024
/** Chunks of a stream that one put may find to be past their retention. */
const EXPIRED_AT_ONCE = 20
const DAY_MS = 86_400_000

export interface NewEvent {
	at: number
	message: string
}

/** The first moment whose events a group still keeps. */
export function keptSince(call: Call, group: string): number {
	const { retentionInDays } = call.world.get(groups, call.scope, group) ?? {}
	return retentionInDays === undefined ? 0 : call.now - retentionInDays * DAY_MS
}

/** Adds events, in the order of their time, to the end of a stream. Throws AwsError when the Region is full. */
export async function store(
	call: Call,
	stream: Readonly<LogStream>,
	fresh: ReadonlyArray<NewEvent>,
): Promise<void> {
	if (fresh.length === 0) return
	const bytes = fresh.reduce((sum, { message }) => sum + Buffer.byteLength(message) + EVENT_OVERHEAD, 0)
	dropExpired(call, stream)
	if (storedBytes(call.world, call.scope) + bytes > STORED_AT_MOST)
		throw overLimit(`${STORED_AT_MOST / 1024 / 1024} MiB of log events. Delete log groups to make room`)
	countBytes(call.world, call.scope, bytes)
	const added = fresh.map(({ at, message }): StoredEvent => [at, message, call.now])
	const prefix = `${stream.group}|${padded(stream.number)}|`
	const last = call.world.get(chunks, call.scope, prefix + padded(stream.chunks))
	const joins =
		last?.events && last.bytes + bytes <= INLINE_BYTES && last.count + added.length <= INLINE_EVENTS
	const number = joins ? stream.chunks : stream.chunks + 1
	const all = joins ? [...(last.events ?? []), ...added].sort(([a], [b]) => a - b) : added
	const size = joins ? last.bytes + bytes : bytes
	const isSmall = size <= INLINE_BYTES && all.length <= INLINE_EVENTS
	const content = isSmall ? { events: all } : { blob: await call.blobs.put(Buffer.from(JSON.stringify(all))) }
	const [from = 0] = all[0] ?? []
	const [to = 0] = all.at(-1) ?? []
	const chunk = { stream: stream.number, from, to, count: all.length, bytes: size, ...content }
	call.world.put(chunks, call.scope, prefix + padded(number), chunk)
	call.world.put(streams, call.scope, `${stream.group}|${stream.name}`, {
		...stream,
		chunks: number,
		firstEventAt: Math.min(stream.firstEventAt ?? from, from),
		lastEventAt: Math.max(stream.lastEventAt ?? to, to),
		lastIngestedAt: call.now,
	})
}

/** Forgets the oldest chunks of a stream whose events are all past their retention. */
function dropExpired(call: Call, { group, number }: Readonly<LogStream>): void {
	const since = keptSince(call, group)
	if (since === 0) return
	const prefix = `${group}|${padded(number)}|`
	for (const [id, chunk] of call.world.entries(chunks, call.scope, { prefix, limit: EXPIRED_AT_ONCE })) {
		if (chunk.to >= since) return
		countBytes(call.world, call.scope, -chunk.bytes)
		call.world.delete(chunks, call.scope, id)
	}
}

/** An event with what orders it among those of its group. */
export interface FoundEvent extends NewEvent {
	ingestedAt: number
	/** Number of its stream in its group. */
	stream: number
	chunk: number
	/** Its place in its chunk. */
	index: number
}

/** Where a reader stands: the event that it has had last. */
export type Position = Pick<FoundEvent, 'at' | 'stream' | 'chunk' | 'index'>

/** The order of events: by their time, then as they came. */
export function compare(one: Position, other: Position): number {
	return one.at - other.at || one.stream - other.stream || one.chunk - other.chunk || one.index - other.index
}

interface Range {
	/** Numbers of streams; all of the group unless given. */
	streams?: ReadonlySet<number>
	/** Both included. */
	from: number
	to: number
	/** Events behind this one, in the direction of reading. */
	after?: Position
	isBackward?: boolean
}

/** Events that chunks of overlapping times may have waiting to be put in order; past them the order is of chunks. */
const WAITING_AT_MOST = 20_000

/** Reads events of a group in their order, chunk by chunk, with a turn of the event loop after each large one. */
export async function* readEvents(
	call: Call,
	group: string,
	{ streams: wanted, from, to, after, isBackward = false }: Range,
): AsyncGenerator<FoundEvent> {
	const sign = isBackward ? -1 : 1
	const first = (chunk: Chunk) => (isBackward ? -chunk.to : chunk.from)
	const [only, ...others] = wanted ?? []
	const prefix = only !== undefined && others.length === 0 ? `${group}|${padded(only)}|` : `${group}|`
	const queue = call.world
		.entries(chunks, call.scope, { prefix })
		.filter(([, chunk]) => !wanted || wanted.has(chunk.stream))
		.filter(([, chunk]) => chunk.to >= from && chunk.from <= to)
		.filter(([, chunk]) => !after || (isBackward ? chunk.from <= after.at : chunk.to >= after.at))
		.sort(([, one], [, other]) => first(one) - first(other))
	let waiting: Array<FoundEvent> = []
	for (const [place, [id, chunk]] of queue.entries()) {
		const stored = chunk.events ?? (await contentOf(call, chunk))
		const number = Number(id.slice(id.lastIndexOf('|') + 1))
		for (const [index, [at, message, ingestedAt]] of stored.entries()) {
			const event = { at, message, ingestedAt, stream: chunk.stream, chunk: number, index }
			if (at < from || at > to || (after && sign * compare(event, after) <= 0)) continue
			waiting.push(event)
		}
		waiting.sort((one, other) => sign * compare(one, other))
		const next = queue[place + 1]?.[1]
		const until = next && waiting.length < WAITING_AT_MOST ? first(next) : Number.POSITIVE_INFINITY
		const ready = waiting.findIndex(({ at }) => sign * at >= until)
		const count = ready < 0 ? waiting.length : ready
		yield* waiting.slice(0, count)
		waiting = waiting.slice(count)
	}
}

async function contentOf(call: Call, { blob = '' }: Readonly<Chunk>): Promise<ReadonlyArray<StoredEvent>> {
	await setImmediate()
	return JSON.parse(Buffer.from(await call.blobs.get(blob)).toString()) as ReadonlyArray<StoredEvent>
}
