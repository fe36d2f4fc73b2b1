import { AwsError } from '../../../aws-error.ts'
import type { Call, Delivery } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import type { WorldReader } from '../../../world/world.ts'
import { startExecution } from '../engine/start.ts'
import { isAuthentic } from './authentication.ts'
import { type Webhook, webhooks, webhookTokens } from './collections.ts'
import { passes } from './filters.ts'
import { findTarget, requireTarget } from './target.ts'

// What happens when something is sent to a webhook's address. What AWS answers
// the sender is not documented: statuses and texts are ours.

/** Whether a webhook has the address that ends with a token. */
export function hasWebhook(token: string, world: WorldReader): boolean {
	return world.get(webhookTokens, WORLD_SCOPE, token) !== undefined
}

/** Lets a delivery in or refuses it; what it starts is started by a step in the webhook's account. */
export function receiveDelivery(delivery: Delivery, call: Call): string {
	const { name = '', ...scope } = call.world.get(webhookTokens, WORLD_SCOPE, delivery.token) ?? {}
	if (!('account' in scope)) {
		throw new AwsError('WebhookNotFoundException', 'No webhook has this address', 404)
	}
	const webhook = call.world.get(webhooks, scope, name) as Webhook
	const { definition } = webhook
	if (!isAuthentic(definition, delivery)) {
		const message = `The delivery is not authenticated: ${definition.authentication}`
		throw new AwsError('WebhookAuthenticationFailed', message, 403)
	}
	const payload = readJson(delivery.body)
	const { configuration = {} } = findTarget({ ...call, scope }, definition) ?? {}
	if (!passes(definition.filters ?? [], payload, configuration)) return 'Ignored: a filter does not match'
	call.schedule(call.now, ['webhook', name, call.requestId].join('|'), scope)
	return 'Taken'
}

/** Starts the pipeline of a webhook, and remembers it; or why it could not be started. */
export async function startByWebhook(call: Call, name: string): Promise<void> {
	const webhook = call.world.get(webhooks, call.scope, name)
	if (!webhook) return
	const { error: _, ...healthy } = webhook
	try {
		await call.world.attempt(() => {
			const { pipeline } = requireTarget(call, webhook.definition)
			const trigger = { triggerType: 'Webhook' as const, triggerDetail: webhook.arn }
			return startExecution(call, pipeline, { trigger })
		})
		call.world.put(webhooks, call.scope, name, { ...healthy, triggeredAt: call.now })
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		const { code, message } = error
		call.world.put(webhooks, call.scope, name, { ...webhook, error: { code, message } })
	}
}

function readJson(body: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(body).toString())
	} catch {
		throw new AwsError('InvalidWebhookPayload', 'The payload is not JSON', 400)
	}
}
