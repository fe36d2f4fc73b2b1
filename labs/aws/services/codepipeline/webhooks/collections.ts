import type { WebhookDefinition } from '@aws-sdk/client-codepipeline'
import { formatArn } from '../../../arn.ts'
import type { Access } from '../../../identity/access.ts'
import { collection, type Scope } from '../../../world/world.ts'

/** A webhook; its address ends with its token. */
export interface Webhook {
	name: string
	arn: string
	/** With the secret, which is never shown. */
	definition: WebhookDefinition
	token: string
	tags: Readonly<Record<string, string>>
	/** When it last started an execution. */
	triggeredAt?: number
	/** Why its last delivery, though let in, started none. */
	error?: { code: string; message: string }
}

export const webhooks = collection<Webhook>('codepipeline', 'webhooks')
/** Which webhook an address is of. Id: the token. */
export const webhookTokens = collection<Scope & { name: string }>('codepipeline', 'webhook-tokens', 'world')

/** `arn:aws:codepipeline:region:account:webhook:name` */
export function webhookArn(scope: Scope, name: string): string {
	return formatArn({ service: 'codepipeline', ...scope, resource: `webhook:${name}` })
}

/** The access that an operation needs on a webhook. */
export function webhookAccess(scope: Scope, operation: string, name: string): Access {
	return { action: `codepipeline:${operation}`, resource: webhookArn(scope, name) }
}
