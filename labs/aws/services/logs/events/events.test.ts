import {
	CloudWatchLogsClient,
	CreateLogStreamCommand,
	DescribeLogStreamsCommand,
	GetLogEventsCommand,
	PutLogEventsCommand,
	PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { refused } from '../../../people.fixture.ts'
import { chunks } from '../collections.ts'
import { logGroupName, logStreamName, naming, openLogs, texts } from '../logs.fixture.ts'

const SCOPE = { account: ACCOUNT, region: 'eu-west-3' }
const numbered = (count: number, from = 0) =>
	Array.from({ length: count }, (_, index) => `ligne ${from + index}`)

test('events are read from their newest page back, or from the first on, by tokens that lead both ways', async () => {
	const { put, get } = await openLogs()
	await put(numbered(10))
	const newest = await get({ limit: 4 })
	expect(texts(newest)).toEqual(numbered(4, 6))
	const before = await get({ limit: 4, nextToken: newest.nextBackwardToken })
	expect(texts(before)).toEqual(numbered(4, 2))
	expect(texts(await get({ limit: 4, nextToken: before.nextForwardToken }))).toEqual(numbered(4, 6))
	const oldest = await get({ limit: 4, nextToken: before.nextBackwardToken })
	expect(texts(oldest)).toEqual(numbered(2))
	const first = await get({ limit: 7, startFromHead: true })
	expect(texts(first)).toEqual(numbered(7))
	const rest = await get({ limit: 7, nextToken: first.nextForwardToken })
	expect(texts(rest)).toEqual(numbered(3, 7))
	const end = await get({ nextToken: rest.nextForwardToken })
	expect(end).toMatchObject({ events: [], nextForwardToken: rest.nextForwardToken })
	await put(['suite'], 100)
	expect(texts(await get({ nextToken: rest.nextForwardToken }))).toEqual(['suite'])
	await expect(get({ nextToken: 'f/xx/s' })).rejects.toEqual(
		refused('InvalidParameterException', 'The specified nextToken is invalid.'),
	)
})

test('a time range includes its start and leaves out its end', async () => {
	const { put, get, now } = await openLogs()
	await put(numbered(5))
	expect(texts(await get({ startTime: now + 1, endTime: now + 3 }))).toEqual(numbered(2, 1))
})

test('small puts share a chunk, a large one is a blob, and order is by time whatever came first', async () => {
	const { put, get, sandbox } = await openLogs()
	await put(['c'], 20)
	await put(['a'], 0)
	await put(['b'.repeat(10_000)], 10)
	await put(['d'], 30)
	const kept = sandbox.world.list(chunks, SCOPE)
	expect(kept.map(({ count, blob }) => [count, blob !== undefined])).toEqual([
		[2, false],
		[1, true],
		[1, false],
	])
	expect(texts(await get())).toEqual(['a', 'b'.repeat(10_000), 'c', 'd'])
	expect(texts(await get({ limit: 2 }))).toEqual(['c', 'd'])
})

test('the journal’s account of a put leaves its events out', async () => {
	const { put, sandbox } = await openLogs()
	await put(['secret de la maison'])
	const entries = await sandbox.entries()
	expect(entries.at(-1)).toMatchObject({ operation: 'PutLogEvents', request: { logEvents: '«secret»' } })
})

test('what is too old or too new is told, and the rest is kept', async () => {
	const { logs, now, get } = await openLogs()
	const hour = 3_600_000
	const batch = (...timestamps: Array<number>) =>
		logs.send(
			new PutLogEventsCommand({
				...naming,
				logEvents: timestamps.map((timestamp) => ({ timestamp, message: String(timestamp) })),
			}),
		)
	expect((await batch(now - 15 * 24 * hour)).rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 })
	const mixed = await batch(now, now + 3 * hour)
	expect(mixed.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 })
	await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }))
	expect((await batch(now - 26 * hour, now - 25 * hour)).rejectedLogEventsInfo).toEqual({
		expiredLogEventEndIndex: 2,
	})
	expect(texts(await get())).toEqual([String(now)])
	await expect(batch(now, now - 1)).rejects.toEqual(
		refused(
			'InvalidParameterException',
			'Log events in a single PutLogEvents request must be in chronological order.',
		),
	)
	await expect(batch(now - 25 * hour, now)).rejects.toEqual(
		refused(
			'InvalidParameterException',
			'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
		),
	)
})

