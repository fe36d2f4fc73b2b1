import { AwsError } from '../aws-error.ts'
import type { Delivery } from '../service.ts'
import type { Sandbox } from '../world/sandbox.ts'
import { sandboxKeyOf } from './webhook-address.ts'

/** Largest payload of a webhook, in bytes. GitHub's own limit is 25 MB; a push of its largest size is some 100 KB. */
export const PAYLOAD_LIMIT = 1024 * 1024
/** Deliveries that one world takes at once, and those that it may take again each second: GitHub sends no more. */
const BURST = 60
const PER_SECOND = 1
/** Worlds whose deliveries are counted; past it the counting starts over. */
const COUNTED_WORLDS = 10_000
/** Service whose webhooks are emulated. */
const WEBHOOK_SERVICE = 'codepipeline'

export interface DeliveryOptions {
	/** The world whose keys begin as a token does, or undefined when there is none. */
	findSandbox(accessKeyId: string): Promise<Sandbox | undefined>
	/** Real time, epoch milliseconds. */
	realNow(): number
	/** Hears of faults of our own; the sender is told InternalFailure. */
	onError(error: unknown): void
}

/** What who sends to no webhook is told. */
export const NO_WEBHOOK = { code: 'WebhookNotFoundException', message: 'No webhook has this address' }

/** The world of the webhook that has an address; undefined when none has. */
export async function addressee(
	{ findSandbox }: Pick<DeliveryOptions, 'findSandbox'>,
	token: string,
): Promise<Sandbox | undefined> {
	const sandbox = await findSandbox(sandboxKeyOf(token))
	return sandbox?.hasAddress(WEBHOOK_SERVICE, token) ? sandbox : undefined
}

/** What the sender of a delivery is told. */
export interface DeliveryAnswer {
	status: number
	body: { message: string; code?: string }
}

/** How many deliveries worlds may still take, each by itself. */
export class DeliveryRate {
	readonly #worlds = new Map<string, { left: number; at: number }>()

	/** Counts one; false when it is too many. `now` is real time, epoch milliseconds. */
	take(world: string, now: number): boolean {
		const { left, at } = this.#worlds.get(world) ?? { left: BURST, at: now }
		const filled = Math.min(BURST, left + (Math.max(0, now - at) / 1000) * PER_SECOND)
		if (filled < 1) return false
		if (this.#worlds.size >= COUNTED_WORLDS) this.#worlds.clear()
		this.#worlds.set(world, { left: filled - 1, at: now })
		return true
	}
}

/** Takes what was sent, unsigned, to the address of a webhook. Never throws. */
export async function deliver(
	options: DeliveryOptions,
	rate: DeliveryRate,
	delivery: Delivery,
): Promise<DeliveryAnswer> {
	try {
		if (delivery.body.byteLength > PAYLOAD_LIMIT) {
			const message = `The payload is larger than ${PAYLOAD_LIMIT} bytes`
			throw new AwsError('RequestEntityTooLarge', message, 413)
		}
		const sandbox = await addressee(options, delivery.token)
		if (!sandbox) throw new AwsError(NO_WEBHOOK.code, NO_WEBHOOK.message, 404)
		if (!rate.take(sandbox.id, options.realNow())) {
			throw new AwsError('ThrottlingException', 'Too many deliveries: slow down', 429)
		}
		return { status: 200, body: { message: await sandbox.deliver(WEBHOOK_SERVICE, delivery) } }
	} catch (error) {
		if (error instanceof AwsError) {
			return { status: error.status, body: { code: error.code, message: error.message } }
		}
		options.onError(error)
		return { status: 500, body: { code: 'InternalFailure', message: 'The delivery could not be taken' } }
	}
}
