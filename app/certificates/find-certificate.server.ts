import type { CertificateContext } from './certificate-context.server.ts'
import { hashCertificateId } from './issue.server.ts'

const shown = {
	id: true,
	userId: true,
	holderName: true,
	credential: true,
	evidence: true,
	visibility: true,
	issuedAt: true,
	validUntil: true,
	statusEntry: { select: { revokedAt: true, revokedReason: true } },
} as const

export type FoundCertificate = NonNullable<Awaited<ReturnType<typeof readCertificate>>>

/**
 * The certificate of that id. Throws a response: 410 when its holder had it
 * erased, 404 when there never was one.
 */
export async function findCertificate(
	{ db }: Pick<CertificateContext, 'db'>,
	id: string,
): Promise<FoundCertificate> {
	const certificate = await readCertificate(db, id)
	if (certificate) return certificate
	const entry = await db.statusEntry.findUnique({
		where: { certificateHash: hashCertificateId(id) },
		select: { index: true },
	})
	throw new Response(null, { status: entry ? 410 : 404 })
}

function readCertificate(db: CertificateContext['db'], id: string) {
	return db.certificate.findUnique({ where: { id }, select: shown })
}
