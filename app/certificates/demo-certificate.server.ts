import { scaledScore } from '#app/exam/score.ts'
import type { CertificateContext } from './certificate-context.server.ts'
import { issueCertificate } from './issue.server.ts'

const DEMO_FORM = 'démonstration'
const MINUTE = 60_000

/**
 * Gives `userId` a passed attempt and its certificate, both marked as a
 * demonstration, unless there is one already. Returns the page's address.
 */
export async function ensureDemoCertificate(
	context: CertificateContext,
	{ userId }: { userId: string },
): Promise<string> {
	const { db } = context
	const kept = await db.examAttempt.findFirst({ where: { userId, formId: DEMO_FORM }, select: { id: true } })
	const attempt =
		kept ?? (await db.examAttempt.create({ data: demoAttempt(context, userId), select: { id: true } }))
	const { id } = await issueCertificate(context, { attemptId: attempt.id, demonstration: true })
	return `${context.issuer.origin}/certificats/${id}`
}

/** 14 right answers of 16, the cut at 11: enough to show a real profile. */
function demoAttempt({ now, blueprint }: CertificateContext, userId: string) {
	const finishedAt = now()
	const profile = blueprint.domains.map(({ id }, index) => ({
		domain: id,
		correct: index === 4 || index === 6 ? 1 : 2,
		total: 2,
	}))
	return {
		userId,
		formId: DEMO_FORM,
		seed: DEMO_FORM,
		status: 'submitted' as const,
		startedAt: new Date(finishedAt.getTime() - 31 * MINUTE),
		deadline: new Date(finishedAt.getTime() + 9 * MINUTE),
		finishedAt,
		cutScore: 11,
		rawScore: 14,
		scaledScore: scaledScore(14, 16, 11),
		passed: true,
		profile,
	}
}
