import {
	DescribeQueriesCommand,
	GetQueryResultsCommand,
	StartQueryCommand,
	StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { expect, test } from 'vitest'
import { logGroupName, openLogs } from '../logs.fixture.ts'

async function openQueries() {
	const opened = await openLogs()
	const { logs, put, now } = opened
	await put([
		'{"level":"info","path":"/","ms":10,"user":{"id":"ada"}}',
		'{"level":"error","path":"/a","ms":30,"user":{"id":"ada"}}',
		'{"level":"error","path":"/","ms":50,"user":{"id":"bob"}}',
		'REPORT user=bob took 12 ms\n',
	])
	const start = (queryString: string, more: object = {}) =>
		logs.send(
			new StartQueryCommand({
				...{ logGroupName, queryString, startTime: now / 1000 - 60, endTime: now / 1000 + 60 },
				...more,
			}),
		)
	const ask = async (queryString: string, more: object = {}) => {
		const { queryId } = await start(queryString, more)
		return logs.send(new GetQueryResultsCommand({ queryId }))
	}
	/** The rows of a query, without pointers. */
	const rows = async (queryString: string, more: object = {}) =>
		((await ask(queryString, more)).results ?? []).map((row) =>
			row.filter(({ field }) => field !== '@ptr').map(({ value }) => value),
		)
	return { ...opened, start, ask, rows }
}

test('fields are filtered, sorted and limited, the newest first unless said otherwise', async () => {
	const { rows, ask } = await openQueries()
	expect(await rows('fields path, ms | filter level = "error"')).toEqual([
		['/', '50'],
		['/a', '30'],
	])
	expect(await rows('fields ms | sort ms asc | limit 2')).toEqual([[], ['10']])
	expect(await rows('fields ms | filter ispresent(ms) | sort ms desc | limit 1')).toEqual([['50']])
	expect(await rows('filter @message like /(?i)report/ | display @logStream')).toEqual([['web']])
	expect(await rows('fields user.id as who, ms * 2 as double | filter user.id in ["bob"]')).toEqual([
		['bob', '100'],
	])
	expect(await rows('fields path | filter not (path = "/") and ms > 1')).toEqual([['/a']])
	const answer = await ask('filter level = "info"')
	expect(answer).toMatchObject({ status: 'Complete', statistics: { recordsMatched: 1, recordsScanned: 4 } })
	expect(answer.results?.[0]?.map(({ field }) => field)).toEqual(['@timestamp', '@message', '@ptr'])
	expect(answer.results?.[0]?.[0]?.value).toBe('2026-01-05 09:00:00.000')
})

test('a text is parsed by stars or by named groups', async () => {
	const { rows } = await openQueries()
	const glob =
		'filter @message like "REPORT" | parse @message "user=* took * ms" as who, took | display who, took'
	expect(await rows(glob)).toEqual([['bob', '12']])
	const named = 'parse @message /took (?<took>\\d+) ms/ | filter ispresent(took) | display took'
	expect(await rows(named)).toEqual([['12']])
})

test('stats count, add up and average, in groups', async () => {
	const { rows } = await openQueries()
	expect(await rows('stats count(*) as n, sum(ms), avg(ms) as mean, min(ms), max(ms)')).toEqual([
		['4', '90', '30', '10', '50'],
	])
	expect(await rows('filter ispresent(level) | stats count(*) as n by level | sort n desc')).toEqual([
		['error', '2'],
		['info', '1'],
	])
	expect(await rows('stats pct(ms, 50), count_distinct(user.id), count(ms) by bin(5m)')).toEqual([
		['2026-01-05 09:00:00.000', '30', '2', '3'],
	])
	expect(await rows('fields level | filter ispresent(level) | dedup level')).toEqual([['error'], ['info']])
})

test('a query that cannot be read is refused where it fails', async () => {
	const { start } = await openQueries()
	const refusal = async (queryString: string) =>
		start(queryString).then(
			() => undefined,
			(error) => error,
		)
	expect(await refusal('fields @message | sort')).toMatchObject({
		name: 'MalformedQueryException',
		message: 'unexpected end of the query at line 1 and position 22',
		queryCompileError: { location: { startCharOffset: 22 } },
	})
	expect(await refusal('frobnicate x')).toMatchObject({
		message: 'unexpected symbol found frobnicate at line 1 and position 0',
	})
	expect(await refusal('fields nope(x)')).toMatchObject({
		message: expect.stringContaining('unknown function nope'),
	})
	expect(await refusal(`filter ${'('.repeat(200)}`)).toMatchObject({
		message: expect.stringContaining('too many levels'),
	})
	expect(await refusal('filter @message like /[/')).toMatchObject({ name: 'MalformedQueryException' })
})

test('a query sees what there was when it was started, its own group alone, until it is stopped', async () => {
	const { logs, start, put, sandbox, rows } = await openQueries()
	const { queryId } = await start('stats count(*)')
	await sandbox.setClock({ jumpTo: sandbox.now() + 1000 })
	await put(['plus tard'])
	expect((await logs.send(new GetQueryResultsCommand({ queryId }))).results).toEqual([
		[{ field: 'count(*)', value: '4' }],
	])
	expect(await rows('stats count(*)')).toEqual([['5']])
	await logs.send(new StopQueryCommand({ queryId }))
	expect(await logs.send(new GetQueryResultsCommand({ queryId }))).toMatchObject({
		status: 'Cancelled',
		results: [],
	})
	const { queries } = await logs.send(new DescribeQueriesCommand({ logGroupName }))
	expect(queries?.map(({ status }) => status)).toEqual(['Complete', 'Cancelled'])
	await expect(start('stats count(*)', { logGroupName: 'none' })).rejects.toMatchObject({
		name: 'ResourceNotFoundException',
	})
})
