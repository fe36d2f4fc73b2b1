import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { awsService } from '../../identity/principal.ts'
import type { Call } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { recordMetric } from '../cloudwatch/metric-data.ts'
import type { Subscription } from './collections.ts'
import { post } from './letters.ts'

/** A message on its way to those who want it. */
export interface Notification {
	id: string
	topicArn: string
	subject?: string | undefined
	/** By protocol; `default` is always there. */
	texts: Readonly<Record<string, string>>
	/** Bytes are base64. */
	attributes: Readonly<Record<string, { DataType: string; StringValue?: string; BinaryValue?: string }>>
	fifo?: { group: string; deduplication: string; sequence: string }
}

/** Brings a message to one subscription. That it could not be is told by a metric, never to who published. */
export async function deliver(
	call: Call,
	scope: Scope,
	subscription: Readonly<Subscription>,
	notification: Notification,
): Promise<void> {
	const delivered = await attempt(call, scope, subscription, notification)
	const name = delivered ? 'NumberOfNotificationsDelivered' : 'NumberOfNotificationsFailed'
	const TopicName = parseArn(notification.topicArn)?.resource ?? ''
	recordMetric(
		call,
		{ namespace: 'AWS/SNS', name, dimensions: { TopicName }, value: 1, unit: 'Count' },
		scope,
	)
}

async function attempt(
	call: Call,
	scope: Scope,
	subscription: Readonly<Subscription>,
	notification: Notification,
): Promise<boolean> {
	try {
		if (subscription.protocol === 'sqs') await toQueue(call, subscription, notification)
		else if (subscription.protocol === 'lambda') await toFunction(call, subscription, notification)
		else toMailbox(call, scope, subscription, notification)
		return true
	} catch (error) {
		if (error instanceof AwsError) return false
		throw error
	}
}

const textFor = ({ texts }: Notification, protocol: string) => texts[protocol] ?? texts.default ?? ''

/** The message with what SNS says around it: https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
function envelope(call: Call, { arn, protocol }: Readonly<Subscription>, notification: Notification) {
	const { id, topicArn, subject, attributes, fifo } = notification
	const MessageAttributes = Object.fromEntries(
		Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
			name,
			{ Type: DataType, Value: StringValue ?? BinaryValue },
		]),
	)
	return {
		Type: 'Notification',
		MessageId: id,
		...(fifo && { SequenceNumber: fifo.sequence }),
		TopicArn: topicArn,
		...(subject !== undefined && { Subject: subject }),
		Message: textFor(notification, protocol),
		Timestamp: new Date(call.now).toISOString(),
		UnsubscribeURL: `${call.endpoint}/?Action=Unsubscribe&SubscriptionArn=${arn}`,
		...(Object.keys(attributes).length > 0 && { MessageAttributes }),
	}
}

async function toQueue(call: Call, subscription: Readonly<Subscription>, notification: Notification) {
	const { account = '', region = '', resource = '' } = parseArn(subscription.endpoint) ?? {}
	const isRaw = subscription.attributes.RawMessageDelivery === 'true'
	const { fifo, attributes } = notification
	const MessageAttributes = Object.fromEntries(
		Object.entries(attributes).map(([name, { BinaryValue, ...text }]) => [
			name,
			{ ...text, ...(BinaryValue !== undefined && { BinaryValue: Buffer.from(BinaryValue, 'base64') }) },
		]),
	)
	const input = {
		QueueUrl: `${call.endpoint}/${account}/${resource}`,
		MessageBody: isRaw
			? textFor(notification, 'sqs')
			: JSON.stringify(envelope(call, subscription, notification), null, 2),
		...(isRaw && Object.keys(attributes).length > 0 && { MessageAttributes }),
		...(fifo && { MessageGroupId: fifo.group, MessageDeduplicationId: fifo.deduplication }),
	}
	await call.invoke(awsService('sns', notification.topicArn), 'sqs', 'SendMessage', input, {
		account,
		region,
	})
}

async function toFunction(call: Call, subscription: Readonly<Subscription>, notification: Notification) {
	const { account = '', region = '' } = parseArn(subscription.endpoint) ?? {}
	const { UnsubscribeURL, ...Sns } = envelope(call, subscription, notification)
	const Records = [
		{
			EventSource: 'aws:sns',
			EventVersion: '1.0',
			EventSubscriptionArn: subscription.arn,
			Sns: { MessageAttributes: {}, ...Sns, UnsubscribeUrl: UnsubscribeURL },
		},
	]
	const input = {
		FunctionName: subscription.endpoint,
		InvocationType: 'Event',
		Payload: Buffer.from(JSON.stringify({ Records })),
	}
	await call.invoke(awsService('sns', notification.topicArn), 'lambda', 'Invoke', input, { account, region })
}

function toMailbox(
	call: Call,
	scope: Scope,
	subscription: Readonly<Subscription>,
	notification: Notification,
): void {
	const { protocol, endpoint, arn } = subscription
	const whole = envelope(call, subscription, notification)
	const body =
		protocol === 'email-json'
			? JSON.stringify(whole, null, 2)
			: `${whole.Message}\n\n--\nIf you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:\n${whole.UnsubscribeURL}\n`
	post(call, scope, {
		to: endpoint,
		subject: notification.subject ?? 'AWS Notification Message',
		body,
		topicArn: notification.topicArn,
		subscriptionArn: arn,
	})
}
