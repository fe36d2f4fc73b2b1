import {
	AddPermissionCommand,
	ConfirmSubscriptionCommand,
	CreateTopicCommand,
	DeleteTopicCommand,
	GetSubscriptionAttributesCommand,
	GetTopicAttributesCommand,
	ListSubscriptionsByTopicCommand,
	ListSubscriptionsCommand,
	ListTagsForResourceCommand,
	ListTopicsCommand,
	PublishBatchCommand,
	PublishCommand,
	RemovePermissionCommand,
	SetSubscriptionAttributesCommand,
	SetTopicAttributesCommand,
	SNSClient,
	SubscribeCommand,
	TagResourceCommand,
	UnsubscribeCommand,
	UntagResourceCommand,
} from '@aws-sdk/client-sns'
import {
	CreateQueueCommand,
	ReceiveMessageCommand,
	SetQueueAttributesCommand,
	SQSClient,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { OTHER_ACCOUNT, openPeople, refused } from '../../people.fixture.ts'
import { letters } from './collections.ts'

const SCOPE = { account: ACCOUNT, region: 'eu-west-3' }
const ARN = `arn:aws:sns:eu-west-3:${ACCOUNT}:alertes`

/** Of those that are not 400. */
const STATUS: Record<string, number> = { NotFoundException: 404, NotImplemented: 501 }

async function open(Attributes: Record<string, string> = {}, Name = 'alertes') {
	const people = await openPeople()
	const sns = new SNSClient(people.root)
	const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name, Attributes }))
	const mailbox = () => people.sandbox.world.list(letters, SCOPE)
	const subscribe = (Protocol: string, Endpoint: string, more: object = {}) =>
		sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, ...more }))
	const publish = (Message: string, more: object = {}) =>
		sns.send(new PublishCommand({ TopicArn, Message, ...more }))
	/** A queue that the topic may send to, unless told otherwise. */
	async function queue(QueueName = 'file', isOpen = true) {
		const sqs = new SQSClient(people.root)
		const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }))
		const endpoint = `arn:aws:sqs:eu-west-3:${ACCOUNT}:${QueueName}`
		const Policy = JSON.stringify({
			Version: '2012-10-17',
			Statement: [
				{
					Effect: 'Allow',
					Principal: { Service: 'sns.amazonaws.com' },
					Action: 'sqs:SendMessage',
					Resource: endpoint,
					Condition: { ArnEquals: { 'aws:SourceArn': TopicArn } },
				},
			],
		})
		if (isOpen) await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }))
		const receive = async () => {
			const { Messages = [] } = await sqs.send(
				new ReceiveMessageCommand({
					...{ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] },
				}),
			)
			return Messages
		}
		return { endpoint, receive }
	}
	return { ...people, sns, TopicArn, mailbox, subscribe, publish, queue }
}

test('a subscription by e-mail waits for its letter, and gets the messages once it is confirmed', async () => {
	const { sns, TopicArn, mailbox, subscribe, publish } = await open()
	expect(await subscribe('email', 'bruno@example.org')).toMatchObject({
		SubscriptionArn: 'pending confirmation',
	})
	await publish('perdu')
	expect(mailbox().map(({ to, subject }) => [to, subject])).toEqual([
		['bruno@example.org', 'AWS Notification - Subscription Confirmation'],
	])
	const Token = mailbox()[0]?.token
	expect(mailbox()[0]?.body).toContain(`Action=ConfirmSubscription&TopicArn=${encodeURIComponent(TopicArn)}`)
	await expect(sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: 'x' }))).rejects.toEqual(
		refused('InvalidParameterException', 'Invalid parameter: Token'),
	)
	const { SubscriptionArn = '' } = await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }))
	expect(SubscriptionArn).toMatch(new RegExp(`^${ARN}:[0-9a-f-]{36}$`))
	await publish('reçu', { Subject: 'Approbation' })
	expect(mailbox()[1]).toMatchObject({ subject: 'Approbation', body: expect.stringMatching(/^reçu\n\n--\n/) })
	await sns.send(new UnsubscribeCommand({ SubscriptionArn }))
	await publish('perdu')
	expect(mailbox()).toHaveLength(2)
})

