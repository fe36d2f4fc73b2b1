import type { LookupAttribute, LookupEventsRequest } from '@aws-sdk/client-cloudtrail'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import type { Entry } from '../../world/journal.ts'
import { type EventResource, resourcesOf } from './event-resources.ts'
import { type TrailRecord, trailRecords } from './trail-record.ts'

/** Entries of the journal that the event history looks at, and as many of what was read or refused. */
const ENTRIES = 500
const PAGE = 50
const KEPT_MS = 90 * 86_400_000

interface Found {
	record: TrailRecord
	resources: Array<EventResource>
	at: number
}

/** The management events of the account in the Region, the newest first. */
export const lookupEvents = operation<LookupEventsRequest, object>({
	access: () => ({ action: 'cloudtrail:LookupEvents', resource: '*' }),
	async run(
		{ LookupAttributes = [], StartTime, EndTime, EventCategory, MaxResults = PAGE, NextToken: given },
		call,
	) {
		if (StartTime && EndTime && StartTime > EndTime)
			throw new AwsError(
				'InvalidTimeRangeException',
				'A time range with a start time after its end time is not valid.',
			)
		const [attribute, ...others] = LookupAttributes
		if (others.length > 0)
			throw new AwsError('InvalidLookupAttributesException', 'You can only specify one LookupAttribute.')
		if (EventCategory === 'insight') return { Events: [] }
		const from = Math.max(StartTime?.getTime() ?? 0, call.now - KEPT_MS)
		const to = EndTime?.getTime() ?? call.now
		const found = (await call.history(ENTRIES))
			.flatMap(eventsOf)
			.filter(({ record }) => isOf(call, record))
			.filter(({ at }) => at >= from && at <= to)
			.filter((event) => !attribute || fits(event, attribute))
			.reverse()
		const start = given === undefined ? 0 : positionAfter(found, given)
		const page = found.slice(start, start + MaxResults)
		const last = page.at(-1)
		return {
			Events: page.map(eventAnswer),
			...(last && start + MaxResults < found.length && { NextToken: token(last.record.eventID) }),
		}
	},
})

function eventsOf(entry: Entry): Array<Found> {
	const decisions = new Map<string, Pick<Entry, 'decisions'>>()
	decisions.set(entry.requestId, entry)
	for (const [index, inner] of entry.calls.entries()) decisions.set(String(index + 1), inner)
	return trailRecords(entry).map((record) => {
		const isOwn = record.eventID === entry.requestId
		const call = isOwn ? entry : decisions.get(String(Number(record.eventID.slice(24))))
		return { record, resources: call ? resourcesOf(call) : [], at: entry.at }
	})
}

function isOf({ scope }: Call, { recipientAccountId, awsRegion }: TrailRecord): boolean {
	return recipientAccountId === scope.account && awsRegion === scope.region
}

function fits({ record, resources }: Found, { AttributeKey, AttributeValue = '' }: LookupAttribute): boolean {
	switch (AttributeKey) {
		case 'EventId':
			return record.eventID === AttributeValue
		case 'EventName':
			return record.eventName === AttributeValue
		case 'EventSource':
			return record.eventSource === AttributeValue
		case 'ReadOnly':
			return String(record.readOnly) === AttributeValue
		case 'Username':
			return usernameOf(record) === AttributeValue
		case 'AccessKeyId':
			return record.userIdentity.accessKeyId === AttributeValue
		case 'ResourceName':
			return resources.some(({ ResourceName }) => ResourceName === AttributeValue)
		case 'ResourceType':
			return resources.some(({ ResourceType }) => ResourceType === AttributeValue)
		default:
			return false
	}
}

/** A user's name, a session's, or that of the root. */
function usernameOf({ userIdentity }: TrailRecord): string | undefined {
	const { type, userName, principalId } = userIdentity
	if (type === 'Root') return 'root'
	if (typeof userName === 'string') return userName
	return typeof principalId === 'string' && type === 'AssumedRole' ? principalId.split(':')[1] : undefined
}

function eventAnswer({ record, resources, at }: Found) {
	const { accessKeyId } = record.userIdentity
	const username = usernameOf(record)
	return {
		EventId: record.eventID,
		EventName: record.eventName,
		ReadOnly: String(record.readOnly),
		...(typeof accessKeyId === 'string' && { AccessKeyId: accessKeyId }),
		EventTime: new Date(Math.floor(at / 1000) * 1000),
		EventSource: record.eventSource,
		...(username !== undefined && { Username: username }),
		Resources: resources,
		CloudTrailEvent: JSON.stringify(record),
	}
}

const token = (eventId: string) => Buffer.from(`after:${eventId}`).toString('base64')

function positionAfter(found: ReadonlyArray<Found>, given: string): number {
	const [, eventId] = /^after:([0-9a-f-]{36})$/.exec(Buffer.from(given, 'base64').toString()) ?? []
	const position = found.findIndex(({ record }) => record.eventID === eventId)
	if (position < 0) throw new AwsError('InvalidNextTokenException', 'Invalid token.')
	return position + 1
}
