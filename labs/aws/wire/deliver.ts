import { AwsError } from '../aws-error.ts'
import type { Delivery } from '../service.ts'
import type { Sandbox } from '../world/sandbox.ts'
import { sandboxKeyOf } from './webhook-address.ts'

/** Largest payload of a webhook, in bytes: GitHub's own limit. */
const PAYLOAD_LIMIT = 25 * 1024 * 1024
/** Service whose webhooks are emulated. */
const WEBHOOK_SERVICE = 'codepipeline'

export interface DeliveryOptions {
	/** The world whose keys begin as a token does, or undefined when there is none. */
	findSandbox(accessKeyId: string): Promise<Sandbox | undefined>
	/** Hears of faults of our own; the sender is told InternalFailure. */
	onError(error: unknown): void
}

/** What the sender of a delivery is told. */
export interface DeliveryAnswer {
	status: number
	body: { message: string; code?: string }
}

/** Takes what was sent, unsigned, to the address of a webhook. Never throws. */
export async function deliver(options: DeliveryOptions, delivery: Delivery): Promise<DeliveryAnswer> {
	try {
		if (delivery.body.byteLength > PAYLOAD_LIMIT) {
			const message = `The payload is larger than ${PAYLOAD_LIMIT} bytes`
			throw new AwsError('RequestEntityTooLarge', message, 413)
		}
		const sandbox = await options.findSandbox(sandboxKeyOf(delivery.token))
		if (!sandbox) throw new AwsError('WebhookNotFoundException', 'No webhook has this address', 404)
		return { status: 200, body: { message: await sandbox.deliver(WEBHOOK_SERVICE, delivery) } }
	} catch (error) {
		if (error instanceof AwsError) {
			return { status: error.status, body: { code: error.code, message: error.message } }
		}
		options.onError(error)
		return { status: 500, body: { code: 'InternalFailure', message: 'The delivery could not be taken' } }
	}
}