test('a retention lets events go with time', async () => {
	const { logs, put, get, sandbox, now } = await openLogs()
	await put(['hier'])
	await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }))
	await sandbox.setClock({ jumpTo: now + 2 * 86_400_000 })
	expect(texts(await get())).toEqual([])
	await put(['aujourd’hui'.repeat(500)], 2 * 86_400_000)
	expect(sandbox.world.list(chunks, SCOPE)).toHaveLength(1)
})

test('a Region of an account stores 32 MiB of events and says so', async () => {
	const { put, logs } = await openLogs()
	const large = ['x'.repeat(1_048_576 - 26)]
	for (let index = 0; index < 32; index++) await put(large, index)
	await expect(put(['un de trop'])).rejects.toMatchObject({
		name: 'LimitExceededException',
		message: 'This sandbox has reached its limit: 32 MiB of log events. Delete log groups to make room.',
	})
	await expect(put(['x'.repeat(1_048_576)])).rejects.toMatchObject({ name: 'InvalidParameterException' })
	const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }))
	expect(logStreams).toMatchObject([{ logStreamName, storedBytes: 0 }])
})

test('a filter reads all streams of a group in the order of time, in pages, and names each event', async () => {
	const { logs, put, filter, now } = await openLogs()
	await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'jobs' }))
	await put(['GET / 200', 'ERROR no stock', 'GET /a 200'])
	await put(['ERROR no paper', 'done'], 1, 'jobs')
	const found = await filter({ filterPattern: 'ERROR' })
	expect(found.events).toMatchObject([
		{
			logStreamName: 'web',
			message: 'ERROR no stock',
			timestamp: now + 1,
			eventId: expect.stringMatching(/^\d{56}$/),
		},
		{ logStreamName: 'jobs', message: 'ERROR no paper', timestamp: now + 1 },
	])
	const [first] = texts(await filter({ limit: 1, filterPattern: 'ERROR' }))
	expect(first).toBe('ERROR no stock')
	const { nextToken } = await filter({ limit: 1, filterPattern: 'ERROR' })
	expect(texts(await filter({ nextToken, filterPattern: 'ERROR' }))).toEqual(['ERROR no paper'])
	expect(texts(await filter({ logStreamNamePrefix: 'jo' }))).toEqual(['ERROR no paper', 'done'])
	expect(texts(await filter({ logStreamNames: ['web'], endTime: now }))).toEqual(['GET / 200'])
	await expect(filter({ logStreamNames: ['none'] })).rejects.toEqual(
		refused('ResourceNotFoundException', 'The specified log stream does not exist.'),
	)
})

test('events are read and written by those alone who may', async () => {
	const { put, user, other } = await openLogs()
	await put(['un'])
	const arn = `arn:aws:logs:eu-west-3:${ACCOUNT}:log-group:/app/other:*`
	const ada = new CloudWatchLogsClient(await user('ada', { Action: 'logs:*', Resource: arn }))
	await expect(ada.send(new GetLogEventsCommand(naming))).rejects.toEqual(
		refused(
			'AccessDeniedException',
			`User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: logs:GetLogEvents on resource: arn:aws:logs:eu-west-3:${ACCOUNT}:log-group:${logGroupName}:log-stream:${logStreamName} because no identity-based policy allows the logs:GetLogEvents action`,
		),
	)
	const stranger = new CloudWatchLogsClient(other)
	await expect(stranger.send(new GetLogEventsCommand(naming))).rejects.toEqual(
		refused('ResourceNotFoundException', 'The specified log group does not exist.'),
	)
})
