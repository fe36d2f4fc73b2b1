import { z } from 'zod'
import { thawItem } from './attempt-content.server.ts'
import { DOMAIN_IDS } from './blueprint.ts'
import { eligibility } from './eligibility.ts'
import type { ExamContext } from './exam-context.server.ts'
import { closeExpired } from './submit-attempt.server.ts'

const profileSchema = z.array(z.object({ domain: z.enum(DOMAIN_IDS), correct: z.int(), total: z.int() }))

interface Owned {
	attemptId: string
	userId: string
}

/** The learner's attempts, newest first, the one that runs, and whether another may start. */
export async function learnerView(exam: ExamContext, userId: string) {
	await closeExpired(exam, userId)
	const attempts = await exam.db.examAttempt.findMany({
		where: { userId },
		orderBy: { startedAt: 'desc' },
		select: {
			id: true,
			status: true,
			startedAt: true,
			finishedAt: true,
			deadline: true,
			scaledScore: true,
			passed: true,
		},
	})
	const running = attempts.find(({ status }) => status === 'in_progress')
	return {
		running: running && { id: running.id, minutesLeft: minutesUntil(running.deadline, exam.now()) },
		eligibility: eligibility(attempts, exam.blueprint.policy, exam.now(), exam.demo),
		past: attempts
			.filter(({ status }) => status !== 'in_progress')
			.map(({ id, startedAt, scaledScore, passed }) => ({
				id,
				startedAt: startedAt.toISOString(),
				scaledScore,
				passed,
			})),
	}
}

/** A running or finished attempt without its questions: where each stands. Undefined for anyone else's. */
export async function attemptView(exam: ExamContext, { attemptId, userId }: Owned) {
	await closeExpired(exam, userId)
	const attempt = await exam.db.examAttempt.findFirst({
		where: { id: attemptId, userId },
		select: {
			status: true,
			deadline: true,
			items: {
				orderBy: { position: 'asc' },
				select: { position: true, answer: true, flagged: true, content: true, options: true },
			},
		},
	})
	if (!attempt) return undefined
	return {
		attemptId,
		running: attempt.status === 'in_progress',
		deadline: attempt.deadline.toISOString(),
		serverTime: exam.now().toISOString(),
		map: attempt.items.map((item) => ({
			position: item.position,
			answered: item.answer.length === thawItem(item).count,
			started: item.answer.length > 0,
			flagged: item.flagged,
		})),
	}
}

/** One question as its page shows it: no key, no rationale, no id of the bank. */
export async function questionView(exam: ExamContext, { position, ...owned }: Owned & { position: number }) {
	const attempt = await attemptView(exam, owned)
	const row = await exam.db.attemptItem.findFirst({
		where: { attemptId: owned.attemptId, position, attempt: { userId: owned.userId } },
		select: { content: true, options: true, answer: true, answerSeq: true, flagged: true, savedAt: true },
	})
	if (!attempt || !row) return undefined
	const { vignette, prompt, count, drawn, options } = thawItem(row)
	return {
		...attempt,
		question: {
			position,
			vignette,
			prompt,
			count,
			options: drawn.map(({ id, option }) => ({ id, text: options[option]?.text ?? '' })),
			answer: row.answer,
			seq: row.answerSeq,
			flagged: row.flagged,
			savedAt: row.savedAt?.toISOString(),
		},
	}
}

/** The outcome of a finished attempt, without any question. Undefined while it runs and for anyone else's. */
export async function resultView(exam: ExamContext, { attemptId, userId }: Owned) {
	await closeExpired(exam, userId)
	const attempt = await exam.db.examAttempt.findFirst({
		where: { id: attemptId, userId, status: { not: 'in_progress' } },
		select: {
			status: true,
			finishedAt: true,
			rawScore: true,
			scaledScore: true,
			cutScore: true,
			passed: true,
			profile: true,
			certificate: { select: { id: true } },
			_count: { select: { items: true } },
		},
	})
	if (!attempt) return undefined
	const { certificate, profile, finishedAt, _count, ...outcome } = attempt
	const domains = new Map(exam.blueprint.domains.map((domain) => [domain.id, domain]))
	return {
		...outcome,
		items: _count.items,
		finishedAt: finishedAt?.toISOString(),
		certificateId: certificate?.id,
		profile: profileSchema.parse(profile).map((result) => ({
			...result,
			title: domains.get(result.domain)?.title ?? result.domain,
			parts: domains.get(result.domain)?.parts ?? [],
		})),
	}
}

function minutesUntil(deadline: Date, now: Date): number {
	return Math.max(0, Math.ceil((deadline.getTime() - now.getTime()) / 60_000))
}
