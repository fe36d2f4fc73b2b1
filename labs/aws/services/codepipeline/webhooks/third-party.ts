import type {
	DeregisterWebhookWithThirdPartyInput,
	RegisterWebhookWithThirdPartyInput,
} from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { invalid } from '../codepipeline-error.ts'
import { webhookAccess, webhooks } from './collections.ts'
import { findTarget } from './target.ts'

// Connecting a webhook with the site that is to send to it: GitHub is the only
// one, and it is not within reach of the emulator.

export const registerWebhookWithThirdParty = operation<RegisterWebhookWithThirdPartyInput, never>({
	access: ({ webhookName = '' }, call) =>
		webhookAccess(call.scope, 'RegisterWebhookWithThirdParty', webhookName),
	run({ webhookName }, call) {
		requireGitHub(call, webhookName)
		// The cause is ours.
		throw invalid(
			'Webhook could not be registered with GitHub. Error cause: GitHub cannot be reached from the emulator',
		)
	},
})

/** Nothing was registered, so nothing is to be undone. */
export const deregisterWebhookWithThirdParty = operation<DeregisterWebhookWithThirdPartyInput, object>({
	access: ({ webhookName = '' }, call) =>
		webhookAccess(call.scope, 'DeregisterWebhookWithThirdParty', webhookName),
	run({ webhookName }, call) {
		requireGitHub(call, webhookName)
		return {}
	},
})

/** The wording of both refusals is ours. */
function requireGitHub(call: Call, name = ''): void {
	const webhook = call.world.get(webhooks, call.scope, name)
	if (!webhook) {
		throw new AwsError('WebhookNotFoundException', `The webhook with name '${name}' does not exist`)
	}
	const { owner, provider } = findTarget(call, webhook.definition)?.actionTypeId ?? {}
	if (owner === 'ThirdParty' && provider === 'GitHub') return
	throw invalid(`The target action of webhook '${name}' is not one of GitHub`)
}
