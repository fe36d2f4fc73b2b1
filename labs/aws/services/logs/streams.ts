import type {
	CreateLogStreamRequest,
	DeleteLogStreamRequest,
	DescribeLogStreamsRequest,
} from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../aws-error.ts'
import { operation } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { groupAccess, namedGroup, requireGroup, requireStream, streamAccess, streamArn } from './arns.ts'
import { groups, type LogStream, padded, streams } from './collections.ts'
import { deleteChunks } from './groups.ts'
import { invalidParameter } from './logs-error.ts'
import { pageOf } from './pages.ts'

export const createLogStream = operation<CreateLogStreamRequest, object>({
	access: ({ logGroupName = '', logStreamName = '' }, call) =>
		streamAccess(call, 'CreateLogStream', logGroupName, logStreamName),
	run({ logGroupName = '', logStreamName: name = '' }, call) {
		const group = requireGroup(call, logGroupName)
		const id = `${logGroupName}|${name}`
		if (call.world.get(streams, call.scope, id))
			throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists')
		const number = group.streams + 1
		call.world.put(groups, call.scope, group.name, { ...group, streams: number })
		const stream = { group: group.name, name, number, createdAt: call.now, chunks: 0 }
		call.world.put(streams, call.scope, id, stream)
		return {}
	},
})

export const deleteLogStream = operation<DeleteLogStreamRequest, object>({
	access: ({ logGroupName = '', logStreamName = '' }, call) =>
		streamAccess(call, 'DeleteLogStream', logGroupName, logStreamName),
	run({ logGroupName = '', logStreamName = '' }, call) {
		const { number } = requireStream(call, logGroupName, logStreamName)
		deleteChunks(call, `${logGroupName}|${padded(number)}|`)
		call.world.delete(streams, call.scope, `${logGroupName}|${logStreamName}`)
		return {}
	},
})

export const describeLogStreams = operation<DescribeLogStreamsRequest, object>({
	access: (input, call) => groupAccess(call, 'DescribeLogStreams', namedGroup(input)),
	run(input, call) {
		const { logStreamNamePrefix = '', orderBy = 'LogStreamName', descending = false } = input
		const group = namedGroup(input)
		requireGroup(call, group)
		if (orderBy === 'LastEventTime' && logStreamNamePrefix !== '')
			throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.')
		const found = call.world.list(streams, call.scope, { prefix: `${group}|${logStreamNamePrefix}` })
		if (orderBy === 'LastEventTime') found.sort((a, b) => (a.lastEventAt ?? 0) - (b.lastEventAt ?? 0))
		if (descending) found.reverse()
		const { page, nextToken } = pageOf(found, input)
		return { logStreams: page.map((stream) => streamAnswer(call.scope, stream)), nextToken }
	},
})

function streamAnswer(scope: Scope, stream: Readonly<LogStream>) {
	const { group, name, firstEventAt, lastEventAt, lastIngestedAt } = stream
	return {
		logStreamName: name,
		creationTime: stream.createdAt,
		...(firstEventAt !== undefined && { firstEventTimestamp: firstEventAt }),
		...(lastEventAt !== undefined && { lastEventTimestamp: lastEventAt }),
		...(lastIngestedAt !== undefined && {
			lastIngestionTime: lastIngestedAt,
			// Opaque, and ignored wherever it comes back.
			uploadSequenceToken: String(stream.chunks).padStart(56, '4'),
		}),
		arn: streamArn(scope, group, name),
		storedBytes: 0,
	}
}
