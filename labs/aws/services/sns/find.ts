import { parseArn } from '../../arn.ts'
import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { subscriptions, type Topic, topics } from './collections.ts'
import { invalidParameter, noSuchSubscription, noSuchTopic } from './sns-error.ts'

export interface Located {
	topic: Readonly<Topic>
	/** Account and Region of the topic. */
	scope: Scope
}

export function topicArn({ region, account }: Scope, name: string): string {
	return `arn:aws:sns:${region}:${account}:${name}`
}

/** A topic by its ARN, in whatever account. Throws for what is no ARN, and NotFound. */
export function requireTopic(call: Call, arn = '', parameter = 'TopicArn'): Located {
	const elements = arn.split(':').length
	if (elements < 6)
		throw invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${elements}`)
	const { account = '', region = '', resource = '', service } = parseArn(arn) ?? {}
	// A topic answers in its own Region alone.
	if (service !== 'sns' || region !== call.scope.region) throw invalidParameter(parameter)
	const scope = { account, region }
	const topic = call.world.get(topics, scope, resource)
	if (!topic) throw noSuchTopic()
	return { topic, scope }
}

export function put(call: Call, { topic, scope }: Located): void {
	call.world.put(topics, scope, topic.name, topic)
}

/** In refusals of SNS its prefix is in capitals; policies are read in either case. */
export function accessTo(call: Call, action: string, { topic, scope }: Located): Access {
	const tags = Object.entries(topic.tags)
	return {
		action: `SNS:${action}`,
		resource: topic.arn,
		resourceAccount: scope.account,
		resourcePolicy: topic.attributes.Policy,
		resourceMustAllow: call.principal.type === 'service',
		context: {
			...ownerContext(call),
			...Object.fromEntries(tags.map(([tag, value]) => [`aws:ResourceTag/${tag}`, value])),
		},
	}
}

/**
 * The key that a topic's first policy asks for. Of the services that call for somebody, alarms send it:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
function ownerContext({ principal }: Call): Record<string, string> {
	if (principal.type !== 'service' || principal.service !== 'cloudwatch.amazonaws.com') return {}
	const owner = principal.sourceArn && parseArn(principal.sourceArn)?.account
	return owner ? { 'aws:SourceOwner': owner } : {}
}

/** The access of an operation on the topic that its input names; the topic's policy may let others in. */
export function onTopic(action: string) {
	return ({ TopicArn }: { TopicArn?: string }, call: Call): Access =>
		accessTo(call, action, requireTopic(call, TopicArn))
}

/** A subscription by its ARN, and where its topic is. Throws NotFound. */
export function requireSubscription(call: Call, arn = '') {
	const { account = '', region = '', resource = '' } = parseArn(arn) ?? {}
	const scope = { account, region }
	const id = resource.replace(':', '|')
	const subscription = call.world.get(subscriptions, scope, id)
	if (!subscription) throw noSuchSubscription()
	return { subscription, scope, id }
}

/** The access of an operation on a subscription: it is its topic's. */
export function onSubscription(action: string) {
	return ({ SubscriptionArn }: { SubscriptionArn?: string }, call: Call): Access => {
		const { subscription, scope } = requireSubscription(call, SubscriptionArn)
		return { action: `SNS:${action}`, resource: subscription.topicArn, resourceAccount: scope.account }
	}
}
