import type {
	DeleteWebhookInput,
	ListWebhookItem,
	ListWebhooksInput,
	PutWebhookInput,
	WebhookDefinition,
} from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { newWebhookToken, webhookUrl } from '../../../wire/webhook-address.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { pipelineAccess } from '../arns.ts'
import { pageOf } from '../pages.ts'
import { MASK } from '../pipelines/secrets.ts'
import { readTags, writeTags } from '../pipelines/tags.ts'
import { assertAuthentication } from './authentication.ts'
import { type Webhook, webhookAccess, webhookArn, webhooks, webhookTokens } from './collections.ts'
import { assertFilters } from './filters.ts'
import { requireTarget } from './target.ts'

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const WEBHOOKS_AT_MOST = 300

/** Makes a webhook, or changes the one of that name, which keeps its address. */
export const putWebhook = operation<PutWebhookInput, object>({
	access({ webhook, tags = [] }, call) {
		const name = webhook?.name ?? ''
		return [
			pipelineAccess(call.scope, 'PutWebhook', webhook?.targetPipeline),
			webhookAccess(call.scope, 'PutWebhook', name),
			...(tags.length > 0 ? [webhookAccess(call.scope, 'TagResource', name)] : []),
		]
	},
	run({ webhook, tags = [] }, call) {
		const definition = structuredClone(webhook) as WebhookDefinition
		const name = definition.name ?? ''
		requireTarget(call, definition)
		assertAuthentication(definition)
		assertFilters(definition.filters ?? [])
		const before = call.world.get(webhooks, call.scope, name)
		const arn = webhookArn(call.scope, name)
		const base = before ?? { name, arn, token: newToken(call, name), tags: {} }
		const changed = { ...base, definition, tags: writeTags(arn, base.tags, tags) }
		return { webhook: itemOf(call, call.world.put(webhooks, call.scope, name, changed)) }
	},
})

export const listWebhooks = operation<ListWebhooksInput, object>({
	access: (_, call) => webhookAccess(call.scope, 'ListWebhooks', '*'),
	run({ NextToken, MaxResults }, call) {
		const all = call.world.list(webhooks, call.scope)
		const paging = { nextToken: NextToken, maxResults: MaxResults }
		const { page, nextToken } = pageOf(all, ({ name }) => name, paging)
		return { webhooks: page.map((webhook) => itemOf(call, webhook)), NextToken: nextToken }
	},
})

/** One that is not there is no error. */
export const deleteWebhook = operation<DeleteWebhookInput, object>({
	access: ({ name = '' }, call) => webhookAccess(call.scope, 'DeleteWebhook', name),
	run({ name = '' }, call) {
		const found = call.world.get(webhooks, call.scope, name)
		if (!found) return {}
		call.world.delete(webhooks, call.scope, name)
		call.world.delete(webhookTokens, WORLD_SCOPE, found.token)
		return {}
	},
})

function newToken(call: Call, name: string): string {
	if (call.world.list(webhooks, call.scope).length >= WEBHOOKS_AT_MOST) {
		// Ours.
		const message = `There can only be up to ${WEBHOOKS_AT_MOST} webhooks`
		throw new AwsError('LimitExceededException', message)
	}
	const token = newWebhookToken(call.ids)
	call.world.put(webhookTokens, WORLD_SCOPE, token, { ...call.scope, name })
	return token
}

/** A webhook as AWS shows it, its secret masked. */
function itemOf(call: Call, { arn, definition, token, tags, triggeredAt, error }: Webhook): ListWebhookItem {
	const { authenticationConfiguration = {} } = definition
	const masked = authenticationConfiguration.SecretToken !== undefined && { SecretToken: MASK }
	return {
		definition: {
			...definition,
			authenticationConfiguration: { ...authenticationConfiguration, ...masked },
		},
		url: webhookUrl(call.endpoint, token),
		arn,
		tags: readTags(tags),
		...(triggeredAt !== undefined && { lastTriggered: new Date(triggeredAt) }),
		...(error && { errorCode: error.code, errorMessage: error.message }),
	}
}
