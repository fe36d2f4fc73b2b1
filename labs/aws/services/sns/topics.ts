import type {
	CreateTopicInput,
	DeleteTopicInput,
	GetTopicAttributesInput,
	ListTagsForResourceRequest,
	ListTopicsInput,
	SetTopicAttributesInput,
	TagResourceRequest,
	UntagResourceRequest,
} from '@aws-sdk/client-sns'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { subscriptions, type Topic, topics } from './collections.ts'
import { accessTo, onTopic, put, requireTopic, topicArn } from './find.ts'
import { invalidParameter, noSuchTopic } from './sns-error.ts'
import { assertPolicy, defaultPolicy } from './topic-policy.ts'

/** Topics of a Region; AWS takes 100,000. */
const TOPICS_AT_MOST = 1_000
const PAGE = 100
const TAGS_AT_MOST = 50
/** Attributes that are kept; the others that AWS knows are refused by name. */
const SETTABLE = [
	'DeliveryPolicy',
	'DisplayName',
	'Policy',
	'TracingConfig',
	'KmsMasterKeyId',
	'SignatureVersion',
]
const FIFO_SETTABLE = ['ContentBasedDeduplication', 'FifoThroughputScope']

export const createTopic = operation<CreateTopicInput, object>({
	access: ({ Name = '' }, { scope }) => ({ action: 'SNS:CreateTopic', resource: topicArn(scope, Name) }),
	run({ Name = '', Attributes = {}, Tags = [] }, call) {
		const fifo = Attributes.FifoTopic === 'true'
		assertName(Name, fifo)
		const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]))
		const arn = topicArn(call.scope, Name)
		const known = call.world.get(topics, call.scope, Name)
		if (known) return again(known, Attributes, tags)
		if (call.world.list(topics, call.scope).length >= TOPICS_AT_MOST)
			throw new AwsError('TopicLimitExceededException', `There can be at most ${TOPICS_AT_MOST} topics`, 403)
		const own = { Policy: defaultPolicy(arn, call.scope.account) }
		const topic: Topic = {
			name: Name,
			arn,
			fifo,
			attributes: withAttributes(fifo, own, Attributes),
			tags,
			published: 0,
		}
		put(call, { topic, scope: call.scope })
		return { TopicArn: arn }
	},
})

function assertName(name: string, fifo: boolean): void {
	if (name.endsWith('.fifo') && !fifo) throw invalidParameter('Topic Name')
	if (fifo && !name.endsWith('.fifo'))
		throw invalidParameter(
			'Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.',
		)
	if (!/^[\w-]{1,256}$/.test(fifo ? name.slice(0, -5) : name)) throw invalidParameter('Topic Name')
}

/** The same topic is the answer to the same request. */
function again(
	known: Readonly<Topic>,
	attributes: Readonly<Record<string, string>>,
	tags: Readonly<Record<string, string>>,
): object {
	const told: Record<string, string> = { ...known.attributes, FifoTopic: String(known.fifo) }
	const differs = Object.entries(attributes).some(([name, value]) => told[name] !== value)
	if (differs) throw invalidParameter('Attributes Reason: Topic already exists with different attributes')
	const sameTags = Object.entries(tags).every(([key, value]) => known.tags[key] === value)
	if (!sameTags) throw invalidParameter('Tags Reason: Topic already exists with different tags')
	return { TopicArn: known.arn }
}

/** Attributes after some were set; an empty text takes one away. Throws AwsError. */
function withAttributes(
	fifo: boolean,
	current: Readonly<Record<string, string>>,
	given: Readonly<Record<string, string>>,
): Record<string, string> {
	const attributes = { ...current }
	for (const [name, value] of Object.entries(given)) {
		if (name === 'FifoTopic') continue
		if (!SETTABLE.includes(name) && !(fifo && FIFO_SETTABLE.includes(name)))
			throw invalidParameter('AttributeName')
		if (name === 'Policy') assertPolicy(value)
		if (value === '') delete attributes[name]
		else attributes[name] = value
	}
	return attributes
}

/** A topic that is gone already is deleted as well. */
export const deleteTopic = operation<DeleteTopicInput, object>({
	access: ({ TopicArn = '' }) => ({ action: 'SNS:DeleteTopic', resource: TopicArn }),
	run({ TopicArn }, call) {
		const found = findOwn(call, TopicArn)
		if (!found) return {}
		call.world.delete(topics, found.scope, found.topic.name)
		const prefix = `${found.topic.name}|`
		for (const [id] of call.world.entries(subscriptions, found.scope, { prefix })) {
			call.world.delete(subscriptions, found.scope, id)
		}
		return {}
	},
})