test('a queue gets the message in its envelope, or as it is, if its policy lets the topic in', async () => {
	const { sns, subscribe, publish, queue } = await open()
	const [whole, raw, closed] = [await queue('whole'), await queue('raw'), await queue('closed', false)]
	const { SubscriptionArn } = await subscribe('sqs', whole.endpoint)
	await subscribe('sqs', raw.endpoint, { Attributes: { RawMessageDelivery: 'true' } })
	await subscribe('sqs', closed.endpoint)
	const MessageAttributes = { gravite: { DataType: 'String', StringValue: 'haute' } }
	const { MessageId } = await publish('panne', { Subject: 'Alerte', MessageAttributes })
	const [message] = await whole.receive()
	expect(JSON.parse(message?.Body ?? '')).toEqual({
		Type: 'Notification',
		MessageId,
		TopicArn: ARN,
		Subject: 'Alerte',
		Message: 'panne',
		Timestamp: '2026-01-05T09:00:00.000Z',
		UnsubscribeURL: `http://localhost:4566/?Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}`,
		MessageAttributes: { gravite: { Type: 'String', Value: 'haute' } },
	})
	expect(await raw.receive()).toMatchObject([
		{ Body: 'panne', MessageAttributes: { gravite: { StringValue: 'haute' } } },
	])
	expect(await closed.receive()).toEqual([])
	const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))
	expect(Attributes).toMatchObject({
		PendingConfirmation: 'false',
		Protocol: 'sqs',
		Endpoint: whole.endpoint,
	})
})

test('filter policies choose by attributes, or by the body', async () => {
	const { subscribe, publish, queue } = await open()
	const [byAttribute, byBody] = [await queue('attribut'), await queue('corps')]
	await subscribe('sqs', byAttribute.endpoint, {
		Attributes: {
			FilterPolicy: '{"etat":["FAILED"],"essai":[{"numeric":[">",1]}]}',
			RawMessageDelivery: 'true',
		},
	})
	await subscribe('sqs', byBody.endpoint, {
		Attributes: {
			...{ FilterPolicyScope: 'MessageBody', RawMessageDelivery: 'true' },
			FilterPolicy: '{"detail":{"stage":["Production"]}}',
		},
	})
	const attributes = (etat: string, essai: string) => ({
		MessageAttributes: {
			etat: { DataType: 'String', StringValue: etat },
			essai: { DataType: 'Number', StringValue: essai },
		},
	})
	await publish('un', attributes('FAILED', '1'))
	await publish('deux', attributes('FAILED', '2'))
	await publish('{"detail":{"stage":"Production"}}', attributes('SUCCEEDED', '2'))
	expect((await byAttribute.receive()).map(({ Body }) => Body)).toEqual(['deux'])
	expect((await byBody.receive()).map(({ Body }) => Body)).toEqual(['{"detail":{"stage":"Production"}}'])
})

test('a message may say something else to each protocol', async () => {
	const { subscribe, publish, queue } = await open()
	const { endpoint, receive } = await queue()
	await subscribe('sqs', endpoint, { Attributes: { RawMessageDelivery: 'true' } })
	await publish('{"default":"pour tous","sqs":"pour la file"}', { MessageStructure: 'json' })
	expect((await receive()).map(({ Body }) => Body)).toEqual(['pour la file'])
	await expect(publish('{"sqs":"x"}', { MessageStructure: 'json' })).rejects.toEqual(
		refused(
			'InvalidParameterException',
			'Invalid parameter: Message Structure - No default entry in JSON message body',
		),
	)
})

test('a FIFO topic takes a message once, and numbers it', async () => {
	const { publish, sandbox } = await open(
		{ FifoTopic: 'true', ContentBasedDeduplication: 'true' },
		'alertes.fifo',
	)
	const first = await publish('un', { MessageGroupId: 'a' })
	expect(first.SequenceNumber).toBe('10000000000000000001')
	expect(await publish('un', { MessageGroupId: 'a' })).toMatchObject({ MessageId: first.MessageId })
	await sandbox.setClock({ jumpTo: sandbox.now() + 6 * 60_000 })
	expect((await publish('un', { MessageGroupId: 'a' })).SequenceNumber).toBe('10000000000000000002')
	await expect(publish('un')).rejects.toEqual(
		refused(
			'InvalidParameterException',
			'Invalid parameter: The MessageGroupId parameter is required for FIFO topics',
		),
	)
})

