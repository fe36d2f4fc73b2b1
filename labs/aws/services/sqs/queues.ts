import type {
	CreateQueueRequest,
	DeleteQueueRequest,
	GetQueueAttributesRequest,
	GetQueueUrlRequest,
	ListDeadLetterSourceQueuesRequest,
	ListQueuesRequest,
	ListQueueTagsRequest,
	PurgeQueueRequest,
	SetQueueAttributesRequest,
	TagQueueRequest,
	UntagQueueRequest,
} from '@aws-sdk/client-sqs'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { defaultsOf, describeQueue, redriveOf, withAttributes } from './attributes.ts'
import { deduplications, messages, queues } from './collections.ts'
import { accessTo, findQueue, onQueue, put, queueArn, queueUrl, requireQueue } from './find.ts'
import { invalidValue, noSuchQueue } from './sqs-error.ts'

/** Queues of a Region; AWS sets none. */
const QUEUES_AT_MOST = 1_000

export const createQueue = operation<CreateQueueRequest, object>({
	access: ({ QueueName = '' }, { scope }) => ({
		action: 'sqs:CreateQueue',
		resource: queueArn(scope, QueueName),
	}),
	run({ QueueName = '', Attributes = {}, tags = {} }, call) {
		const fifo = QueueName.endsWith('.fifo')
		assertName(QueueName, fifo)
		const known = call.world.get(queues, call.scope, QueueName)
		if (known) {
			const told = { ...known.attributes, ...(fifo && { FifoQueue: 'true' }) } as Record<string, string>
			const differs = Object.entries(Attributes).find(([name, value]) => told[name] !== value)
			if (!differs) return { QueueUrl: known.url }
			const message = `A queue already exists with the same name and a different value for attribute ${differs[0]}`
			throw new AwsError('QueueNameExists', message)
		}
		if (call.world.list(queues, call.scope).length >= QUEUES_AT_MOST)
			throw new AwsError('OverLimit', `There can only be up to ${QUEUES_AT_MOST} queues`, 403)
		const url = queueUrl(call, QueueName)
		put(call, {
			scope: call.scope,
			queue: {
				name: QueueName,
				url,
				arn: queueArn(call.scope, QueueName),
				fifo,
				createdAt: call.now,
				modifiedAt: call.now,
				attributes: withAttributes(call, fifo, defaultsOf(fifo), Attributes),
				tags,
				sent: 0,
			},
		})
		return { QueueUrl: url }
	},
})

export const getQueueUrl = operation<GetQueueUrlRequest, object>({
	access: ({ QueueName = '', QueueOwnerAWSAccountId }, call) => {
		const scope = { ...call.scope, account: QueueOwnerAWSAccountId ?? call.scope.account }
		const queue = call.world.get(queues, scope, QueueName)
		if (!queue) throw noSuchQueue()
		return accessTo(call, 'GetQueueUrl', { queue, scope })
	},
	run({ QueueName = '', QueueOwnerAWSAccountId }, call) {
		const scope = { ...call.scope, account: QueueOwnerAWSAccountId ?? call.scope.account }
		return { QueueUrl: call.world.get(queues, scope, QueueName)?.url }
	},
})

export const listQueues = operation<ListQueuesRequest, object>({
	access: (_, { scope }) => ({ action: 'sqs:ListQueues', resource: queueArn(scope, '*') }),
	run({ QueueNamePrefix = '', MaxResults, NextToken }, call) {
		const found = call.world.list(queues, call.scope, {
			prefix: QueueNamePrefix,
			...(NextToken !== undefined && { after: Buffer.from(NextToken, 'base64').toString() }),
		})
		const page = found.slice(0, MaxResults ?? 1000)
		const last = page.at(-1)
		return {
			...(page.length > 0 && { QueueUrls: page.map(({ url }) => url) }),
			...(page.length < found.length && last && { NextToken: Buffer.from(last.name).toString('base64') }),
		}
	},
})

