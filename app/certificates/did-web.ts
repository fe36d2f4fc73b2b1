/** did:web (W3C CCG): a DID that is resolved by fetching a file from its own domain. */

const LOCAL_HOST = /^(localhost|127\.0\.0\.1)(:\d+)?$/

/** The DID of a website, e.g. `did:web:localhost%3A3000` for `http://localhost:3000`. */
export function didWebOf(origin: string) {
	return `did:web:${encodeURIComponent(new URL(origin).host)}`
}

/**
 * Where the document of a did:web is served, or null when `did` is none. Plain
 * HTTP is for this machine only, where a demonstration has no TLS certificate.
 */
export function didDocumentUrl(did: string) {
	const match = /^did:web:([A-Za-z0-9.%-]+)((?::[A-Za-z0-9._%-]+)*)$/.exec(did)
	if (!match?.[1]) return null
	const host = match[1].replace(/%3A/i, ':')
	const path = match[2] ? match[2].replaceAll(':', '/') : '/.well-known'
	const url = `${LOCAL_HOST.test(host) ? 'http' : 'https'}://${host}${path}/did.json`
	return URL.canParse(url) ? url : null
}
