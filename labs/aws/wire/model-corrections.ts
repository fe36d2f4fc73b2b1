import type { ServiceModel, Shape } from './model.ts'

// Where AWS takes more, or says less, than its own models do.

const CORRECTIONS: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
	logs: {
		// AWS does not repeat it in its refusals: tests of moto that were run against AWS.
		LogGroupIdentifier: { type: 'string', min: 1, max: 2048, pattern: '[\\w#+=/:,.@-]*', sensitive: true },
	},
	sqs: {
		// ReceiveMessage's AttributeNames names message attributes such as SentTimestamp, which the enum of queues lacks:
		// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
		QueueAttributeName: { type: 'string' },
	},
}

/** A model with what is known to be wrong in it put right. */
export function corrected(service: string, model: ServiceModel): ServiceModel {
	const shapes = CORRECTIONS[service]
	return shapes ? { ...model, shapes: { ...model.shapes, ...shapes } } : model
}
