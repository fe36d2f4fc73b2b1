import { createHash } from 'node:crypto'
import { STATUS_LIST_BITS } from './bitstring.ts'
import type { CertificateContext, Issuer } from './certificate-context.server.ts'
import { seconds } from './credential.server.ts'
import { signingKey } from './key-ring.server.ts'
import { statusListUrl } from './urls.ts'

const HOUR = 3_600_000
/** A list says how long it may be believed; signing it again well before keeps at least 36 hours ahead. */
const VALIDITY_MS = 48 * HOUR
const RENEWAL_MS = 12 * HOUR

type PublishedList = { body: string; etag: string; signedAt: Date; content: string }

const published = new Map<string, PublishedList>()

/**
 * The signed status list, or null when there is none of that number. Signed on
 * request and kept until a bit changes or half a day has passed.
 */
export async function publishStatusList(
	{ db, now, issuer }: Pick<CertificateContext, 'db' | 'now' | 'issuer'>,
	listId: number,
): Promise<{ body: string; etag: string } | null> {
	const list = await db.statusList.findUnique({
		where: { id: listId },
		select: {
			entries: { where: { revokedAt: { not: null } }, select: { index: true }, orderBy: { index: 'asc' } },
		},
	})
	if (!list) return null
	const revoked = list.entries.map((entry) => entry.index)
	const url = statusListUrl(issuer.origin, listId)
	const content = JSON.stringify([issuer.did, signingKey(issuer.keys).publicKeyMultibase, revoked])
	const kept = published.get(url)
	const age = kept ? now().getTime() - kept.signedAt.getTime() : Number.POSITIVE_INFINITY
	if (kept?.content === content && age >= 0 && age < RENEWAL_MS) return kept
	const signedAt = now()
	const body = JSON.stringify(await signStatusList({ issuer, url, revoked, signedAt }), null, '\t')
	const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
	const fresh = { body, etag, signedAt, content }
	published.set(url, fresh)
	return fresh
}

async function signStatusList({
	issuer,
	url,
	revoked,
	signedAt,
}: {
	issuer: Issuer
	url: string
	revoked: Array<number>
	signedAt: Date
}) {
	const { createCredential, createList } = await import('@digitalbazaar/vc-bitstring-status-list')
	const { signCredential } = await import('./sign.server.ts')
	const list = await createList({ length: STATUS_LIST_BITS })
	for (const index of revoked) list.setStatus(index, true)
	const unsigned = {
		...(await createCredential({ id: url, list, statusPurpose: 'revocation' })),
		issuer: issuer.did,
		validFrom: seconds(signedAt),
		validUntil: seconds(new Date(signedAt.getTime() + VALIDITY_MS)),
	}
	return signCredential(unsigned, { did: issuer.did, key: signingKey(issuer.keys), created: signedAt })
}
