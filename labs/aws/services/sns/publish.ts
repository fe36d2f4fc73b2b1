import { createHash } from 'node:crypto'
import type {
	MessageAttributeValue,
	PublishBatchInput,
	PublishBatchRequestEntry,
	PublishInput,
} from '@aws-sdk/client-sns'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { published, subscriptions, topics } from './collections.ts'
import { deliver, type Notification } from './deliver.ts'
import { type Located, onTopic, requireTopic } from './find.ts'
import { invalidParameter } from './sns-error.ts'
import { wants } from './subscription-attributes.ts'

const MESSAGE_BYTES = 262_144
const SUBJECT_CHARACTERS = 100
const BATCH_AT_MOST = 10
const DEDUPLICATION_MS = 5 * 60_000

export const publish = operation<PublishInput, object>({
	access({ TopicArn, TargetArn, PhoneNumber }, call) {
		// The wording is ours.
		if (PhoneNumber !== undefined)
			throw new AwsError('NotImplemented', 'Text messages to telephones are not emulated', 501)
		return onTopic('Publish')({ TopicArn: TopicArn ?? TargetArn ?? '' }, call)
	},
	run: ({ TopicArn, TargetArn, ...message }, call) =>
		send(call, requireTopic(call, TopicArn ?? TargetArn), message),
})

/** Messages one by one: what is wrong with one is told beside the others. */
export const publishBatch = operation<PublishBatchInput, object>({
	access: onTopic('Publish'),
	async run({ TopicArn, PublishBatchRequestEntries: entries = [] }, call) {
		assertBatch(entries)
		const Successful: Array<object> = []
		const Failed: Array<object> = []
		for (const { Id, ...message } of entries) {
			try {
				Successful.push({ Id, ...(await send(call, requireTopic(call, TopicArn), message)) })
			} catch (error) {
				if (!(error instanceof AwsError)) throw error
				const Code = error.code.replace(/Exception$/, '')
				Failed.push({ Id, Code, Message: error.message, SenderFault: true })
			}
		}
		return { Successful, Failed }
	},
})

function assertBatch(entries: ReadonlyArray<PublishBatchRequestEntry>): void {
	if (entries.length === 0)
		throw new AwsError('EmptyBatchRequestException', "The batch request doesn't contain any entries.")
	if (entries.length > BATCH_AT_MOST)
		throw new AwsError(
			'TooManyEntriesInBatchRequestException',
			'The batch request contains more entries than permissible (more than 10).',
		)
	if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
		throw new AwsError(
			'BatchEntryIdsNotDistinctException',
			'Two or more batch entries in the request have the same Id.',
		)
}

type Message = Omit<PublishInput, 'TopicArn' | 'TargetArn' | 'PhoneNumber'>

/** Publishes to a topic: every subscription that wants the message gets it, in its own form. */
async function send(call: Call, { topic, scope }: Located, message: Message) {
	const { Message: text = '', Subject, MessageStructure, MessageAttributes = {} } = message
	assertMessage(text, Subject)
	const texts = MessageStructure === 'json' ? readTexts(text) : { default: text }
	const fifo = topic.fifo ? fifoOf(topic.attributes, message, text) : undefined
	const key = fifo && `${topic.name}|${fifo.deduplication}`
	const before = key === undefined ? undefined : call.world.get(published, scope, key)
	if (before && before.until > call.now) return { MessageId: before.id, SequenceNumber: before.sequence }
	const id = call.ids.uuid()
	const number = topic.published + 1
	const sequence = `1${String(number).padStart(19, '0')}`
	call.world.put(topics, scope, topic.name, { ...topic, published: number })
	if (key !== undefined)
		call.world.put(published, scope, key, { until: call.now + DEDUPLICATION_MS, id, sequence })
	const notification: Notification = {
		id,
		topicArn: topic.arn,
		subject: Subject,
		texts,
		attributes: textsOf(MessageAttributes),
		...(fifo && { fifo: { ...fifo, sequence } }),
	}
	for (const subscription of call.world.list(subscriptions, scope, { prefix: `${topic.name}|` })) {
		if (subscription.token !== undefined) continue
		if (!wants(subscription, { message: texts.default ?? '', attributes: notification.attributes })) continue
		await deliver(call, scope, subscription, notification)
	}
	return { MessageId: id, ...(fifo && { SequenceNumber: sequence }) }
}

function assertMessage(text: string, subject: string | undefined): void {
	if (text === '') throw invalidParameter('Empty message')
	if (Buffer.byteLength(text) > MESSAGE_BYTES) throw invalidParameter('Message too long')
	if (subject === undefined) return
	const isPlain = /^[\x20-\x7e]+$/.test(subject) && !/^\s/.test(subject)
	if (subject.length > SUBJECT_CHARACTERS || !isPlain) throw invalidParameter('Subject')
}

/** A message that says something else to each protocol. */
function readTexts(text: string): Readonly<Record<string, string>> {
	let texts: unknown
	try {
		texts = JSON.parse(text)
	} catch {
		throw invalidParameter('Message Structure - JSON message body failed to parse')
	}
	const entries = Object.entries(texts as object).filter(([, value]) => typeof value === 'string')
	if (!entries.some(([protocol]) => protocol === 'default'))
		throw invalidParameter('Message Structure - No default entry in JSON message body')
	return Object.fromEntries(entries) as Record<string, string>
}

function fifoOf(
	attributes: Readonly<Record<string, string>>,
	{ MessageGroupId, MessageDeduplicationId }: Message,
	text: string,
) {
	if (MessageGroupId === undefined)
		throw invalidParameter('The MessageGroupId parameter is required for FIFO topics')
	const isContentBased = attributes.ContentBasedDeduplication === 'true'
	if (MessageDeduplicationId === undefined && !isContentBased)
		throw invalidParameter(
			'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
		)
	const deduplication = MessageDeduplicationId ?? createHash('sha256').update(text).digest('hex')
	return { group: MessageGroupId, deduplication }
}

/** Attributes as JSON: bytes are base64. */
function textsOf(attributes: Readonly<Record<string, MessageAttributeValue>>): Notification['attributes'] {
	return Object.fromEntries(
		Object.entries(attributes).map(([name, { DataType = 'String', StringValue, BinaryValue }]) => [
			name,
			{
				DataType,
				...(StringValue !== undefined && { StringValue }),
				...(BinaryValue && { BinaryValue: Buffer.from(BinaryValue).toString('base64') }),
			},
		]),
	)
}
