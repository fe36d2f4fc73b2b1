import type {
	ChangeMessageVisibilityBatchRequest,
	ChangeMessageVisibilityRequest,
	DeleteMessageBatchRequest,
	DeleteMessageRequest,
	ReceiveMessageRequest,
} from '@aws-sdk/client-sqs'
import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { isExpired, redriveOf } from './attributes.ts'
import {
	type MessageAttribute,
	messageDocumentId,
	messages,
	type QueueMessage,
	queues,
} from './collections.ts'
import { type Located, onQueue, put, requireQueue } from './find.ts'
import { md5, md5OfAttributes } from './message-digests.ts'
import { assertBatch } from './send-message.ts'
import { invalidParameter } from './sqs-error.ts'

/**
 * Messages that are to be seen, which then are in flight until their time is
 * up. It never waits: virtual time stands still while a call runs.
 */
export const receiveMessage = operation<ReceiveMessageRequest, object>({
	access: onQueue('ReceiveMessage'),
	run(input, call) {
		const found = requireQueue(call, input.QueueUrl)
		const { MaxNumberOfMessages = 1 } = input
		if (MaxNumberOfMessages < 1 || MaxNumberOfMessages > 10) {
			const reason = 'Must be between 1 and 10, if provided.'
			throw invalidParameter(String(MaxNumberOfMessages), 'MaxNumberOfMessages', reason)
		}
		const timeout = input.VisibilityTimeout ?? Number(found.queue.attributes.VisibilityTimeout)
		const received: Array<object> = []
		const busy = new Set<string>()
		for (const [id, message] of call.world.entries(messages, found.scope, {
			prefix: `${found.queue.name}/`,
		})) {
			if (received.length >= MaxNumberOfMessages) break
			if (isExpired(found.queue, message.sentAt, call.now)) {
				call.world.delete(messages, found.scope, id)
				continue
			}
			// In a group nothing goes before what is in flight or waits for its time.
			const group = message.group
			if (group !== undefined && busy.has(group)) continue
			if (message.visibleAt > call.now) {
				if (group !== undefined) busy.add(group)
				continue
			}
			if (diverted(call, found, id, message)) continue
			const taken = {
				...message,
				receives: message.receives + 1,
				firstReceivedAt: message.firstReceivedAt ?? call.now,
				visibleAt: call.now + timeout * 1000,
				receipt: `${id.slice(found.queue.name.length + 1)}.${call.ids.base64url(43)}`,
			}
			call.world.put(messages, found.scope, id, taken)
			received.push(tell(taken, input))
		}
		return received.length > 0 ? { Messages: received } : {}
	},
})

export const deleteMessage = operation<DeleteMessageRequest, object>({
	access: onQueue('DeleteMessage'),
	run({ QueueUrl, ReceiptHandle = '' }, call) {
		remove(call, requireQueue(call, QueueUrl), ReceiptHandle)
		return {}
	},
})

export const deleteMessageBatch = operation<DeleteMessageBatchRequest, object>({
	access: onQueue('DeleteMessage'),
	run({ QueueUrl, Entries = [] }, call) {
		const found = requireQueue(call, QueueUrl)
		return oneByOne(Entries, ({ ReceiptHandle = '' }) => remove(call, found, ReceiptHandle))
	},
})

export const changeMessageVisibility = operation<ChangeMessageVisibilityRequest, object>({
	access: onQueue('ChangeMessageVisibility'),
	run({ QueueUrl, ReceiptHandle = '', VisibilityTimeout = 0 }, call) {
		hide(call, requireQueue(call, QueueUrl), ReceiptHandle, VisibilityTimeout)
		return {}
	},
})

export const changeMessageVisibilityBatch = operation<ChangeMessageVisibilityBatchRequest, object>({
	access: onQueue('ChangeMessageVisibility'),
	run({ QueueUrl, Entries = [] }, call) {
		const found = requireQueue(call, QueueUrl)
		return oneByOne(Entries, ({ ReceiptHandle = '', VisibilityTimeout = 0 }) =>
			hide(call, found, ReceiptHandle, VisibilityTimeout),
		)
	},
})

/** Does something for each entry of a batch; refusals are told beside what was done. */
function oneByOne<Entry extends { Id?: string }>(
	entries: ReadonlyArray<Entry>,
	work: (entry: Entry) => void,
) {
	assertBatch(entries)
	const Successful: Array<object> = []
	const Failed: Array<object> = []
	for (const entry of entries) {
		try {
			work(entry)
			Successful.push({ Id: entry.Id })
		} catch (error) {
			if (!(error instanceof AwsError)) throw error
			const Code = error.code.replace(/Exception$/, '')
			Failed.push({ Id: entry.Id, SenderFault: true, Code, Message: error.message })
		}
	}
	return { Successful, Failed }
}

