import { z } from 'zod'
import { thawItem } from './attempt-content.server.ts'
import type { ExamContext } from './exam-context.server.ts'
import { signReceipt } from './receipt.server.ts'
import { lockAttempt } from './submit-attempt.server.ts'

/** A save that left the browser in time is not lost to the network. */
export const GRACE_MS = 10_000

export const answerSchema = z.object({
	position: z.coerce.number().int().positive(),
	/** Rises with each save of this item in this browser. */
	seq: z.coerce.number().int().min(1).max(2_000_000_000),
	answer: z.array(z.string().max(32)).max(6),
	flagged: z.boolean(),
})

export type Answer = z.infer<typeof answerSchema>

export type SaveResult =
	/** `stale`: a newer save was already stored, and stays. The receipt always covers what the server holds. */
	| { status: 'saved' | 'stale'; serverTime: string; seq: number; answer: Array<string>; receipt: string }
	| { status: 'not_found' | 'closed' | 'invalid'; serverTime: string; message: string }

/**
 * Stores one answer of the learner's running attempt. Saving again is harmless;
 * an older sequence number never overwrites a newer one.
 */
export async function saveAnswer(
	exam: ExamContext,
	{ userId, attemptId, ...given }: Answer & { userId: string; attemptId: string },
): Promise<SaveResult> {
	return await exam.db.$transaction(async (tx): Promise<SaveResult> => {
		const now = exam.now()
		const refuse = (status: 'not_found' | 'closed' | 'invalid', message: string): SaveResult => ({
			status,
			serverTime: now.toISOString(),
			message,
		})
		const attempt = await lockAttempt(tx, attemptId, userId)
		const item = await tx.attemptItem.findFirst({
			where: { attemptId, position: given.position, attempt: { userId } },
			select: { content: true, options: true, answer: true, answerSeq: true, savedAt: true },
		})
		if (!attempt || !item) return refuse('not_found', 'Cette question n’existe pas dans cette tentative.')
		if (attempt.status !== 'in_progress') {
			return refuse(
				'closed',
				'La tentative est terminée\u00A0: cette réponse n’a pas été enregistrée. Consultez le résultat.',
			)
		}
		if (now.getTime() > attempt.deadline.getTime() + GRACE_MS) {
			return refuse(
				'closed',
				'Le temps est écoulé\u00A0: cette réponse n’a pas été enregistrée. Les précédentes sont conservées et seront notées.',
			)
		}

		const { drawn, count } = thawItem(item)
		const answer = [...new Set(given.answer)]
		if (answer.some((id) => drawn.every((option) => option.id !== id))) {
			return refuse(
				'invalid',
				'Une des réponses n’appartient pas à cette question. Rechargez la page, puis répondez de nouveau.',
			)
		}
		if (answer.length > count) {
			return refuse(
				'invalid',
				`Cette question attend ${count} réponse${count > 1 ? 's' : ''} au plus. Décochez-en, puis réessayez.`,
			)
		}

		const stale = given.seq <= item.answerSeq
		const stored = stale ? { seq: item.answerSeq, answer: item.answer } : { seq: given.seq, answer }
		if (!stale) {
			await tx.attemptItem.updateMany({
				where: { attemptId, position: given.position, answerSeq: { lt: given.seq }, attempt: { userId } },
				data: { answer, answerSeq: given.seq, flagged: given.flagged, savedAt: now },
			})
		}
		const savedAt = stale ? (item.savedAt ?? now) : now
		const receipt = signReceipt(exam.secret, { attemptId, position: given.position, savedAt, ...stored })
		return { status: stale ? 'stale' : 'saved', serverTime: now.toISOString(), ...stored, receipt }
	})
}
