import type { Visibility } from '#prisma/generated/enums.ts'
import type { CertificateContext } from './certificate-context.server.ts'

/**
 * Lists a certificate publicly, by its holder's dated consent, or withdraws it.
 * Returns false when `userId` does not hold a certificate of that id.
 */
export async function setVisibility(
	{ db, now }: Pick<CertificateContext, 'db' | 'now'>,
	{ id, userId, visibility }: { id: string; userId: string; visibility: Visibility },
): Promise<boolean> {
	const at = now()
	return db.$transaction(async (tx) => {
		const { count } = await tx.certificate.updateMany({
			where: { id, userId },
			data: { visibility, listedAt: visibility === 'public' ? at : null },
		})
		if (count === 0) return false
		await tx.auditEvent.create({
			data: {
				at,
				actorId: userId,
				action: 'certificate.visibility',
				subject: `certificate:${id}`,
				detail: { visibility },
			},
		})
		return true
	})
}
