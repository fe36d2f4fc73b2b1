import { getDatabase } from '#app/platform/db.server.ts'

/** A learner's best result in one part's quiz. */
export interface QuizResult {
	moduleSlug: string
	right: number
	total: number
}

/** Keeps a result if it is the best so far. One of a quiz that has since gained or lost questions gives way. */
export async function keepBestResult(
	key: { userId: string; moduleSlug: string },
	corrected: ReadonlyArray<{ correct: boolean }>,
	at: Date,
): Promise<void> {
	const { quizResult } = getDatabase()
	const total = corrected.length
	const right = corrected.filter(({ correct }) => correct).length
	const result = { right, total, reachedAt: at }
	await quizResult.upsert({
		where: { userId_moduleSlug: key },
		create: { ...key, ...result },
		update: {},
	})
	// In one statement, so that of two results at once the better stays.
	await quizResult.updateMany({
		where: { ...key, OR: [{ right: { lt: right } }, { total: { not: total } }] },
		data: result,
	})
}

/** The best results of a learner, of every quiz taken. */
export async function bestResults(userId: string): Promise<Array<QuizResult>> {
	return getDatabase().quizResult.findMany({
		where: { userId },
		select: { moduleSlug: true, right: true, total: true },
	})
}
