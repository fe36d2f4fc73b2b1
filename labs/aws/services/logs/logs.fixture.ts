import {
	CloudWatchLogsClient,
	CreateLogGroupCommand,
	CreateLogStreamCommand,
	FilterLogEventsCommand,
	type FilterLogEventsCommandInput,
	GetLogEventsCommand,
	type GetLogEventsCommandInput,
	PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { openPeople } from '../../people.fixture.ts'

// What the tests of Logs start from: a group with a stream, and who writes to it and reads it.

export const logGroupName = '/app/shop'
export const logStreamName = 'web'
export const naming = { logGroupName, logStreamName }

export async function openLogs() {
	const people = await openPeople()
	const logs = new CloudWatchLogsClient(people.root)
	await logs.send(new CreateLogGroupCommand({ logGroupName }))
	await logs.send(new CreateLogStreamCommand(naming))
	const now = people.sandbox.now()

	/** Writes texts, a millisecond apart, the first so many milliseconds from now. */
	const put = (messages: ReadonlyArray<string>, offset = 0, stream = logStreamName) =>
		logs.send(
			new PutLogEventsCommand({
				...{ logGroupName, logStreamName: stream },
				logEvents: messages.map((message, index) => ({ timestamp: now + offset + index, message })),
			}),
		)
	const get = (input: Partial<GetLogEventsCommandInput> = {}) =>
		logs.send(new GetLogEventsCommand({ ...naming, ...input }))
	const filter = (input: Partial<FilterLogEventsCommandInput> = {}) =>
		logs.send(new FilterLogEventsCommand({ logGroupName, ...input }))
	return { ...people, logs, now, put, get, filter }
}

export const texts = ({ events = [] }: { events?: Array<{ message?: string }> }) =>
	events.map(({ message }) => message)