test('a batch tells what is wrong with one beside the others', async () => {
	const { sns, TopicArn } = await open()
	const PublishBatchRequestEntries = [
		{ Id: 'a', Message: 'un' },
		{ Id: 'b', Message: 'deux', Subject: 'é' },
	]
	const { Successful, Failed } = await sns.send(
		new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }),
	)
	expect(Successful?.map(({ Id }) => Id)).toEqual(['a'])
	expect(Failed).toEqual([
		{ Id: 'b', Code: 'InvalidParameter', Message: 'Invalid parameter: Subject', SenderFault: true },
	])
	await expect(
		sns.send(
			new PublishBatchCommand({
				TopicArn,
				PublishBatchRequestEntries: [...PublishBatchRequestEntries, { Id: 'a', Message: 'x' }],
			}),
		),
	).rejects.toEqual(
		refused(
			'BatchEntryIdsNotDistinctException',
			'Two or more batch entries in the request have the same Id.',
		),
	)
})

test.for<
	[
		name: string,
		act: (world: Awaited<ReturnType<typeof open>>) => Promise<unknown>,
		code: string,
		message: string,
	]
>([
	[
		'an ARN that is none',
		({ sns }) => sns.send(new PublishCommand({ TopicArn: 'x', Message: 'x' })),
		'InvalidParameterException',
		'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
	],
	[
		'a topic that is not there',
		({ sns }) => sns.send(new PublishCommand({ TopicArn: `${ARN}x`, Message: 'x' })),
		'NotFoundException',
		'Topic does not exist',
	],
	[
		'a topic of another Region',
		({ sns }) =>
			sns.send(new PublishCommand({ TopicArn: ARN.replace('eu-west-3', 'eu-west-1'), Message: 'x' })),
		'InvalidParameterException',
		'Invalid parameter: TopicArn',
	],
	[
		'an empty message',
		({ publish }) => publish(''),
		'InvalidParameterException',
		'Invalid parameter: Empty message',
	],
	[
		'a message that is too long',
		({ publish }) => publish('x'.repeat(262_145)),
		'InvalidParameterException',
		'Invalid parameter: Message too long',
	],
	[
		'a subject with a line break',
		({ publish }) => publish('x', { Subject: 'a\nb' }),
		'InvalidParameterException',
		'Invalid parameter: Subject',
	],
	[
		'a protocol that is none',
		({ subscribe }) => subscribe('pigeon', 'x'),
		'InvalidParameterException',
		'Invalid parameter: Amazon SNS does not support this protocol string: pigeon',
	],
	[
		'an address that is none',
		({ subscribe }) => subscribe('email', 'bruno'),
		'InvalidParameterException',
		'Invalid parameter: Email address',
	],
	[
		'a subscription that is not there',
		({ sns }) => sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: `${ARN}:0` })),
		'NotFoundException',
		'Subscription does not exist',
	],
	[
		'an attribute that topics have not',
		({ sns, TopicArn }) =>
			sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Color', AttributeValue: 'x' })),
		'InvalidParameterException',
		'Invalid parameter: AttributeName',
	],
	[
		'a policy of another service',
		({ sns, TopicArn }) =>
			sns.send(
				new SetTopicAttributesCommand({
					TopicArn,
					AttributeName: 'Policy',
					AttributeValue: JSON.stringify({
						Version: '2012-10-17',
						Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }],
					}),
				}),
			),
		'InvalidParameterException',
		'Invalid parameter: Policy statement action out of service scope!',
	],
	[
		'the same topic with other attributes',
		({ sns }) => sns.send(new CreateTopicCommand({ Name: 'alertes', Attributes: { DisplayName: 'x' } })),
		'InvalidParameterException',
		'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
	],
	[
		'the same topic with other tags',
		({ sns }) => sns.send(new CreateTopicCommand({ Name: 'alertes', Tags: [{ Key: 'a', Value: 'b' }] })),
		'InvalidParameterException',
		'Invalid parameter: Tags Reason: Topic already exists with different tags',
	],
	[
		'a filter that is nested',
		({ subscribe }) =>
			subscribe('sqs', 'arn:aws:sqs:eu-west-3:111122223333:f', {
				Attributes: { FilterPolicy: '{"a":{"b":["c"]}}' },
			}),
		'InvalidParameterException',
		'Invalid parameter: Attributes Reason: FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy',
	],
	[
		'a filter that is no pattern',
		({ subscribe }) =>
			subscribe('sqs', 'arn:aws:sqs:eu-west-3:111122223333:f', { Attributes: { FilterPolicy: '{"a":"b"}' } }),
		'InvalidParameterException',
		expect.stringMatching(
			/^Invalid parameter: Attributes Reason: FilterPolicy: "a" must be an object or an array\n/,
		) as never,
	],
	[
		'a telephone',
		({ sns }) => sns.send(new PublishCommand({ PhoneNumber: '+33612345678', Message: 'x' })),
		'NotImplemented',
		'Text messages to telephones are not emulated',
	],
	[
		'a web address',
		({ subscribe }) => subscribe('https', 'https://example.org'),
		'NotImplemented',
		'Subscriptions of protocol https are not emulated',
	],
])('%s is refused in words', async ([, act, code, message]) => {
	const status = STATUS[code] ?? 400
	await expect(act(await open())).rejects.toEqual(refused(code, message, status))
})

