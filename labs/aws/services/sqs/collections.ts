import { collection } from '../../world/world.ts'

/** A queue. Dates are virtual epoch milliseconds; attributes are texts, as AWS keeps them. */
export interface Queue {
	name: string
	url: string
	arn: string
	fifo: boolean
	createdAt: number
	modifiedAt: number
	/** What may be set, with its defaults. */
	attributes: Readonly<Record<string, string>>
	tags: Readonly<Record<string, string>>
	/** Messages that it has had; orders them. */
	sent: number
	purgedAt?: number
}

export interface MessageAttribute {
	DataType: string
	StringValue?: string
	/** Base64. */
	BinaryValue?: string
}

export interface QueueMessage {
	id: string
	body: string
	attributes: Readonly<Record<string, MessageAttribute>>
	/** ARN of the sender or id of its user. */
	senderId: string
	sentAt: number
	/** Receivable from then on; moves when it is received. */
	visibleAt: number
	/** Present while a receiver may delete it; changes with each receive. */
	receipt?: string
	receives: number
	firstReceivedAt?: number
	group?: string
	deduplication?: string
	sequence?: string
	traceHeader?: string
	/** The queue it was in before it came here as a dead letter. */
	deadLetterOf?: string
}

/** Id: the queue's name. */
export const queues = collection<Queue>('sqs', 'queues')
/** In the order they were sent. Id: `queue/number`. */
export const messages = collection<QueueMessage>('sqs', 'messages')
/** What a FIFO queue has taken within five minutes. Id: `queue/deduplication`. */
export const deduplications = collection<{ until: number; id: string; sequence: string }>(
	'sqs',
	'deduplications',
)

export function messageDocumentId(queue: string, number: number): string {
	return `${queue}/${String(number).padStart(15, '0')}`
}
