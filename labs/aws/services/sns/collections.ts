import { collection } from '../../world/world.ts'

/** A topic. Attributes are texts, as AWS keeps them; `Policy` is always there. */
export interface Topic {
	name: string
	arn: string
	fifo: boolean
	attributes: Readonly<Record<string, string>>
	tags: Readonly<Record<string, string>>
	/** Messages that it has had; numbers those of a FIFO topic. */
	published: number
}

export interface Subscription {
	/** ARN of the topic, a colon, a UUID. */
	arn: string
	topicArn: string
	protocol: string
	endpoint: string
	/** Account of who subscribed. */
	owner: string
	attributes: Readonly<Record<string, string>>
	/** What confirms it; absent once it is confirmed. */
	token?: string
}

/** A letter as it lies in the world's mailbox. */
export interface Letter {
	/** Virtual epoch milliseconds. */
	at: number
	to: string
	subject: string
	body: string
	topicArn: string
	subscriptionArn: string
	/** What confirms the subscription, in a letter that asks for it. */
	token?: string
}

/** Id: the topic's name. */
export const topics = collection<Topic>('sns', 'topics')
/** Under the account and Region of their topic. Id: `topic|uuid`. */
export const subscriptions = collection<Subscription>('sns', 'subscriptions')
/** What was sent by e-mail, in order. Id: their number in their Region, zero-padded. */
export const letters = collection<Letter>('sns', 'letters')
/** How many letters a Region has had. Id: `letters`. */
export const letterCounts = collection<{ sent: number }>('sns', 'letter-counts')
/** What a FIFO topic has taken within five minutes. Id: `topic|deduplication`. */
export const published = collection<{ until: number; id: string; sequence: string }>('sns', 'published')
