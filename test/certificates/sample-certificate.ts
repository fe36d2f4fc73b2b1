import { buildCredential } from '#app/certificates/credential.server.ts'
import { buildDidDocument } from '#app/certificates/did-document.server.ts'
import { didWebOf } from '#app/certificates/did-web.ts'
import { generateKeyRing, type KeyRing, signingKey } from '#app/certificates/key-ring.server.ts'
import { signCredential } from '#app/certificates/sign.server.ts'
import { publishStatusList } from '#app/certificates/status-list.server.ts'
import { statusListUrl } from '#app/certificates/urls.ts'
import type { VerificationContext } from '#app/certificates/verify.ts'

export const ORIGIN = 'https://filiere.example'
export const DID = didWebOf(ORIGIN)
export const DID_URL = `${ORIGIN}/.well-known/did.json`
export const ISSUED_AT = new Date('2026-11-23T10:00:00Z')
export const STATUS_INDEX = 94_567

type Sample = Awaited<ReturnType<typeof makeSample>>

/** A certificate as the site issues it, without a database, and what its verification fetches. */
export async function makeSample({
	revoked = [] as Array<number>,
	issuedAt = ISSUED_AT,
	keys,
}: {
	revoked?: Array<number>
	issuedAt?: Date
	keys?: KeyRing
} = {}) {
	const ring = keys ?? (await generateKeyRing(issuedAt))
	const key = signingKey(ring)
	const unsigned = buildCredential({
		id: '5k0r2p9x7q1w8e4t6y3u0i2o5',
		origin: ORIGIN,
		did: DID,
		holder: { name: 'Zoé Lefèvre', email: 'zoe@example.org' },
		salt: '7a3f09c2b1d84e56',
		subjectId: 'urn:uuid:5f0c9d3e-2f5e-4b62-9a58-1f6f6f4c0d11',
		issuedAt,
		validUntil: new Date('2029-11-23T10:00:00Z'),
		status: { listId: 1, index: STATUS_INDEX },
		evidence: '{"scaledScore":812}',
		demonstration: false,
	})
	const credential = await signCredential(unsigned, { did: DID, key, created: issuedAt })
	const statusList = await signedList(ring, revoked, issuedAt)
	const didDocument = buildDidDocument(DID, ring)
	return { credential, statusList, didDocument, keys: ring }
}

/** A visitor who can reach the issuer's two public files. */
export function visitorOf(
	{ didDocument, statusList }: Pick<Sample, 'didDocument' | 'statusList'>,
	overrides: Partial<VerificationContext> = {},
): VerificationContext {
	const files = new Map<string, unknown>([
		[DID_URL, didDocument],
		[statusListUrl(ORIGIN, 1), statusList],
	])
	return {
		trustedIssuer: DID,
		now: new Date('2026-11-23T12:00:00Z'),
		async fetchJson(url) {
			if (!files.has(url)) throw new TypeError(`Failed to fetch ${url}`)
			return structuredClone(files.get(url))
		},
		...overrides,
	}
}

async function signedList(keys: KeyRing, revoked: Array<number>, now: Date) {
	const entries = revoked.map((index) => ({ index }))
	const db = { statusList: { findUnique: async () => ({ entries }) } }
	const published = await publishStatusList(
		{ db: db as never, now: () => now, issuer: { origin: ORIGIN, did: DID, keys } },
		1,
	)
	return JSON.parse(published?.body ?? 'null') as Record<string, unknown> & { proof: Array<object> }
}