/** A message that was received too often goes to the queue for dead letters. */
function diverted(
	call: Call,
	{ queue, scope }: Located,
	id: string,
	message: Readonly<QueueMessage>,
): boolean {
	const redrive = redriveOf(queue)
	if (!redrive || message.receives < redrive.maxReceiveCount) return false
	const arn = parseArn(redrive.deadLetterTargetArn)
	const there = { account: arn?.account ?? '', region: arn?.region ?? '' }
	const target = call.world.get(queues, there, arn?.resource ?? '')
	if (!target) return false
	call.world.delete(messages, scope, id)
	const number = target.sent + 1
	put(call, { scope: there, queue: { ...target, sent: number } })
	const { receipt: _, ...kept } = message
	call.world.put(messages, there, messageDocumentId(target.name, number), {
		...kept,
		receives: 0,
		visibleAt: call.now,
		deadLetterOf: queue.arn,
	})
	return true
}

/** Deleting again what was deleted is no error. */
function remove(call: Call, { queue, scope }: Located, receipt: string): void {
	const id = idOf(queue.name, receipt)
	const message = call.world.get(messages, scope, id)
	if (!message) return
	if (queue.fifo && message.receipt !== receipt) throw expired(receipt)
	call.world.delete(messages, scope, id)
}

function hide(call: Call, { queue, scope }: Located, receipt: string, seconds: number): void {
	const id = idOf(queue.name, receipt)
	const message = call.world.get(messages, scope, id)
	if (!message) throw expired(receipt)
	if (message.visibleAt <= call.now) throw new AwsError('MessageNotInflight', '')
	call.world.put(messages, scope, id, { ...message, visibleAt: call.now + seconds * 1000 })
}

/** The message that a receipt is for; throws ReceiptHandleIsInvalid for what is none. */
function idOf(queue: string, receipt: string): string {
	const [, number] = /^(\d{15})\.[\w-]{43}$/.exec(receipt) ?? []
	if (number === undefined)
		throw new AwsError(
			'ReceiptHandleIsInvalid',
			`The input receipt handle "${receipt}" is not a valid receipt handle.`,
		)
	return `${queue}/${number}`
}

function expired(receipt: string): AwsError {
	return invalidParameter(receipt, 'ReceiptHandle', 'The receipt handle has expired.')
}

function tell(message: Readonly<QueueMessage>, input: ReceiveMessageRequest): object {
	const attributes = chosenAttributes(message.attributes, input.MessageAttributeNames ?? [])
	const system = chosenSystem(message, [
		...(input.AttributeNames ?? []),
		...(input.MessageSystemAttributeNames ?? []),
	])
	return {
		MessageId: message.id,
		ReceiptHandle: message.receipt,
		MD5OfBody: md5(message.body),
		Body: message.body,
		...(Object.keys(system).length > 0 && { Attributes: system }),
		...(Object.keys(attributes).length > 0 && {
			MD5OfMessageAttributes: md5OfAttributes(attributes),
			MessageAttributes: Object.fromEntries(
				Object.entries(attributes).map(([name, { BinaryValue, ...rest }]) => [
					name,
					{ ...rest, ...(BinaryValue !== undefined && { BinaryValue: Buffer.from(BinaryValue, 'base64') }) },
				]),
			),
		}),
	}
}

function chosenAttributes(
	all: Readonly<Record<string, MessageAttribute>>,
	names: ReadonlyArray<string>,
): Record<string, MessageAttribute> {
	const fits = (name: string) =>
		names.some((wanted) => {
			if (wanted === 'All' || wanted === '.*') return true
			return wanted.endsWith('.*') ? name.startsWith(wanted.slice(0, -2)) : name === wanted
		})
	return Object.fromEntries(Object.entries(all).filter(([name]) => fits(name)))
}

function chosenSystem(message: Readonly<QueueMessage>, names: ReadonlyArray<string>): Record<string, string> {
	const all = {
		SenderId: message.senderId,
		SentTimestamp: String(message.sentAt),
		ApproximateReceiveCount: String(message.receives),
		ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
		SequenceNumber: message.sequence,
		MessageDeduplicationId: message.deduplication,
		MessageGroupId: message.group,
		AWSTraceHeader: message.traceHeader,
		DeadLetterQueueSourceArn: message.deadLetterOf,
	}
	return Object.fromEntries(
		Object.entries(all).filter(
			(entry): entry is [string, string] =>
				entry[1] !== undefined && (names.includes('All') || names.includes(entry[0])),
		),
	)
}
