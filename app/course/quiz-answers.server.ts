import { getDatabase } from '#app/platform/db.server.ts'
import type { CorrectedQuestion, QuizAnswers } from './quiz.ts'

/** Keeps the latest answers of a learner to the questions of one part; questions left blank keep what was there. */
export async function saveQuizAnswers(
	userId: string,
	moduleSlug: string,
	corrected: Array<CorrectedQuestion>,
	at: Date,
): Promise<void> {
	const database = getDatabase()
	const writes = corrected
		.filter(({ answered }) => answered)
		.map(({ id: questionId, choices, correct }) => {
			const chosen = choices.flatMap((choice, position) => (choice.chosen ? [String(position)] : []))
			const answer = { choices: chosen, correct, answeredAt: at }
			return database.quizAnswer.upsert({
				where: { userId_moduleSlug_questionId: { userId, moduleSlug, questionId } },
				create: { userId, moduleSlug, questionId, ...answer },
				update: answer,
			})
		})
	await database.$transaction(writes)
}

/** The latest answers of a learner to one part's quiz. */
export async function savedQuizAnswers(userId: string, moduleSlug: string): Promise<QuizAnswers> {
	const rows = await getDatabase().quizAnswer.findMany({
		where: { userId, moduleSlug },
		select: { questionId: true, choices: true },
	})
	return Object.fromEntries(rows.map(({ questionId, choices }) => [questionId, choices.map(Number)]))
}
