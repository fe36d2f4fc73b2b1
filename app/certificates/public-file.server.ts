import Negotiator from 'negotiator'

const CREDENTIAL_TYPES = [
	'application/vc+ld+json',
	'application/vc',
	'application/ld+json',
	'application/json',
] as const

export type CredentialType = (typeof CREDENTIAL_TYPES)[number]

/** The form of a credential that the request prefers to HTML, or null when it prefers HTML. */
export function preferredCredentialType(request: Request): CredentialType | null {
	const preferred = preferredOf(request, ['text/html', ...CREDENTIAL_TYPES])
	return CREDENTIAL_TYPES.find((type) => type === preferred) ?? null
}

/** A signed document, in the JSON type that the request names, for any reader of any site. */
export function credentialResponse(request: Request, body: string, headers: Record<string, string> = {}) {
	const type = preferredOf(request, [...CREDENTIAL_TYPES]) ?? CREDENTIAL_TYPES[0]
	return publicFile(body, type, { Vary: 'Accept', ...headers })
}

/** A file that other sites' scripts may read. */
export function publicFile(body: string, contentType: string, headers: Record<string, string> = {}) {
	return new Response(body, {
		headers: {
			'Content-Type': contentType,
			'Access-Control-Allow-Origin': '*',
			'X-Content-Type-Options': 'nosniff',
			...headers,
		},
	})
}

/** Keeps the certificate out of search engines and its address out of other sites' logs. */
export const UNLISTED_HEADERS = {
	'X-Robots-Tag': 'noindex',
	'Referrer-Policy': 'no-referrer',
	'Cache-Control': 'private, no-cache',
}

function preferredOf(request: Request, types: Array<string>) {
	const accept = request.headers.get('Accept') ?? '*/*'
	return new Negotiator({ headers: { accept } }).mediaType(types)
}
