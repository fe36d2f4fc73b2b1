import type { GetLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs'
import { type Call, operation } from '../../../service.ts'
import { namedGroup, requireStream, streamAccess } from '../arns.ts'
import { invalidParameter } from '../logs-error.ts'
import { EVENT_OVERHEAD, type FoundEvent, keptSince, type Position, readEvents } from './chunks.ts'
import { eventId, positionOf } from './event-id.ts'

const EVENTS_AT_MOST = 10_000
const PAGE_BYTES = 1_048_576

/**
 * One page of a stream: the newest unless `startFromHead`, in order in any
 * case. Its two tokens lead on from both of its ends; at the end the one that
 * was given comes back.
 */
export const getLogEvents = operation<GetLogEventsRequest, object>({
	access: (input, call) => streamAccess(call, 'GetLogEvents', namedGroup(input), input.logStreamName ?? ''),
	async run(input, call) {
		const group = namedGroup(input)
		const { logStreamName = '', startTime = 0, endTime, limit = EVENTS_AT_MOST, nextToken } = input
		const stream = requireStream(call, group, logStreamName)
		if (endTime !== undefined && startTime >= endTime && startTime > 0)
			throw invalidParameter('startTime must be before endTime.')
		const cursor = nextToken === undefined ? undefined : readCursor(nextToken)
		const isBackward = cursor ? cursor.isBackward : !(input.startFromHead ?? false)
		const page = await readPage(call, group, {
			stream: stream.number,
			from: Math.max(startTime, keptSince(call, group)),
			to: (endTime ?? Number.MAX_SAFE_INTEGER) - 1,
			...(cursor && { after: cursor.position }),
			isBackward,
			limit,
		})
		const first = page[0] ?? cursor?.position ?? BEFORE_ALL
		const last = page.at(-1) ?? cursor?.position ?? BEFORE_ALL
		return {
			events: page.map(({ at, message, ingestedAt }) => ({
				timestamp: at,
				message,
				ingestionTime: ingestedAt,
			})),
			nextForwardToken: page.length === 0 && nextToken?.startsWith('f/') ? nextToken : cursorOf('f', last),
			nextBackwardToken: page.length === 0 && nextToken?.startsWith('b/') ? nextToken : cursorOf('b', first),
		}
	},
})

interface PageRange {
	stream: number
	from: number
	to: number
	after?: Position
	isBackward: boolean
	limit: number
}

async function readPage(call: Call, group: string, { stream, limit, ...range }: PageRange) {
	const page: Array<FoundEvent> = []
	let bytes = 0
	for await (const event of readEvents(call, group, { ...range, streams: new Set([stream]) })) {
		bytes += Buffer.byteLength(event.message) + EVENT_OVERHEAD
		if (page.length >= limit || (page.length > 0 && bytes > PAGE_BYTES)) break
		page.push(event)
	}
	return range.isBackward ? page.reverse() : page
}

/** Where a reader of a stream without events stands. */
const BEFORE_ALL: Position = { at: 0, stream: 0, chunk: 0, index: 0 }

/** As AWS's: which way, and 56 digits. */
function cursorOf(direction: 'f' | 'b', position: Position): string {
	return `${direction}/${eventId(position)}/s`
}

function readCursor(given: string): { isBackward: boolean; position: Position } {
	const [, direction, id = ''] = /^([fb])\/(\d{56})\/s$/.exec(given) ?? []
	if (!direction) throw invalidParameter('The specified nextToken is invalid.')
	return { isBackward: direction === 'b', position: positionOf(id) }
}
