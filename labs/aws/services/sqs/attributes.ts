import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { MalformedPolicy } from '../../identity/policy/parse.ts'
import { validatePolicy } from '../../identity/policy/validate.ts'
import type { Call } from '../../service.ts'
import { messages, type Queue, queues } from './collections.ts'
import type { Located } from './find.ts'

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html

export const MESSAGE_BYTES = 1_048_576

/** What a queue has unless it is set. */
export const DEFAULTS: Readonly<Record<string, string>> = {
	VisibilityTimeout: '30',
	MaximumMessageSize: String(MESSAGE_BYTES),
	MessageRetentionPeriod: '345600',
	DelaySeconds: '0',
	ReceiveMessageWaitTimeSeconds: '0',
	SqsManagedSseEnabled: 'true',
}
const FIFO_DEFAULTS: Readonly<Record<string, string>> = {
	ContentBasedDeduplication: 'false',
	DeduplicationScope: 'queue',
	FifoThroughputLimit: 'perQueue',
}
/** Least and most of those that are numbers. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
	VisibilityTimeout: [0, 43_200],
	MaximumMessageSize: [1024, MESSAGE_BYTES],
	MessageRetentionPeriod: [60, 1_209_600],
	DelaySeconds: [0, 900],
	ReceiveMessageWaitTimeSeconds: [0, 20],
	KmsDataKeyReusePeriodSeconds: [60, 86_400],
}
const TEXTS = ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'SqsManagedSseEnabled']

/** Attributes of a queue after some were set; an empty text takes one away. Throws AwsError. */
export function withAttributes(
	call: Call,
	fifo: boolean,
	current: Readonly<Record<string, string>>,
	given: Readonly<Record<string, string>>,
): Record<string, string> {
	const attributes = { ...current }
	for (const [name, value] of Object.entries(given)) {
		if (name === 'FifoQueue') {
			if (value !== 'true') throw new AwsError('InvalidAttributeValue', 'Unknown Attribute FifoQueue.')
			if (!fifo)
				throw new AwsError(
					'InvalidAttributeName',
					'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
				)
			continue
		}
		assertAttribute(call, fifo, name, value)
		if (value === '') delete attributes[name]
		else attributes[name] = value
	}
	return attributes
}

export function defaultsOf(fifo: boolean): Record<string, string> {
	return { ...DEFAULTS, ...(fifo && FIFO_DEFAULTS) }
}

function assertAttribute(call: Call, fifo: boolean, name: string, value: string): void {
	const range = RANGES[name]
	if (range) {
		const number = Number(value)
		if (/^\d+$/.test(value) && number >= range[0] && number <= range[1]) return
		throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`)
	}
	if (name in FIFO_DEFAULTS && fifo) return
	if (!TEXTS.includes(name)) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`)
	if (value === '') return
	if (name === 'Policy') assertPolicy(value)
	if (name === 'RedrivePolicy') assertRedrive(call, value)
}

function assertPolicy(text: string): void {
	try {
		validatePolicy(text, 'resource')
	} catch (error) {
		if (!(error instanceof MalformedPolicy)) throw error
		throw new AwsError('InvalidAttributeValue', 'Invalid value for the parameter Policy.')
	}
}

/** Where letters go that nobody could deliver, and after how many tries. */
export interface Redrive {
	deadLetterTargetArn: string
	maxReceiveCount: number
}

export function redriveOf({ attributes }: Readonly<Queue>): Redrive | undefined {
	const text = attributes.RedrivePolicy
	return text === undefined ? undefined : readRedrive(text)
}

function readRedrive(text: string): Redrive | undefined {
	try {
		const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as Record<string, unknown>
		if (typeof deadLetterTargetArn !== 'string') return
		return { deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) }
	} catch {
		return
	}
}

function assertRedrive(call: Call, text: string): void {
	const redrive = readRedrive(text)
	const invalid = (reason: string) =>
		new AwsError(
			'InvalidParameterValueException',
			`Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
		)
	if (!redrive) throw invalid('Redrive policy does not contain mandatory attribute: deadLetterTargetArn.')
	if (!(redrive.maxReceiveCount >= 1 && redrive.maxReceiveCount <= 1000))
		throw invalid(
			'Invalid value for maxReceiveCount: ' +
				redrive.maxReceiveCount +
				', valid values are from 1 to 1000 both inclusive.',
		)
	const target = parseArn(redrive.deadLetterTargetArn)
	const scope = target && { account: target.account, region: target.region }
	if (!target || !scope || !call.world.get(queues, scope, target.resource)) {
		throw invalid('Dead letter target does not exist.')
	}
}

/** Everything that GetQueueAttributes tells of a queue. */
export function describeQueue(call: Call, { queue, scope }: Located): Record<string, string> {
	const own = call.world.list(messages, scope, { prefix: `${queue.name}/` })
	const living = own.filter((message) => !isExpired(queue, message.sentAt, call.now))
	const counts = { visible: 0, inFlight: 0, delayed: 0 }
	for (const { visibleAt, receives } of living) {
		if (visibleAt <= call.now) counts.visible++
		else if (receives > 0) counts.inFlight++
		else counts.delayed++
	}
	return {
		...queue.attributes,
		QueueArn: queue.arn,
		ApproximateNumberOfMessages: String(counts.visible),
		ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
		ApproximateNumberOfMessagesDelayed: String(counts.delayed),
		CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
		LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
		...(queue.fifo && { FifoQueue: 'true' }),
	}
}

export function isExpired({ attributes }: Readonly<Queue>, sentAt: number, now: number): boolean {
	return sentAt + Number(attributes.MessageRetentionPeriod) * 1000 <= now
}
