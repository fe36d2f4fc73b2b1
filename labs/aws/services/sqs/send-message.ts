import { createHash } from 'node:crypto'
import type {
	MessageAttributeValue,
	MessageSystemAttributeValue,
	SendMessageBatchRequest,
	SendMessageRequest,
} from '@aws-sdk/client-sqs'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import {
	deduplications,
	type MessageAttribute,
	messageDocumentId,
	messages,
	type QueueMessage,
} from './collections.ts'
import { type Located, onQueue, put, requireQueue } from './find.ts'
import { md5, md5OfAttributes } from './message-digests.ts'
import { invalidParameter, invalidValue, missingParameter } from './sqs-error.ts'

/** What one message may ask, alone or in a batch. */
interface Sent {
	MessageBody?: string
	DelaySeconds?: number
	MessageAttributes?: Record<string, MessageAttributeValue>
	MessageSystemAttributes?: Partial<Record<string, MessageSystemAttributeValue>>
	MessageDeduplicationId?: string
	MessageGroupId?: string
}

const DEDUPLICATION_MS = 5 * 60_000
const BATCH_AT_MOST = 10
const ATTRIBUTES_AT_MOST = 10
/** Messages that one queue holds; AWS sets no bound, a world has one. */
const MESSAGES_AT_MOST = 10_000

export const sendMessage = operation<SendMessageRequest, object>({
	access: onQueue('SendMessage'),
	run(input, call) {
		const found = requireQueue(call, input.QueueUrl)
		assertGroup(found, input, missingParameter)
		return keepMessage(call, found, input)
	},
})

/** Messages one by one: what is wrong with one is told beside the others, but for a missing group. */
export const sendMessageBatch = operation<SendMessageBatchRequest, object>({
	access: onQueue('SendMessage'),
	run({ QueueUrl, Entries = [] }, call) {
		assertBatch(Entries)
		const found = requireQueue(call, QueueUrl)
		for (const entry of Entries) {
			assertGroup(found, entry, (name) => invalidValue(missingParameter(name).message))
		}
		const Successful: Array<object> = []
		const Failed: Array<object> = []
		for (const entry of Entries) {
			try {
				Successful.push({ Id: entry.Id, ...keepMessage(call, requireQueue(call, QueueUrl), entry) })
			} catch (error) {
				if (!(error instanceof AwsError)) throw error
				const Code = error.code.replace(/Exception$/, '')
				Failed.push({ Id: entry.Id, SenderFault: true, Code, Message: error.message })
			}
		}
		return { Successful, Failed }
	},
})

