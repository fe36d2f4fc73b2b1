import type { Gate } from '../../../identity/gate.ts'
import type { Face } from '../../../wire/face.ts'
import type { HttpResponse, ParsedRequest } from '../../../wire/protocols/message.ts'
import { sandboxKeyOf } from '../../../wire/webhook-address.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import type { Sandbox } from '../../../world/sandbox.ts'
import { PUSH_BYTES, serveGit } from '../../codecommit/web/serve-git.ts'
import { tokenHosts } from '../collections.ts'
import { providerScope, providerUser } from '../providers/provider.ts'
import { errorPage } from './page.ts'
import { type ProviderRequest, providerRequest } from './provider-address.ts'
import { servePage } from './serve-page.ts'

/** A provider of git repositories as its one user sees it: pages, and git over HTTP. The token in the address lets in. */
export const providerFace: Face = {
	visit(request) {
		const asked = providerRequest(request)
		return asked && ((gate, requestId) => answer(gate, request, asked, requestId))
	},
	visitBytes: PUSH_BYTES,
	/** A push is read only where its address is one that was given out. */
	async refuseVisit(gate, request) {
		const asked = providerRequest(request)
		return asked && ((await sandboxOf(gate, asked)) ? undefined : unknown())
	},
}

async function answer(
	gate: Gate,
	request: ParsedRequest,
	asked: ProviderRequest,
	requestId: string,
): Promise<HttpResponse> {
	const sandbox = await sandboxOf(gate, asked)
	if (!sandbox) return unknown()
	const { git, host } = asked
	if (!git) return servePage(sandbox, request, asked)
	const caller = { sandbox, principal: providerUser(host), scope: providerScope(host) }
	return serveGit(caller, request, git, requestId)
}

/** The world whose provider has that token; undefined for one that nobody was given. */
async function sandboxOf(gate: Gate, { token, host }: ProviderRequest): Promise<Sandbox | undefined> {
	const sandbox = await gate.findSandbox(sandboxKeyOf(token))
	return sandbox?.world.get(tokenHosts, WORLD_SCOPE, token)?.host === host ? sandbox : undefined
}

function unknown(): HttpResponse {
	return errorPage(
		404,
		'Adresse inconnue',
		'Aucun bac à sable n’a donné cette adresse. Reprenez le lien depuis votre connexion.',
	)
}
