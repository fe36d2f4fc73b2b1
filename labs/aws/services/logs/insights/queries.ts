import type {
	DescribeQueriesRequest,
	GetQueryResultsRequest,
	StartQueryRequest,
	StopQueryRequest,
} from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { groupAccess, groupName, requireGroup } from '../arns.ts'
import { padded, type Query, queries, queryCounts, queryNumbers, streams } from '../collections.ts'
import { type FoundEvent, keptSince, readEvents } from '../events/chunks.ts'
import { eventId } from '../events/event-id.ts'
import { invalidParameter } from '../logs-error.ts'
import { pageOf } from '../pages.ts'
import { shownTime, type Value } from './expression.ts'
import { parseQuery } from './query.ts'
import { type Row, runQuery } from './run-query.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const GROUPS_AT_MOST = 50
/** Queries that are kept; the oldest go. */
const KEPT = 100

type Naming = Pick<StartQueryRequest, 'logGroupName' | 'logGroupNames' | 'logGroupIdentifiers'>

function namedGroups({ logGroupName, logGroupNames, logGroupIdentifiers }: Naming): Array<string> {
	const given = [logGroupName && [logGroupName], logGroupNames, logGroupIdentifiers].filter(Boolean)
	if (given.length !== 1)
		throw invalidParameter('Exactly one of logGroupName, logGroupNames and logGroupIdentifiers is required.')
	return [...new Set((given[0] as Array<string>).map(groupName))]
}

/** Takes a query down; what it finds is asked of `GetQueryResults`. */
export const startQuery = operation<StartQueryRequest, object>({
	access: (input, call) => namedGroups(input).map((name) => groupAccess(call, 'StartQuery', name)),
	run({ queryString: text = '', startTime = 0, endTime = 0, limit, queryLanguage, ...naming }, call) {
		const groups = namedGroups(naming)
		if (queryLanguage && queryLanguage !== 'CWLI')
			throw new AwsError('NotImplemented', `Queries in ${queryLanguage} are not emulated: CWLI are`, 501)
		if (groups.length > GROUPS_AT_MOST)
			throw invalidParameter(`A query can have at most ${GROUPS_AT_MOST} log groups.`)
		for (const name of groups) requireGroup(call, name)
		parseQuery(text)
		if (startTime > endTime)
			throw new AwsError(
				'MalformedQueryException',
				'Query’s end date and time is before its start date and time.',
			)
		const count = (call.world.get(queryCounts, call.scope, 'queries')?.count ?? 0) + 1
		call.world.put(queryCounts, call.scope, 'queries', { count })
		const id = call.ids.uuid()
		call.world.put(queries, call.scope, padded(count), {
			...{ id, text, groups, from: startTime, to: endTime, createdAt: call.now, isStopped: false },
			...(limit !== undefined && { limit }),
		})
		call.world.put(queryNumbers, call.scope, id, { number: padded(count) })
		dropOldest(call, count)
		return { queryId: id }
	},
})

function dropOldest(call: Call, count: number): void {
	const number = padded(Math.max(0, count - KEPT))
	const old = call.world.get(queries, call.scope, number)
	if (!old) return
	call.world.delete(queries, call.scope, number)
	call.world.delete(queryNumbers, call.scope, old.id)
}

function requireQuery(call: Call, id: string): [number: string, Readonly<Query>] {
	const number = call.world.get(queryNumbers, call.scope, id)?.number ?? ''
	const query = call.world.get(queries, call.scope, number)
	// The wording is ours.
	if (!query) throw new AwsError('ResourceNotFoundException', `The query ${id} does not exist.`)
	return [number, query]
}

/** Runs a query over what there was when it was started. */
export const getQueryResults = operation<GetQueryResultsRequest, object>({
	access: ({ queryId = '' }, call) =>
		requireQuery(call, queryId)[1].groups.map((name) => groupAccess(call, 'GetQueryResults', name)),
	async run({ queryId = '' }, call) {
		const [, query] = requireQuery(call, queryId)
		const language = { queryLanguage: 'CWLI' }
		if (query.isStopped) return { ...language, results: [], statistics: {}, status: 'Cancelled' }
		const scanned = { records: 0, bytes: 0 }
		const { rows, matched, isComplete } = await runQuery(
			parseQuery(query.text),
			recordsOf(call, query, scanned),
			query.limit,
		)
		return {
			...language,
			results: rows,
			statistics: {
				recordsMatched: matched,
				recordsScanned: scanned.records,
				bytesScanned: scanned.bytes,
				logGroupsScanned: query.groups.length,
			},
			status: isComplete ? 'Complete' : 'Timeout',
		}
	},
})