function findOwn(call: Call, arn: string | undefined) {
	try {
		const found = requireTopic(call, arn)
		return found.scope.account === call.scope.account ? found : undefined
	} catch (error) {
		if (error instanceof AwsError && error.code === noSuchTopic().code) return
		throw error
	}
}

export const listTopics = operation<ListTopicsInput, object>({
	access: (_, { scope }) => ({ action: 'SNS:ListTopics', resource: topicArn(scope, '*') }),
	run({ NextToken }, call) {
		const after = NextToken && Buffer.from(NextToken, 'base64').toString()
		const found = call.world.list(topics, call.scope, { limit: PAGE + 1, ...(after && { after }) })
		const page = found.slice(0, PAGE)
		const last = page.at(-1)
		return {
			Topics: page.map(({ arn }) => ({ TopicArn: arn })),
			...(found.length > PAGE && last && { NextToken: Buffer.from(last.name).toString('base64') }),
		}
	},
})

export const getTopicAttributes = operation<GetTopicAttributesInput, object>({
	access: onTopic('GetTopicAttributes'),
	run({ TopicArn }, call) {
		const { topic, scope } = requireTopic(call, TopicArn)
		const all = call.world.list(subscriptions, scope, { prefix: `${topic.name}|` })
		const pending = all.filter(({ token }) => token !== undefined).length
		return {
			Attributes: {
				DisplayName: '',
				EffectiveDeliveryPolicy: EFFECTIVE_DELIVERY,
				...topic.attributes,
				...(topic.fifo && { FifoTopic: 'true', ContentBasedDeduplication: contentBased(topic) }),
				Owner: scope.account,
				TopicArn: topic.arn,
				SubscriptionsConfirmed: String(all.length - pending),
				SubscriptionsPending: String(pending),
				SubscriptionsDeleted: '0',
			},
		}
	},
})

const contentBased = ({ attributes }: Readonly<Topic>) => attributes.ContentBasedDeduplication ?? 'false'

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
const EFFECTIVE_DELIVERY = JSON.stringify({
	http: {
		defaultHealthyRetryPolicy: {
			minDelayTarget: 20,
			maxDelayTarget: 20,
			numRetries: 3,
			numMaxDelayRetries: 0,
			numNoDelayRetries: 0,
			numMinDelayRetries: 0,
			backoffFunction: 'linear',
		},
		disableSubscriptionOverrides: false,
		defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
	},
})

export const setTopicAttributes = operation<SetTopicAttributesInput, object>({
	access: onTopic('SetTopicAttributes'),
	run({ TopicArn, AttributeName = '', AttributeValue = '' }, call) {
		const { topic, scope } = requireTopic(call, TopicArn)
		const attributes = withAttributes(topic.fifo, topic.attributes, { [AttributeName]: AttributeValue })
		put(call, { scope, topic: { ...topic, attributes } })
		return {}
	},
})

function onTagged(action: string) {
	return ({ ResourceArn }: { ResourceArn?: string }, call: Call) =>
		accessTo(call, action, requireTagged(call, ResourceArn))
}

function requireTagged(call: Call, arn: string | undefined) {
	const found = requireTopic(call, arn, 'ResourceArn')
	if (found.scope.account !== call.scope.account)
		throw new AwsError('ResourceNotFoundException', 'Resource does not exist', 404)
	return found
}

export const tagResource = operation<TagResourceRequest, object>({
	access: onTagged('TagResource'),
	run({ ResourceArn, Tags = [] }, call) {
		const { topic, scope } = requireTagged(call, ResourceArn)
		const given = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]))
		const tags = { ...topic.tags, ...given }
		if (Object.keys(tags).length > TAGS_AT_MOST)
			throw new AwsError(
				'TagLimitExceededException',
				'Could not complete request: tag quota of per resource exceeded',
			)
		put(call, { scope, topic: { ...topic, tags } })
		return {}
	},
})

export const untagResource = operation<UntagResourceRequest, object>({
	access: onTagged('UntagResource'),
	run({ ResourceArn, TagKeys = [] }, call) {
		const { topic, scope } = requireTagged(call, ResourceArn)
		const tags = Object.fromEntries(Object.entries(topic.tags).filter(([key]) => !TagKeys.includes(key)))
		put(call, { scope, topic: { ...topic, tags } })
		return {}
	},
})

export const listTagsForResource = operation<ListTagsForResourceRequest, object>({
	access: onTagged('ListTagsForResource'),
	run({ ResourceArn }, call) {
		const { topic } = requireTagged(call, ResourceArn)
		return { Tags: Object.entries(topic.tags).map(([Key, Value]) => ({ Key, Value })) }
	},
})
