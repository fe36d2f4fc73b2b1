import type { Ids } from '../world/ids.ts'

// Addresses of webhooks. What they end with names its sandbox, as an access key
// does, so that a delivery finds its world without an index; the rest of it is
// what nobody can guess.

export const WEBHOOK_PATH = '/_emulator/webhooks/'
/** Characters of a token that are an access key id in form. */
const KEY_LENGTH = 20

/** A token that no other webhook has. */
export function newWebhookToken(ids: Ids): string {
	return ids.accessKeyId('ASIA') + ids.base64url(43)
}

/** The address that ends with a token. */
export function webhookUrl(endpoint: string, token: string): string {
	return endpoint + WEBHOOK_PATH + token
}

/** What to ask a host for the sandbox of a token with. */
export function sandboxKeyOf(token: string): string {
	return token.slice(0, KEY_LENGTH)
}
