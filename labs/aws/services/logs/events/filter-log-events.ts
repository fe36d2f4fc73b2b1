import type { FilterLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs'
import { type Call, operation } from '../../../service.ts'
import { groupAccess, namedGroup, requireGroup } from '../arns.ts'
import { streams } from '../collections.ts'
import { invalidParameter, streamNotFound } from '../logs-error.ts'
import { readToken, token } from '../pages.ts'
import { compilePattern } from '../patterns/compile-pattern.ts'
import { EVENT_OVERHEAD, type FoundEvent, keptSince, type Position, readEvents } from './chunks.ts'
import { eventId } from './event-id.ts'

const EVENTS_AT_MOST = 10_000
const PAGE_BYTES = 1_048_576
/** Characters, weighed by what the pattern costs for each, that one call looks at; the next page goes on. */
const WORK_AT_MOST = 8_000_000

/** The events of a group, or of some of its streams, that a pattern fits, in the order of their time. */
export const filterLogEvents = operation<FilterLogEventsRequest, object>({
	access: (input, call) => groupAccess(call, 'FilterLogEvents', namedGroup(input)),
	async run(input, call) {
		const group = namedGroup(input)
		requireGroup(call, group)
		const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER, limit = EVENTS_AT_MOST, nextToken } = input
		if (startTime > endTime) throw invalidParameter('startTime must be less than endTime.')
		const pattern = compilePattern(input.filterPattern ?? '')
		const names = streamsOf(call, group, input)
		const range = {
			...(names.isSome && { streams: new Set(names.byNumber.keys()) }),
			from: Math.max(startTime, keptSince(call, group)),
			to: endTime,
			...(nextToken !== undefined && { after: readPosition(nextToken) }),
		}
		const events: Array<FoundEvent> = []
		let [bytes, work] = [0, 0]
		let last: FoundEvent | undefined
		let isMore = false
		for await (const event of readEvents(call, group, range)) {
			if (events.length >= limit || bytes > PAGE_BYTES || work > WORK_AT_MOST) {
				isMore = true
				break
			}
			last = event
			work += (event.message.length + EVENT_OVERHEAD) * pattern.cost
			if (!pattern.matches(event.message)) continue
			events.push(event)
			bytes += Buffer.byteLength(event.message) + EVENT_OVERHEAD
		}
		return {
			events: events.map((event) => ({
				logStreamName: names.byNumber.get(event.stream),
				timestamp: event.at,
				message: event.message,
				ingestionTime: event.ingestedAt,
				eventId: eventId(event),
			})),
			searchedLogStreams: [],
			...(isMore && last && { nextToken: positionToken(last) }),
		}
	},
})

type Wanted = Pick<FilterLogEventsRequest, 'logStreamNames' | 'logStreamNamePrefix'>

function streamsOf(call: Call, group: string, { logStreamNames, logStreamNamePrefix }: Wanted) {
	if (logStreamNames && logStreamNamePrefix !== undefined)
		throw invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive.')
	const prefix = `${group}|${logStreamNamePrefix ?? ''}`
	const found = logStreamNames
		? logStreamNames.map((name) => {
				const stream = call.world.get(streams, call.scope, `${group}|${name}`)
				if (!stream) throw streamNotFound()
				return stream
			})
		: call.world.list(streams, call.scope, { prefix })
	const byNumber = new Map(found.map(({ number, name }) => [number, name]))
	return { byNumber, isSome: logStreamNames !== undefined || logStreamNamePrefix !== undefined }
}

function positionToken({ at, stream, chunk, index }: Position): string {
	return token(`${at}.${stream}.${chunk}.${index}`)
}

function readPosition(given: string): Position {
	const [at = 0, stream = 0, chunk = 0, index = 0] = readToken(given, /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/)
	return { at, stream, chunk, index }
}
