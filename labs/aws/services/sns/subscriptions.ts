import type {
	ConfirmSubscriptionInput,
	GetSubscriptionAttributesInput,
	ListSubscriptionsByTopicInput,
	ListSubscriptionsInput,
	SetSubscriptionAttributesInput,
	SubscribeInput,
	UnsubscribeInput,
} from '@aws-sdk/client-sns'
import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { type Subscription, subscriptions } from './collections.ts'
import { type Located, onSubscription, onTopic, requireSubscription, requireTopic } from './find.ts'
import { askToConfirm } from './letters.ts'
import { invalidParameter, noSuchSubscription } from './sns-error.ts'
import { withAttributes } from './subscription-attributes.ts'

/** Subscriptions of a topic; AWS takes 12.5 million. */
const SUBSCRIPTIONS_AT_MOST = 200
const PAGE = 100
/** Protocols that deliver here; what the others would need does not exist in a world without a network. */
const DELIVERED = ['email', 'email-json', 'sqs', 'lambda']
const KNOWN = [...DELIVERED, 'http', 'https', 'sms', 'application', 'firehose']

export const subscribe = operation<SubscribeInput, object>({
	access: onTopic('Subscribe'),
	run({ TopicArn, Protocol = '', Endpoint = '', Attributes = {}, ReturnSubscriptionArn }, call) {
		const found = requireTopic(call, TopicArn)
		assertEndpoint(found, Protocol, Endpoint)
		const attributes = withAttributes({}, Attributes, 'Attributes Reason: ')
		const prefix = `${found.topic.name}|`
		const all = call.world.list(subscriptions, found.scope, { prefix })
		const known = all.find(({ protocol, endpoint }) => protocol === Protocol && endpoint === Endpoint)
		if (known) return again(known, attributes, ReturnSubscriptionArn)
		if (all.length >= SUBSCRIPTIONS_AT_MOST)
			throw new AwsError(
				'SubscriptionLimitExceededException',
				`A topic takes at most ${SUBSCRIPTIONS_AT_MOST} subscriptions`,
				403,
			)
		const uuid = call.ids.uuid()
		const isAsked = Protocol.startsWith('email')
		const subscription: Subscription = {
			arn: `${found.topic.arn}:${uuid}`,
			topicArn: found.topic.arn,
			protocol: Protocol,
			endpoint: Endpoint,
			owner: call.principal.account,
			attributes,
			...(isAsked && { token: call.ids.hex(64) }),
		}
		call.world.put(subscriptions, found.scope, prefix + uuid, subscription)
		if (isAsked) askToConfirm(call, found.scope, subscription)
		return { SubscriptionArn: shown(subscription, ReturnSubscriptionArn) }
	},
})

