import type { CertificateContext } from './certificate-context.server.ts'
import type { RevocationReason } from './revocation-reasons.ts'

/**
 * Sets the certificate's bit for good and records who did it. Returns false when
 * there is no such certificate; revoking twice keeps the first date and reason.
 */
export async function revokeCertificate(
	{ db, now }: Pick<CertificateContext, 'db' | 'now'>,
	{ id, reason, actorId }: { id: string; reason: RevocationReason; actorId: string },
): Promise<boolean> {
	return db.$transaction(async (tx) => {
		const certificate = await tx.certificate.findUnique({
			where: { id },
			select: { statusListId: true, statusIndex: true },
		})
		if (!certificate) return false
		const revokedAt = now()
		const { count } = await tx.statusEntry.updateMany({
			where: { statusListId: certificate.statusListId, index: certificate.statusIndex, revokedAt: null },
			data: { revokedAt, revokedReason: reason },
		})
		if (count === 1) {
			await tx.auditEvent.create({
				data: {
					at: revokedAt,
					actorId,
					action: 'certificate.revoked',
					subject: `certificate:${id}`,
					detail: { reason },
				},
			})
		}
		return true
	})
}
