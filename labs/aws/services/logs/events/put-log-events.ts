import type { PutLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs'
import { type Call, operation } from '../../../service.ts'
import { requireGroup, requireStream, streamAccess } from '../arns.ts'
import { invalidParameter } from '../logs-error.ts'
import { measureEvents } from '../metric-filters.ts'
import { handOn } from '../subscription-filters.ts'
import { EVENT_OVERHEAD, type NewEvent, store } from './chunks.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const BATCH_BYTES = 1_048_576
const SPAN_MS = 24 * 3_600_000
const NEWEST_MS = 2 * 3_600_000
const OLDEST_MS = 14 * 24 * 3_600_000
const DAY_MS = 86_400_000

/** Adds events to a stream; those that are too old or too new are told, not refused. */
export const putLogEvents = operation<PutLogEventsRequest, object>({
	access: ({ logGroupName = '', logStreamName = '' }, call) =>
		streamAccess(call, 'PutLogEvents', logGroupName, logStreamName),
	async run({ logGroupName = '', logStreamName = '', logEvents = [] }, call) {
		const stream = requireStream(call, logGroupName, logStreamName)
		const events = logEvents.map(({ timestamp: at = 0, message = '' }) => ({ at, message }))
		assertBatch(events)
		const { accepted, rejected } = sift(call, logGroupName, events)
		await store(call, stream, accepted)
		await measureEvents(call, logGroupName, accepted)
		await handOn(call, stream, accepted)
		return {
			// Opaque, and ignored wherever it comes back.
			nextSequenceToken: String(stream.chunks + 1).padStart(56, '4'),
			...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
		}
	},
})

function assertBatch(events: ReadonlyArray<NewEvent>): void {
	const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + EVENT_OVERHEAD, 0)
	if (bytes > BATCH_BYTES)
		throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${BATCH_BYTES}`)
	for (const [index, { at }] of events.entries()) {
		if (at < (events[index - 1]?.at ?? 0))
			throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.')
	}
	if ((events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0) > SPAN_MS)
		throw invalidParameter(
			'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
		)
}

/** The events are in order: the old ones come first, the new ones last. */
function sift(call: Call, group: string, events: ReadonlyArray<NewEvent>) {
	const { retentionInDays } = requireGroup(call, group)
	const expired = retentionInDays === undefined ? 0 : call.now - retentionInDays * DAY_MS
	const tooOld = call.now - OLDEST_MS
	const expiredEnd = events.filter(({ at }) => at < expired).length
	const oldEnd = events.filter(({ at }) => at < tooOld).length
	const newStart = events.findIndex(({ at }) => at > call.now + NEWEST_MS)
	return {
		accepted: events.slice(Math.max(expiredEnd, oldEnd), newStart < 0 ? undefined : newStart),
		rejected: {
			...(newStart >= 0 && { tooNewLogEventStartIndex: newStart }),
			...(oldEnd > 0 && { tooOldLogEventEndIndex: oldEnd }),
			...(expiredEnd > 0 && { expiredLogEventEndIndex: expiredEnd }),
		},
	}
}