async function* recordsOf(
	call: Call,
	{ groups, from, to, createdAt }: Readonly<Query>,
	scanned: { records: number; bytes: number },
): AsyncGenerator<Row> {
	for (const group of groups) {
		const names = new Map(
			call.world.list(streams, call.scope, { prefix: `${group}|` }).map(({ number, name }) => [number, name]),
		)
		// Both seconds are included.
		const range = {
			from: Math.max(from * 1000, keptSince(call, group)),
			to: to * 1000 + 999,
			isBackward: true,
		}
		for await (const event of readEvents(call, group, range)) {
			if (event.ingestedAt > createdAt) continue
			scanned.records++
			scanned.bytes += event.message.length
			yield rowOf(event, `${call.scope.account}:${group}`, names.get(event.stream) ?? '')
		}
	}
}

function rowOf(event: FoundEvent, log: string, stream: string): Row {
	let parsed: unknown
	let isParsed = false
	const discovered = (field: string): Value => {
		if (!isParsed) parsed = parseObject(event.message)
		isParsed = true
		return select(parsed, field)
	}
	return {
		at: event.at,
		own: new Map(),
		size: event.message.length + 50,
		read(field) {
			switch (field) {
				case '@message':
					return event.message
				case '@timestamp':
					return shownTime(event.at)
				case '@ingestionTime':
					return shownTime(event.ingestedAt)
				case '@logStream':
					return stream
				case '@log':
					return log
				case '@ptr':
					return Buffer.from(`${log}|${eventId(event)}`).toString('base64')
				default:
					return field.startsWith('@') ? undefined : discovered(field)
			}
		},
	}
}

function parseObject(message: string): unknown {
	if (!message.trimStart().startsWith('{')) return
	try {
		return JSON.parse(message)
	} catch {
		return
	}
}

/** A field of an event that is JSON: `a.b.0`, or a name that has points itself. */
function select(subject: unknown, field: string): Value {
	let value = subject
	for (const name of Object.hasOwn(Object(subject), field) ? [field] : field.split('.')) {
		if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return
		value = (value as Record<string, unknown>)[name]
	}
	if (typeof value === 'string' || typeof value === 'number') return value
	if (typeof value === 'boolean') return value ? '1' : '0'
	return value === null || value === undefined ? undefined : JSON.stringify(value)
}

export const stopQuery = operation<StopQueryRequest, object>({
	access: ({ queryId = '' }, call) =>
		requireQuery(call, queryId)[1].groups.map((name) => groupAccess(call, 'StopQuery', name)),
	run({ queryId = '' }, call) {
		const [number, query] = requireQuery(call, queryId)
		call.world.put(queries, call.scope, number, { ...query, isStopped: true })
		return { success: true }
	},
})

export const describeQueries = operation<DescribeQueriesRequest, object>({
	access: () => ({ action: 'logs:DescribeQueries', resource: '*' }),
	run({ logGroupName, status, maxResults, nextToken: given }, call) {
		const found = call.world
			.list(queries, call.scope)
			.reverse()
			.filter(({ groups }) => logGroupName === undefined || groups.includes(logGroupName))
			.filter((query) => status === undefined || statusOf(query) === status)
		const paging = {
			...(maxResults !== undefined && { limit: maxResults }),
			...(given !== undefined && { nextToken: given }),
		}
		const { page, nextToken } = pageOf(found, paging)
		return {
			queries: page.map((query) => ({
				queryLanguage: 'CWLI',
				queryId: query.id,
				queryString: query.text,
				status: statusOf(query),
				createTime: query.createdAt,
				logGroupName: query.groups[0],
			})),
			nextToken,
		}
	},
})

const statusOf = ({ isStopped }: Readonly<Query>) => (isStopped ? 'Cancelled' : 'Complete')
