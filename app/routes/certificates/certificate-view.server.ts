import { z } from 'zod'
import type { Issuer } from '#app/certificates/certificate-context.server.ts'
import { evidenceSchema } from '#app/certificates/evidence.ts'
import type { FoundCertificate } from '#app/certificates/find-certificate.server.ts'
import { REVOCATION_REASONS, type RevocationReason } from '#app/certificates/revocation-reasons.ts'
import { certificateUrl } from '#app/certificates/urls.ts'

const signedTitleSchema = z.object({
	name: z.string(),
	credentialSubject: z.object({
		achievement: z.object({ description: z.string(), criteria: z.object({ narrative: z.string() }) }),
	}),
})

export type CertificateView = ReturnType<typeof viewCertificate>

/** What the page shows of a certificate: its title and criteria come from the signed file itself. */
export function viewCertificate(certificate: FoundCertificate, { origin, did }: Issuer) {
	const { name, credentialSubject } = signedTitleSchema.parse(JSON.parse(certificate.credential))
	const { revokedAt, revokedReason } = certificate.statusEntry
	return {
		id: certificate.id,
		address: certificateUrl(origin, certificate.id),
		site: { origin, did },
		holderName: certificate.holderName,
		title: name,
		description: credentialSubject.achievement.description,
		criteria: credentialSubject.achievement.criteria.narrative.split('\n\n'),
		evidence: evidenceSchema.parse(JSON.parse(certificate.evidence)),
		visibility: certificate.visibility,
		issuedAt: certificate.issuedAt.toISOString(),
		validUntil: certificate.validUntil.toISOString(),
		revocation: revokedAt && {
			at: revokedAt.toISOString(),
			reason: REVOCATION_REASONS[revokedReason as RevocationReason],
		},
	}
}
