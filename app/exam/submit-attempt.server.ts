import type { Prisma } from '#prisma/generated/client.ts'
import { keysOf, thawItem } from './attempt-content.server.ts'
import type { ExamContext } from './exam-context.server.ts'
import { isCorrect, profileByDomain, scaledScore } from './score.ts'

/** An attempt past its deadline is closed by the reader once the grace of saves is over too. */
const CLOSE_AFTER_MS = 10_000

type Transaction = Prisma.TransactionClient

/** Locks the learner's attempt until the transaction ends, so that saving and grading never overlap. */
export async function lockAttempt(tx: Transaction, attemptId: string, userId: string) {
	await tx.$queryRaw`SELECT 1 FROM "ExamAttempt" WHERE id = ${attemptId} AND "userId" = ${userId} FOR UPDATE`
	return await tx.examAttempt.findFirst({
		where: { id: attemptId, userId },
		select: { status: true, deadline: true, cutScore: true, passed: true },
	})
}

/**
 * Ends and grades the learner's attempt, once: submitting again changes nothing.
 * After a pass the hook runs outside the transaction, at each call, since the
 * process may have died between the two. Returns undefined for anyone else's attempt.
 */
export async function submitAttempt(
	exam: ExamContext,
	{ attemptId, userId }: { attemptId: string; userId: string },
): Promise<{ passed: boolean } | undefined> {
	const result = await exam.db.$transaction((tx) => finish(tx, exam, { attemptId, userId }))
	if (result?.passed) await exam.onPassed({ attemptId })
	return result
}

/** Closes and grades what has run out of time: the learner's own on reading, everyone's as a periodic job. */
export async function closeExpired(exam: ExamContext, userId?: string): Promise<number> {
	const expired = await exam.db.examAttempt.findMany({
		where: {
			userId,
			status: 'in_progress',
			deadline: { lt: new Date(exam.now().getTime() - CLOSE_AFTER_MS) },
		},
		select: { id: true, userId: true },
	})
	const closings = expired.map(({ id, userId }) => submitAttempt(exam, { attemptId: id, userId }))
	const failures = (await Promise.allSettled(closings)).filter(({ status }) => status === 'rejected')
	if (failures.length > 0) {
		const reasons = failures.map((failure) => (failure as PromiseRejectedResult).reason)
		throw new AggregateError(
			reasons,
			`${failures.length} of ${expired.length} expired attempts were not closed`,
		)
	}
	return expired.length
}

async function finish(
	tx: Transaction,
	exam: ExamContext,
	{ attemptId, userId }: { attemptId: string; userId: string },
) {
	const attempt = await lockAttempt(tx, attemptId, userId)
	if (!attempt) return undefined
	if (attempt.status !== 'in_progress') return { passed: attempt.passed === true }

	const rows = await tx.attemptItem.findMany({
		where: { attemptId, attempt: { userId } },
		select: { content: true, options: true, answer: true },
	})
	const graded = rows.map((row) => {
		const item = thawItem(row)
		return { domain: item.domain, correct: isCorrect(row.answer, keysOf(item)) }
	})
	const rawScore = graded.filter(({ correct }) => correct).length
	const passed = rawScore >= attempt.cutScore
	const now = exam.now()
	const late = now > attempt.deadline
	const result = {
		status: late ? ('expired' as const) : ('submitted' as const),
		finishedAt: late ? attempt.deadline : now,
		inProgressFor: null,
		rawScore,
		scaledScore: scaledScore(rawScore, graded.length, attempt.cutScore),
		passed,
	}
	const profile = profileByDomain(graded).map(({ domain, correct, total }) => ({ domain, correct, total }))
	await tx.examAttempt.updateMany({ where: { id: attemptId, userId }, data: { ...result, profile } })
	const detail = { status: result.status, rawScore, scaledScore: result.scaledScore, passed }
	await tx.auditEvent.create({
		data: { at: now, actorId: userId, action: 'exam.finish', subject: attemptId, detail },
	})
	return { passed }
}