function assertEndpoint({ topic }: Located, protocol: string, endpoint: string): void {
	if (!KNOWN.includes(protocol))
		throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`)
	// The wording is ours.
	if (!DELIVERED.includes(protocol))
		throw new AwsError('NotImplemented', `Subscriptions of protocol ${protocol} are not emulated`, 501)
	if (protocol.startsWith('email')) {
		if (!/^[^@\s]{1,64}@[^@\s]{1,255}$/.test(endpoint)) throw invalidParameter('Email address')
		return
	}
	const target = parseArn(endpoint)
	if (protocol === 'sqs') {
		if (target?.service !== 'sqs') throw invalidParameter('SQS endpoint ARN')
		if (target.resource.endsWith('.fifo') && !topic.fifo)
			throw invalidParameter(
				'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
			)
		return
	}
	if (target?.service !== 'lambda') throw invalidParameter('Lambda endpoint ARN')
}

function again(
	known: Readonly<Subscription>,
	attributes: Readonly<Record<string, string>>,
	wantsArn: boolean | undefined,
): object {
	const names = new Set([...Object.keys(attributes), ...Object.keys(known.attributes)])
	if ([...names].some((name) => attributes[name] !== known.attributes[name]))
		throw invalidParameter('Attributes Reason: Subscription already exists with different attributes')
	return { SubscriptionArn: shown(known, wantsArn) }
}

/** One that waits for its confirmation has no ARN to show, unless it was asked for. */
function shown({ arn, token }: Readonly<Subscription>, wantsArn = false): string {
	return token === undefined || wantsArn ? arn : 'pending confirmation'
}

export const confirmSubscription = operation<ConfirmSubscriptionInput, object>({
	access: onTopic('ConfirmSubscription'),
	run({ TopicArn, Token = '' }, call) {
		const { topic, scope } = requireTopic(call, TopicArn)
		const prefix = `${topic.name}|`
		const [id, waiting] =
			call.world.entries(subscriptions, scope, { prefix }).find(([, { token }]) => token === Token) ?? []
		if (id === undefined || !waiting) throw invalidParameter('Token')
		const { token: _, ...confirmed } = waiting
		call.world.put(subscriptions, scope, id, confirmed)
		return { SubscriptionArn: waiting.arn }
	},
})

/** One that is gone already is unsubscribed as well. */
export const unsubscribe = operation<UnsubscribeInput, object>({
	access: ({ SubscriptionArn = '' }) => ({
		action: 'SNS:Unsubscribe',
		resource: SubscriptionArn.replace(/:[^:]*$/, ''),
	}),
	run({ SubscriptionArn = '' }, call) {
		if (SubscriptionArn.split(':').length < 6)
			throw invalidParameter(
				`SubscriptionArn Reason: An ARN must have at least 6 elements, not ${SubscriptionArn.split(':').length}`,
			)
		const found = findSubscription(call, SubscriptionArn)
		const { account } = call.principal
		if (found && [found.scope.account, found.subscription.owner].includes(account))
			call.world.delete(subscriptions, found.scope, found.id)
		return {}
	},
})

function findSubscription(call: Call, arn: string) {
	try {
		return requireSubscription(call, arn)
	} catch (error) {
		if (error instanceof AwsError && error.code === noSuchSubscription().code) return
		throw error
	}
}

const described = ({ arn, token, topicArn, protocol, endpoint, owner }: Readonly<Subscription>) => ({
	SubscriptionArn: token === undefined ? arn : 'PendingConfirmation',
	Owner: owner,
	Protocol: protocol,
	Endpoint: endpoint,
	TopicArn: topicArn,
})

export const listSubscriptions = operation<ListSubscriptionsInput, object>({
	access: (_, { scope: { region, account } }) => ({
		action: 'SNS:ListSubscriptions',
		resource: `arn:aws:sns:${region}:${account}:*`,
	}),
	run: ({ NextToken }, call) => pageOf(call, call.scope, '', NextToken),
})

export const listSubscriptionsByTopic = operation<ListSubscriptionsByTopicInput, object>({
	access: onTopic('ListSubscriptionsByTopic'),
	run({ TopicArn, NextToken }, call) {
		const { topic, scope } = requireTopic(call, TopicArn)
		return pageOf(call, scope, `${topic.name}|`, NextToken)
	},
})

function pageOf(call: Call, scope: Located['scope'], prefix: string, token: string | undefined) {
	const after = token && Buffer.from(token, 'base64').toString()
	const found = call.world.entries(subscriptions, scope, { prefix, limit: PAGE + 1, ...(after && { after }) })
	const page = found.slice(0, PAGE)
	const [last] = page.at(-1) ?? []
	return {
		Subscriptions: page.map(([, subscription]) => described(subscription)),
		...(found.length > PAGE && last && { NextToken: Buffer.from(last).toString('base64') }),
	}
}

export const getSubscriptionAttributes = operation<GetSubscriptionAttributesInput, object>({
	access: onSubscription('GetSubscriptionAttributes'),
	run({ SubscriptionArn }, call) {
		const { subscription } = requireSubscription(call, SubscriptionArn)
		const { arn, attributes, token, owner, protocol, endpoint, topicArn } = subscription
		return {
			Attributes: {
				RawMessageDelivery: 'false',
				...(attributes.FilterPolicy !== undefined && { FilterPolicyScope: 'MessageAttributes' }),
				...attributes,
				SubscriptionArn: arn,
				Owner: owner,
				Protocol: protocol,
				Endpoint: endpoint,
				TopicArn: topicArn,
				PendingConfirmation: String(token !== undefined),
				ConfirmationWasAuthenticated: String(token === undefined),
				SubscriptionPrincipal: `arn:aws:iam::${owner}:root`,
			},
		}
	},
})

export const setSubscriptionAttributes = operation<SetSubscriptionAttributesInput, object>({
	access: onSubscription('SetSubscriptionAttributes'),
	run({ SubscriptionArn, AttributeName = '', AttributeValue = '' }, call) {
		const { subscription, scope, id } = requireSubscription(call, SubscriptionArn)
		const attributes = withAttributes(subscription.attributes, { [AttributeName]: AttributeValue }, '')
		call.world.put(subscriptions, scope, id, { ...subscription, attributes })
		return {}
	},
})
