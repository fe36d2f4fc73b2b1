import type { PutEventsRequest, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import { type Call, operation } from '../../service.ts'
import type { Json } from '../../world/json.ts'
import { emitEvent } from './bus.ts'
import { busArn, buses, DEFAULT_BUS } from './collections.ts'
import { validation } from './events-error.ts'
import { busName } from './find.ts'

const BYTES_AT_MOST = 262_144
const TIME_BYTES = 14

/** Events of one's own. What is wrong with one is told beside the others. */
export const putEvents = operation<PutEventsRequest, object>({
	access({ Entries = [] }, call) {
		const names = new Set(Entries.map(({ EventBusName }) => busName(EventBusName)))
		return [...names].map((name) => ({ action: 'events:PutEvents', resource: busArn(call.scope, name) }))
	},
	run({ Entries: entries = [] }, call) {
		const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0)
		if (bytes > BYTES_AT_MOST) throw validation('Total size of the entries in the request is over the limit.')
		const answers = entries.map((entry) => putEvent(call, entry))
		return {
			FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length,
			Entries: answers,
		}
	},
})

function sizeOf({
	Time,
	Source = '',
	DetailType = '',
	Detail = '',
	Resources = [],
}: PutEventsRequestEntry): number {
	const texts = [Source, DetailType, Detail, ...Resources]
	return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time ? TIME_BYTES : 0)
}

const required = (name: string) => ({
	ErrorCode: 'InvalidArgument',
	ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
})

function putEvent(
	call: Call,
	{ Source, DetailType, Detail, Resources = [], EventBusName }: PutEventsRequestEntry,
) {
	if (!Source) return required('Source')
	if (!DetailType) return required('DetailType')
	if (!Detail) return required('Detail')
	if (Source.startsWith('aws.'))
		return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' }
	const detail = readObject(Detail)
	if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
	const bus = busName(EventBusName)
	const isThere = bus === DEFAULT_BUS || call.world.get(buses, call.scope, bus) !== undefined
	// An event for a bus that is not there is taken, and goes nowhere.
	if (!isThere) return { EventId: call.ids.uuid() }
	const event = { source: Source, 'detail-type': DetailType, resources: Resources, detail }
	return { EventId: emitEvent(call, event, call.scope, bus) ?? call.ids.uuid() }
}

function readObject(text: string): Json | undefined {
	try {
		const value = JSON.parse(text) as Json
		return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined
	} catch {
		return
	}
}