/** Refuses a batch whose entries are none, too many or not told apart. */
export function assertBatch(entries: ReadonlyArray<{ Id?: string }>): void {
	if (entries.length === 0) {
		throw new AwsError(
			'EmptyBatchRequest',
			'There should be at least one SendMessageBatchRequestEntry in the request.',
		)
	}
	if (entries.length > BATCH_AT_MOST) {
		const message = `Maximum number of entries per request are ${BATCH_AT_MOST}. You have sent ${entries.length}.`
		throw new AwsError('TooManyEntriesInBatchRequest', message)
	}
	const ids = entries.map(({ Id = '' }) => Id)
	if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) {
		throw new AwsError(
			'InvalidBatchEntryId',
			'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
		)
	}
	const twice = ids.find((id, index) => ids.indexOf(id) < index)
	if (twice !== undefined) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${twice} repeated.`)
}

function assertGroup(
	{ queue }: Located,
	{ MessageGroupId }: Sent,
	refusal: (name: string) => AwsError,
): void {
	if (queue.fifo && MessageGroupId === undefined) throw refusal('MessageGroupId')
}

function keepMessage(call: Call, found: Located, input: Sent): object {
	const { queue, scope } = found
	const body = input.MessageBody ?? ''
	const attributes = readAttributes(input.MessageAttributes)
	assertSize(found, body, attributes)
	const deduplication = deduplicationOf(found, input, body)
	const digests = { MD5OfMessageBody: md5(body), MD5OfMessageAttributes: md5OfAttributes(attributes) }
	const known = deduplication && call.world.get(deduplications, scope, `${queue.name}/${deduplication}`)
	if (known && known.until > call.now)
		return { ...digests, MessageId: known.id, SequenceNumber: known.sequence }
	const held = call.world.list(messages, scope, { prefix: `${queue.name}/`, limit: MESSAGES_AT_MOST })
	if (held.length >= MESSAGES_AT_MOST)
		throw new AwsError('OverLimit', `A queue of this emulator holds ${MESSAGES_AT_MOST} messages`, 403)
	const number = queue.sent + 1
	const delay = queue.fifo ? Number(queue.attributes.DelaySeconds) : delayOf(found, input)
	const trace = input.MessageSystemAttributes?.AWSTraceHeader?.StringValue
	const message: QueueMessage = {
		id: call.ids.uuid(),
		body,
		attributes,
		senderId: senderOf(call),
		sentAt: call.now,
		visibleAt: call.now + delay * 1000,
		receives: 0,
		...(input.MessageGroupId !== undefined && { group: input.MessageGroupId }),
		...(deduplication !== undefined && { deduplication }),
		...(queue.fifo && { sequence: String(18_850_000_000_000_000_000n + BigInt(number) * 256n) }),
		...(trace !== undefined && { traceHeader: trace }),
	}
	put(call, { scope, queue: { ...queue, sent: number } })
	call.world.put(messages, scope, messageDocumentId(queue.name, number), message)
	if (deduplication !== undefined && message.sequence !== undefined) {
		const until = call.now + DEDUPLICATION_MS
		const { id, sequence } = message
		call.world.put(deduplications, scope, `${queue.name}/${deduplication}`, { until, id, sequence })
	}
	return {
		...digests,
		MessageId: message.id,
		...(message.sequence !== undefined && { SequenceNumber: message.sequence }),
	}
}

function delayOf({ queue }: Located, { DelaySeconds }: Sent): number {
	const delay = DelaySeconds ?? Number(queue.attributes.DelaySeconds)
	if (delay >= 0 && delay <= 900) return delay
	throw invalidParameter(String(delay), 'DelaySeconds', 'DelaySeconds must be >= 0 and <= 900.')
}

function deduplicationOf({ queue }: Located, input: Sent, body: string): string | undefined {
	if (!queue.fifo) return
	if (input.DelaySeconds !== undefined) {
		const reason = 'The request include parameter that is not valid for this queue type.'
		throw invalidParameter(String(input.DelaySeconds), 'DelaySeconds', reason)
	}
	if (input.MessageDeduplicationId !== undefined) return input.MessageDeduplicationId
	if (queue.attributes.ContentBasedDeduplication === 'true')
		return createHash('sha256').update(body).digest('hex')
	throw invalidValue(
		'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
	)
}

/** Attributes as they are kept. Throws AwsError for what none may be. */
export function readAttributes(
	given: Readonly<Record<string, MessageAttributeValue>> = {},
): Record<string, MessageAttribute> {
	const entries = Object.entries(given)
	if (entries.length > ATTRIBUTES_AT_MOST)
		throw invalidValue(
			`Number of message attributes [${entries.length}] exceeds the allowed maximum [${ATTRIBUTES_AT_MOST}].`,
		)
	return Object.fromEntries(
		entries.map(([name, { DataType = '', StringValue, BinaryValue }]) => {
			if (!/^(String|Number|Binary)(\..+)?$/.test(DataType)) {
				throw invalidValue(
					`The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
				)
			}
			if (BinaryValue === undefined && !StringValue) {
				throw invalidValue(
					`Message (user) attribute '${name}' must contain a non-empty value of type '${DataType.split('.')[0]}'.`,
				)
			}
			const value =
				BinaryValue === undefined
					? { StringValue }
					: { BinaryValue: Buffer.from(BinaryValue).toString('base64') }
			return [name, { DataType, ...value }]
		}),
	)
}

function assertSize({ queue }: Located, body: string, attributes: Record<string, MessageAttribute>): void {
	if (body === '') throw missingParameter('MessageBody')
	const extra = Object.entries(attributes).reduce(
		(sum, [name, { DataType, StringValue = '', BinaryValue = '' }]) =>
			sum + Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, 'base64'),
		0,
	)
	const limit = Number(queue.attributes.MaximumMessageSize)
	if (Buffer.byteLength(body) + extra <= limit) return
	throw invalidValue(
		`One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
	)
}

function senderOf({ principal }: Call): string {
	if (principal.type === 'user') return principal.userId
	if (principal.type === 'role') return `${principal.roleId}:${principal.sessionName}`
	return principal.type === 'service' ? principal.service : principal.account
}
