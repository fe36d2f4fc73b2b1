import type { IncomingHttpHeaders } from 'node:http'

/** The largest body that the site accepts. Large uploads go to the emulator, which has its own limit. */
export const MAX_BODY_BYTES = 2 * 1024 * 1024

interface IncomingRequest {
	method: string
	headers: IncomingHttpHeaders
}

export interface Refusal {
	status: 403 | 411 | 413
	message: string
}

/** Why a request is not let in to the site at all, or undefined. */
export function refusalOf(request: IncomingRequest, publicUrl: string): Refusal | undefined {
	if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return
	if (!comesFromThisSite(request.headers, publicUrl)) {
		return {
			status: 403,
			message:
				'Cette demande ne vient pas d’une page de ce site\u202f; elle a été refusée par sécurité. Ouvrez le site, puis recommencez.',
		}
	}
	const length = request.headers['content-length']
	if (length === undefined) {
		if (request.headers['transfer-encoding'] === undefined) return
		return { status: 411, message: 'La taille de cet envoi n’est pas annoncée\u202f; il a été refusé.' }
	}
	if (Number(length) <= MAX_BODY_BYTES) return
	return { status: 413, message: 'Cet envoi dépasse 2\u00a0Mo. Réduisez-le, puis recommencez.' }
}

/**
 * Defence against forged requests, on top of SameSite cookies: a browser says where
 * a request comes from, and a page cannot make it lie.
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
function comesFromThisSite(headers: IncomingHttpHeaders, publicUrl: string): boolean {
	const site = headers['sec-fetch-site']
	if (site !== undefined) return site === 'same-origin'
	const { origin, host } = headers
	if (origin === undefined || !URL.canParse(origin)) return false
	return new URL(origin).host === host || origin === publicUrl
}
