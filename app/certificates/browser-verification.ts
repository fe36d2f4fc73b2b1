import type { Verification, VerificationContext } from './verify.ts'

export type IssuerSite = {
	/** The site's did:web. */
	did: string
	/** The public address under which the site signs. */
	origin: string
}

/** A certificate's JSON could not be had: `status` is the server's answer, 0 when there was none. */
export class CertificateUnavailableError extends Error {
	override name = 'CertificateUnavailableError'
	readonly status: number
	constructor(status: number) {
		super(`Certificate unavailable: ${status}`)
		this.status = status
	}
}

/** Verifies a parsed certificate here, with code that is loaded only now. */
export async function verifyHere(document: unknown, site: IssuerSite): Promise<Verification> {
	const { verifyCredential } = await import('./verify.ts')
	return verifyCredential(document, browserContext(site))
}

/** Fetches the signed file of a certificate. Throws CertificateUnavailableError. */
export async function fetchCertificate(id: string): Promise<unknown> {
	const response = await fetchFresh(`/certificats/${id}.json`).catch(() => null)
	if (!response?.ok) throw new CertificateUnavailableError(response?.status ?? 0)
	return response.json()
}

function browserContext({ did, origin }: IssuerSite): VerificationContext {
	return {
		trustedIssuer: did,
		now: new Date(),
		async fetchJson(url) {
			// The site may be open under another name than its public one (a tunnel,
			// 127.0.0.1): its own files are read from where this page came from.
			const { origin: host, pathname } = new URL(url)
			const response = await fetchFresh(host === origin ? pathname : url)
			if (!response.ok) throw new Error(`${url}: ${response.status}`)
			return response.json()
		},
	}
}

function fetchFresh(url: string) {
	const headers = { Accept: 'application/vc+ld+json, application/json;q=0.9' }
	return fetch(url, { headers, cache: 'no-cache', credentials: 'omit' })
}

/**
 * The certificate's id in what someone typed: the id itself, or the address of
 * its page on one of `origins`. Null for anything else.
 */
export function readReference(text: string, origins: Array<string>): string | null {
	const typed = text.trim()
	const path = URL.canParse(typed) ? pathOnSite(new URL(typed), origins) : `/certificats/${typed}`
	return /^\/certificats\/([a-z0-9]{25})(?:\.[a-z]{3,4})?\/?$/.exec(path)?.[1] ?? null
}

function pathOnSite(url: URL, origins: Array<string>) {
	return origins.includes(url.origin) ? url.pathname : ''
}
