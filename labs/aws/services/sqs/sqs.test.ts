import {
	ChangeMessageVisibilityCommand,
	CreateQueueCommand,
	DeleteMessageCommand,
	DeleteQueueCommand,
	GetQueueAttributesCommand,
	GetQueueUrlCommand,
	ListDeadLetterSourceQueuesCommand,
	ListQueuesCommand,
	ListQueueTagsCommand,
	PurgeQueueCommand,
	ReceiveMessageCommand,
	SendMessageBatchCommand,
	SendMessageCommand,
	SetQueueAttributesCommand,
	SQSClient,
	TagQueueCommand,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { OTHER_ACCOUNT, openPeople, refused } from '../../people.fixture.ts'

const ARN = `arn:aws:sqs:eu-west-3:${ACCOUNT}`
const SECOND = 1_000

async function open(QueueName = 'commandes', Attributes: Record<string, string> = {}) {
	const people = await openPeople()
	const sqs = new SQSClient(people.root)
	const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))
	const send = (MessageBody: string, more: object = {}) =>
		sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }))
	const receive = async (more: object = {}) =>
		(await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages ?? []
	const remove = (ReceiptHandle: string | undefined) =>
		sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
	const pass = (seconds: number) =>
		people.sandbox.setClock({ jumpTo: people.sandbox.now() + seconds * SECOND })
	return { ...people, sqs, QueueUrl, send, receive, remove, pass }
}

test('a message is received, hidden while it is in flight, and gone once deleted', async () => {
	const { send, receive, remove, pass } = await open()
	const { MessageId } = await send('un', {
		MessageAttributes: { kind: { DataType: 'String', StringValue: 'essai' } },
	})
	const [first] = await receive({ MessageAttributeNames: ['All'], AttributeNames: ['All'] })
	expect(first).toMatchObject({
		MessageId,
		Body: 'un',
		MessageAttributes: { kind: { DataType: 'String', StringValue: 'essai' } },
		Attributes: { ApproximateReceiveCount: '1', SenderId: ACCOUNT },
	})
	expect(await receive()).toEqual([])
	await pass(31)
	const [again] = await receive({ AttributeNames: ['ApproximateReceiveCount'] })
	expect(again?.Attributes).toEqual({ ApproximateReceiveCount: '2' })
	await remove(again?.ReceiptHandle)
	await remove(again?.ReceiptHandle)
	await pass(31)
	expect(await receive()).toEqual([])
})

test('a queue is the same for who asks for the same, and refused with other attributes', async () => {
	const { sqs, QueueUrl } = await open('commandes', { VisibilityTimeout: '60' })
	expect(QueueUrl).toBe(`http://localhost:4566/${ACCOUNT}/commandes`)
	const again = new CreateQueueCommand({ QueueName: 'commandes', Attributes: { VisibilityTimeout: '60' } })
	expect((await sqs.send(again)).QueueUrl).toBe(QueueUrl)
	const other = new CreateQueueCommand({ QueueName: 'commandes', Attributes: { VisibilityTimeout: '5' } })
	await expect(sqs.send(other)).rejects.toMatchObject({
		message:
			'A queue already exists with the same name and a different value for attribute VisibilityTimeout',
	})
	expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'commandes' }))).QueueUrl).toBe(QueueUrl)
	const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
	expect(Attributes).toMatchObject({
		QueueArn: `${ARN}:commandes`,
		VisibilityTimeout: '60',
		MessageRetentionPeriod: '345600',
		ApproximateNumberOfMessages: '0',
	})
	expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'com' }))).QueueUrls).toEqual([QueueUrl])
	await sqs.send(new DeleteQueueCommand({ QueueUrl }))
	await expect(sqs.send(new GetQueueUrlCommand({ QueueName: 'commandes' }))).rejects.toMatchObject({
		name: 'QueueDoesNotExist',
		message: 'The specified queue does not exist.',
	})
})

test('delays, retention and counts run on virtual time', async () => {
	const { sqs, QueueUrl, send, receive, pass } = await open('lente', {
		DelaySeconds: '60',
		MessageRetentionPeriod: '120',
	})
	await send('un')
	const count = async () => {
		const AttributeNames = [
			'ApproximateNumberOfMessages',
			'ApproximateNumberOfMessagesDelayed',
			'ApproximateNumberOfMessagesNotVisible',
		] as const
		const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] })
		return Object.values((await sqs.send(command)).Attributes ?? {}).map(Number)
	}
	expect(await receive()).toEqual([])
	expect((await count()).toSorted()).toEqual([0, 0, 1])
	await pass(61)
	expect(await receive()).toHaveLength(1)
	await pass(60)
	expect(await receive()).toEqual([])
})

