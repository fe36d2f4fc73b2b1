import { randomBytes } from 'node:crypto'
import { Prisma } from '#prisma/generated/client.ts'
import { freezeItem } from './attempt-content.server.ts'
import { drawForm } from './draw.ts'
import { eligibility, type Refusal } from './eligibility.ts'
import type { ExamContext } from './exam-context.server.ts'
import { closeExpired } from './submit-attempt.server.ts'

const MINUTE_MS = 60_000

export type StartResult = { attemptId: string } | { refused: Refusal }

/**
 * Starts an attempt, or returns the one that is running: pressing twice, in two
 * tabs even, gives the same. The form is drawn and frozen in one transaction.
 */
export async function startAttempt(exam: ExamContext, userId: string): Promise<StartResult> {
	await closeExpired(exam, userId)
	const attempts = await exam.db.examAttempt.findMany({
		where: { userId },
		orderBy: { startedAt: 'desc' },
		select: {
			id: true,
			inProgressFor: true,
			startedAt: true,
			finishedAt: true,
			passed: true,
			items: { select: { itemId: true } },
		},
	})
	const running = attempts.find(({ inProgressFor }) => inProgressFor === userId)
	if (running) return { attemptId: running.id }
	const verdict = eligibility(attempts, exam.blueprint.policy, exam.now(), exam.demo)
	if (!verdict.allowed) return { refused: verdict }
	const { emailVerified } = await exam.db.user.findUniqueOrThrow({
		where: { id: userId },
		select: { emailVerified: true },
	})
	if (!emailVerified) return { refused: { allowed: false, reason: 'unconfirmed' } }

	const history = attempts[0]?.items.map(({ itemId }) => itemId) ?? []
	try {
		return await createAttempt(exam, userId, history)
	} catch (error) {
		if (!isUniqueViolation(error)) throw error
		const { id } = await exam.db.examAttempt.findUniqueOrThrow({
			where: { inProgressFor: userId },
			select: { id: true },
		})
		return { attemptId: id }
	}
}

async function createAttempt(
	exam: ExamContext,
	userId: string,
	history: Array<string>,
): Promise<StartResult> {
	const { blueprint, form, bank } = exam
	const seed = randomBytes(32).toString('base64url')
	const drawn = drawForm({ blueprint, form, bank, seed, history })
	const startedAt = exam.now()
	return await exam.db.$transaction(async (tx) => {
		const { id } = await tx.examAttempt.create({
			data: {
				userId,
				inProgressFor: userId,
				formId: `${blueprint.id}/${blueprint.version}/${form.id}`,
				seed,
				startedAt,
				deadline: new Date(startedAt.getTime() + form.minutes * MINUTE_MS),
				cutScore: drawn.cutScore,
				items: {
					create: drawn.items.map((drawnItem, at) => ({
						position: at + 1,
						itemId: drawnItem.item.id,
						itemVersion: drawnItem.item.version,
						content: freezeItem(drawnItem),
						options: drawnItem.options.map(({ id, option }) => ({ id, option })),
					})),
				},
			},
			select: { id: true },
		})
		const detail = { formId: form.id, honourStatement: 'accepted' }
		await tx.auditEvent.create({
			data: { at: startedAt, actorId: userId, action: 'exam.start', subject: id, detail },
		})
		return { attemptId: id }
	})
}

function isUniqueViolation(error: unknown): boolean {
	return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}