test('topics are listed, described, tagged and deleted, and deleting twice is no fault', async () => {
	const { sns, TopicArn, subscribe } = await open()
	await subscribe('email', 'ada@example.org')
	await sns.send(new TagResourceCommand({ ResourceArn: TopicArn, Tags: [{ Key: 'equipe', Value: 'site' }] }))
	expect((await sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }))).Tags).toEqual([
		{ Key: 'equipe', Value: 'site' },
	])
	await sns.send(new UntagResourceCommand({ ResourceArn: TopicArn, TagKeys: ['equipe'] }))
	const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }))
	expect(Attributes).toMatchObject({ Owner: ACCOUNT, SubscriptionsPending: '1', SubscriptionsConfirmed: '0' })
	expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }])
	expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toMatchObject([
		{ SubscriptionArn: 'PendingConfirmation', Endpoint: 'ada@example.org' },
	])
	await sns.send(new DeleteTopicCommand({ TopicArn }))
	await sns.send(new DeleteTopicCommand({ TopicArn }))
	expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual([])
})

test('a stranger needs the topic’s policy, and a user their own', async () => {
	const { sns, TopicArn, other, user } = await open()
	const stranger = new SNSClient(other)
	const publish = (client: SNSClient) => client.send(new PublishCommand({ TopicArn, Message: 'x' }))
	await expect(publish(stranger)).rejects.toMatchObject({ name: 'AuthorizationErrorException' })
	const permission = { TopicArn, Label: 'ami', AWSAccountId: [OTHER_ACCOUNT], ActionName: ['Publish'] }
	await sns.send(new AddPermissionCommand(permission))
	expect((await publish(stranger)).MessageId).toMatch(/^[0-9a-f-]{36}$/)
	await sns.send(new RemovePermissionCommand({ TopicArn, Label: 'ami' }))
	await expect(publish(stranger)).rejects.toMatchObject({ name: 'AuthorizationErrorException' })
	await expect(publish(new SNSClient(await user('ada')))).rejects.toEqual(
		refused(
			'AuthorizationErrorException',
			`User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: SNS:Publish on resource: ${ARN} because no identity-based policy allows the SNS:Publish action`,
			403,
		),
	)
	const reader = new SNSClient(await user('lise', { Action: 'sns:Publish', Resource: TopicArn }))
	await publish(reader)
})

test('a subscription’s filter is changed, and taken away', async () => {
	const { sns, TopicArn, subscribe, publish, queue } = await open()
	const { endpoint, receive } = await queue()
	const { SubscriptionArn } = await subscribe('sqs', endpoint, { Attributes: { RawMessageDelivery: 'true' } })
	const set = (AttributeValue: string) =>
		sns.send(
			new SetSubscriptionAttributesCommand({
				SubscriptionArn,
				AttributeName: 'FilterPolicy',
				AttributeValue,
			}),
		)
	await set('{"etat":["FAILED"]}')
	await publish('un')
	await set('{}')
	await publish('deux')
	expect((await receive()).map(({ Body }) => Body)).toEqual(['deux'])
	expect((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions).toHaveLength(1)
})
