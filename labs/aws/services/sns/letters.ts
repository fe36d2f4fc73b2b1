import type { Call } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { type Letter, letterCounts, letters, type Subscription } from './collections.ts'

/** Letters that a Region keeps; older ones go. */
const KEPT = 200
const COUNT = 'letters'

/** Puts a letter into the mailbox of a Region; there is no other post in a world. */
export function post(call: Call, scope: Scope, letter: Omit<Letter, 'at'>): void {
	const number = (call.world.get(letterCounts, scope, COUNT)?.sent ?? 0) + 1
	call.world.put(letterCounts, scope, COUNT, { sent: number })
	call.world.put(letters, scope, letterId(number), { at: call.now, ...letter })
	call.world.delete(letters, scope, letterId(number - KEPT))
}

function letterId(number: number): string {
	return String(number).padStart(12, '0')
}

/** Asks whoever was subscribed whether they want it. */
export function askToConfirm(call: Call, scope: Scope, subscription: Readonly<Subscription>): void {
	const { topicArn, token = '', arn, endpoint } = subscription
	const link = confirmationLink(call, topicArn, token)
	post(call, scope, {
		to: endpoint,
		subject: 'AWS Notification - Subscription Confirmation',
		body: `You have chosen to subscribe to the topic:\n${topicArn}\n\nTo confirm this subscription, click or visit the link below (If this was in error no action is necessary):\n${link}\n`,
		topicArn,
		subscriptionArn: arn,
		token,
	})
}

function confirmationLink({ endpoint }: Call, topicArn: string, token: string): string {
	return `${endpoint}/?Action=ConfirmSubscription&TopicArn=${encodeURIComponent(topicArn)}&Token=${token}`
}
