import { setTimeout } from 'node:timers/promises'
import { env } from '#app/platform/env.server.ts'
import { log } from '#app/platform/log.server.ts'
import { requestContext } from '#app/platform/request-context.server.ts'
import { CLIENT_ADDRESS_HEADER, getAuth } from './auth.server.ts'
import { forgetUser } from './guards.server.ts'
import { withoutDoubtfulSession } from './session-cookie.ts'

/** How the account library answered. */
export interface AuthAnswer {
	ok: boolean
	status: number
	/** The library's own code of a refusal, e.g. `INVALID_EMAIL_OR_PASSWORD`. */
	code: string | undefined
	/** Cookies to hand on to the browser, or when to try again. */
	headers: Headers
}

/**
 * Calls an endpoint of the account library inside the process, through its
 * whole chain, so that its rate limits and its checks apply to our forms too.
 */
export async function callAuth(request: Request, path: string, body: object): Promise<AuthAnswer> {
	const headers = new Headers({
		'Content-Type': 'application/json',
		Origin: env.publicUrl,
		// From our own host and never from the visitor, who could write any address.
		[CLIENT_ADDRESS_HEADER]: requestContext()?.clientAddress ?? '127.0.0.1',
	})
	const userAgent = request.headers.get('user-agent')
	if (userAgent !== null) headers.set('user-agent', userAgent)
	const cookie = withoutDoubtfulSession(request.headers.get('cookie') ?? '')
	if (cookie !== '') headers.set('cookie', cookie)
	const url = `${env.publicUrl}/compte/api${path}`
	const response = await getAuth().handler(
		new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }),
	)
	forgetUser(request)
	const answer = (await response.json().catch(() => null)) as { code?: string } | null
	if (response.status >= 500) log.error({ id: requestContext()?.id, path, answer }, 'account library failed')
	return { ok: response.ok, status: response.status, code: answer?.code, headers: headersToForward(response) }
}

/** Milliseconds that an answer takes at the least which must not tell whether an account was found. */
const UNTOLD_MS = 400

/** The same answer, not before a time within which either is ready: how long it took tells nothing. */
export async function noSooner(answer: Promise<AuthAnswer>): Promise<AuthAnswer> {
	const [given] = await Promise.all([answer, setTimeout(UNTOLD_MS)])
	return given
}

function headersToForward(response: Response): Headers {
	const headers = new Headers()
	for (const cookie of response.headers.getSetCookie()) headers.append('Set-Cookie', cookie)
	const seconds = response.headers.get('x-retry-after')
	if (seconds) headers.set('Retry-After', seconds)
	return headers
}

/** What to tell people about a refusal: what happened, the likely cause, what to do. */
export function refusalMessage({ status, code }: AuthAnswer): string {
	if (status === 429) {
		return 'Trop d’essais en peu de temps depuis votre réseau. Patientez une minute, puis recommencez.'
	}
	return (
		MESSAGES[code ?? ''] ??
		'La demande n’a pas abouti. Réessayez dans un instant ; si cela persiste, écrivez-nous en indiquant l’heure.'
	)
}

const MESSAGES: Record<string, string> = {
	INVALID_EMAIL_OR_PASSWORD:
		'L’adresse et le mot de passe ne vont pas ensemble. Vérifiez la saisie, ou choisissez un nouveau mot de passe.',
	INVALID_TOKEN: 'Ce lien n’est plus valable : il a expiré ou il a déjà servi. Demandez-en un nouveau.',
	TOKEN_EXPIRED: 'Ce lien n’est plus valable : il a expiré. Demandez-en un nouveau.',
	INVALID_PASSWORD: 'Le mot de passe actuel n’est pas celui-là. Vérifiez la saisie.',
}
