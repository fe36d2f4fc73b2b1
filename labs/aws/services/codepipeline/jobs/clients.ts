import type { ActionTypeId } from '@aws-sdk/client-codepipeline'
import type { Call } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { clientKey, type ThirdPartyClient, thirdPartyClients } from './collections.ts'

// The pair that a third party knows an account by. In AWS the console hands it over when the account connects
// to the third party's site; here a world does.

/** Lets a third party at the jobs of an account, with a token that both know. */
export function connectThirdPartyClient(
	call: Call,
	account: string,
	id: Partial<ActionTypeId>,
	clientToken: string,
): ThirdPartyClient {
	const client = { clientId: call.ids.uuid(), clientToken }
	return call.world.put(thirdPartyClients, WORLD_SCOPE, clientKey(account, id), client)
}

/** The pair of an account that may never have connected: then nobody knows its token. */
export function ensureClient(
	call: Call,
	account: string,
	id: Partial<ActionTypeId>,
): Readonly<ThirdPartyClient> {
	const known = call.world.get(thirdPartyClients, WORLD_SCOPE, clientKey(account, id))
	return known ?? connectThirdPartyClient(call, account, id, call.ids.base64url(43))
}
