import type { Call } from '../../../service.ts'
import { newWebhookToken } from '../../../wire/webhook-address.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { accessTokens, tokenHosts } from '../collections.ts'

/** Below it is what plays the providers. */
export const PROVIDERS_PATH = '/_emulator/providers/'

/** What lets the world's owner in at a provider; made when it is first asked for. */
export function accessToken({ world, ids }: Call, host: string): string {
	const known = world.get(accessTokens, WORLD_SCOPE, host)
	if (known) return known.token
	const token = newWebhookToken(ids)
	world.put(accessTokens, WORLD_SCOPE, host, { token })
	world.put(tokenHosts, WORLD_SCOPE, token, { host })
	return token
}

/** The provider's front page; what follows it is below. */
export function providerUrl(call: Call, host: string): string {
	return `${call.endpoint}${PROVIDERS_PATH}${host}/${accessToken(call, host)}`
}

/** Where git clones a repository from, and pushes to; the token is in it. */
export function cloneUrl(call: Call, host: string, fullRepositoryId: string): string {
	return `${providerUrl(call, host)}/${fullRepositoryId}.git`
}