test('a message that nobody could work off goes to the queue for dead letters', async () => {
	const { sqs, QueueUrl, send, receive, pass } = await open('mortes')
	const { QueueUrl: source = '' } = await sqs.send(
		new CreateQueueCommand({
			QueueName: 'source',
			Attributes: {
				VisibilityTimeout: '1',
				RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `${ARN}:mortes`, maxReceiveCount: 2 }),
			},
		}),
	)
	await sqs.send(new SendMessageCommand({ QueueUrl: source, MessageBody: 'poison' }))
	for (let attempt = 0; attempt < 2; attempt++) {
		expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl: source }))).Messages).toHaveLength(1)
		await pass(2)
	}
	expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl: source }))).Messages).toBeUndefined()
	const [dead] = await receive({ AttributeNames: ['DeadLetterQueueSourceArn'] })
	expect(dead).toMatchObject({ Body: 'poison', Attributes: { DeadLetterQueueSourceArn: `${ARN}:source` } })
	const sources = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }))
	expect(sources.queueUrls).toEqual([source])
	await send('autre')
	const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `${ARN}:absente`, maxReceiveCount: 2 })
	await expect(
		sqs.send(new SetQueueAttributesCommand({ QueueUrl: source, Attributes: { RedrivePolicy } })),
	).rejects.toMatchObject({
		message: `Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
	})
})

test('a FIFO queue keeps the order of a group, and takes a message once', async () => {
	const { send, receive, remove, pass } = await open('ordre.fifo', { FifoQueue: 'true' })
	const inGroup = (MessageGroupId: string, MessageDeduplicationId: string) => ({
		MessageGroupId,
		MessageDeduplicationId,
	})
	const first = await send('a1', inGroup('a', '1'))
	await send('a2', inGroup('a', '2'))
	await send('b1', inGroup('b', '3'))
	const twice = await send('autre', inGroup('a', '1'))
	expect(twice).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber })
	const bodies = (list: Array<{ Body?: string }>) => list.map(({ Body }) => Body)
	const [one] = await receive()
	expect(one?.Body).toBe('a1')
	expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['b1'])
	await remove(one?.ReceiptHandle)
	expect(bodies(await receive())).toEqual(['a2'])
	await expect(send('x')).rejects.toMatchObject({
		message: 'The request must contain the parameter MessageGroupId.',
	})
	await expect(send('x', { MessageGroupId: 'a' })).rejects.toMatchObject({
		message:
			'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
	})
	await pass(301)
	expect((await send('a1', inGroup('a', '1'))).MessageId).not.toBe(first.MessageId)
})

test('a batch tells what went wrong beside what went right', async () => {
	const { sqs, QueueUrl } = await open()
	const batch = (...Entries: Array<{ Id: string; MessageBody: string; DelaySeconds?: number }>) =>
		sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
	const answer = await batch({ Id: 'a', MessageBody: 'x' }, { Id: 'b', MessageBody: 'y', DelaySeconds: 901 })
	expect(answer.Successful).toMatchObject([{ Id: 'a' }])
	expect(answer.Failed).toEqual([
		{
			Id: 'b',
			SenderFault: true,
			Code: 'InvalidParameterValue',
			Message:
				'Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
		},
	])
	await expect(batch({ Id: 'a', MessageBody: 'x' }, { Id: 'a', MessageBody: 'y' })).rejects.toMatchObject({
		name: 'BatchEntryIdsNotDistinct',
		message: 'Id a repeated.',
	})
})

test('what cannot be is refused in SQS’s words', async () => {
	const { sqs, QueueUrl, receive, send, remove } = await open()
	await expect(receive({ MaxNumberOfMessages: 11 })).rejects.toMatchObject({
		message:
			'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
	})
	await expect(remove('rien')).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' })
	await send('x')
	const [message] = await receive({ VisibilityTimeout: 0 })
	const change = new ChangeMessageVisibilityCommand({
		QueueUrl,
		ReceiptHandle: message?.ReceiptHandle,
		VisibilityTimeout: 5,
	})
	await expect(sqs.send(change)).rejects.toMatchObject({ name: 'MessageNotInflight' })
	await sqs.send(new PurgeQueueCommand({ QueueUrl }))
	expect(await receive()).toEqual([])
	await expect(sqs.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toEqual(
		refused(
			'PurgeQueueInProgress',
			'Only one PurgeQueue operation on commandes is allowed every 60 seconds.',
			403,
		),
	)
	await expect(sqs.send(new CreateQueueCommand({ QueueName: 'é' }))).rejects.toMatchObject({
		message: 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
	})
})

test('a queue is its account’s and of whom its policy lets in', async () => {
	const { sqs, QueueUrl, user, other } = await open()
	const ada = new SQSClient(await user('ada'))
	const write = (client: SQSClient) => client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))
	await expect(write(ada)).rejects.toMatchObject({
		message: `User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: sqs:SendMessage on resource: ${ARN}:commandes because no identity-based policy allows the sqs:SendMessage action`,
	})
	const stranger = new SQSClient(other)
	await expect(write(stranger)).rejects.toMatchObject({ name: 'AccessDenied' })
	const Policy = JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			{
				Effect: 'Allow',
				Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
				Action: 'sqs:SendMessage',
				Resource: '*',
			},
		],
	})
	await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }))
	expect((await write(stranger)).MessageId).toBeDefined()
	await expect(stranger.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({
		name: 'AccessDenied',
	})
})

test('tags are kept with their queue', async () => {
	const { sqs, QueueUrl } = await open()
	await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { equipe: 'paie' } }))
	expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ equipe: 'paie' })
})