export const getQueueAttributes = operation<GetQueueAttributesRequest, object>({
	access: onQueue('GetQueueAttributes'),
	run({ QueueUrl, AttributeNames = [] }, call) {
		const all = describeQueue(call, requireQueue(call, QueueUrl))
		if (AttributeNames.length === 0) return {}
		const wanted = new Set<string>(AttributeNames)
		const told = Object.entries(all).filter(([name]) => wanted.has('All') || wanted.has(name))
		return { Attributes: Object.fromEntries(told) }
	},
})

export const setQueueAttributes = operation<SetQueueAttributesRequest, object>({
	access: onQueue('SetQueueAttributes'),
	run({ QueueUrl, Attributes = {} }, call) {
		const { queue, scope } = requireQueue(call, QueueUrl)
		const attributes = withAttributes(call, queue.fifo, queue.attributes, Attributes)
		put(call, { scope, queue: { ...queue, attributes, modifiedAt: call.now } })
		return {}
	},
})

export const deleteQueue = operation<DeleteQueueRequest, object>({
	access: onQueue('DeleteQueue'),
	run({ QueueUrl }, call) {
		const { queue, scope } = requireQueue(call, QueueUrl)
		empty(call, QueueUrl)
		call.world.delete(queues, scope, queue.name)
		return {}
	},
})

export const purgeQueue = operation<PurgeQueueRequest, object>({
	access: onQueue('PurgeQueue'),
	run({ QueueUrl }, call) {
		const { queue, scope } = requireQueue(call, QueueUrl)
		if (queue.purgedAt !== undefined && call.now - queue.purgedAt < 60_000) {
			const message = `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`
			throw new AwsError('PurgeQueueInProgress', message, 403)
		}
		empty(call, QueueUrl)
		put(call, { scope, queue: { ...queue, purgedAt: call.now } })
		return {}
	},
})

export const listDeadLetterSourceQueues = operation<ListDeadLetterSourceQueuesRequest, object>({
	access: onQueue('ListDeadLetterSourceQueues'),
	run({ QueueUrl }, call) {
		const { queue } = requireQueue(call, QueueUrl)
		const sources = call.world
			.list(queues, call.scope)
			.filter((one) => redriveOf(one)?.deadLetterTargetArn === queue.arn)
		return { queueUrls: sources.map(({ url }) => url) }
	},
})

export const tagQueue = operation<TagQueueRequest, object>({
	access: onQueue('TagQueue'),
	run({ QueueUrl, Tags = {} }, call) {
		const { queue, scope } = requireQueue(call, QueueUrl)
		const tags = { ...queue.tags, ...Tags }
		if (Object.keys(tags).length > 50) throw invalidValue(`Too many tags added for queue ${queue.name}.`)
		put(call, { scope, queue: { ...queue, tags } })
		return {}
	},
})

export const untagQueue = operation<UntagQueueRequest, object>({
	access: onQueue('UntagQueue'),
	run({ QueueUrl, TagKeys = [] }, call) {
		const { queue, scope } = requireQueue(call, QueueUrl)
		const tags = Object.fromEntries(Object.entries(queue.tags).filter(([key]) => !TagKeys.includes(key)))
		put(call, { scope, queue: { ...queue, tags } })
		return {}
	},
})

export const listQueueTags = operation<ListQueueTagsRequest, object>({
	access: onQueue('ListQueueTags'),
	run({ QueueUrl }, call) {
		const { tags } = requireQueue(call, QueueUrl).queue
		return Object.keys(tags).length > 0 ? { Tags: tags } : {}
	},
})

function empty(call: Call, url = ''): void {
	const found = findQueue(call, url)
	if (!found) return
	const prefix = `${found.queue.name}/`
	for (const [id] of call.world.entries(messages, found.scope, { prefix }))
		call.world.delete(messages, found.scope, id)
	for (const [id] of call.world.entries(deduplications, found.scope, { prefix }))
		call.world.delete(deduplications, found.scope, id)
}

function assertName(name: string, fifo: boolean): void {
	const bare = fifo ? name.slice(0, -'.fifo'.length) : name
	if (/^[\w-]+$/.test(bare) && name.length <= 80) return
	throw invalidValue('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length')
}
