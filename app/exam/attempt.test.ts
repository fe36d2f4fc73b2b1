import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testDatabase } from '#test/setup/database.ts'
import { keysOf, thawItem } from './attempt-content.server.ts'
import { questionView, resultView } from './attempt-view.server.ts'
import { readBank, readBlueprint } from './bank.server.ts'
import type { ExamContext } from './exam-context.server.ts'
import { saveAnswer } from './save-answer.server.ts'
import { startAttempt } from './start-attempt.server.ts'
import { closeExpired, submitAttempt } from './submit-attempt.server.ts'

const MINUTE_MS = 60_000
const db = await testDatabase()

interface Sitting {
	exam: ExamContext
	userId: string
	attemptId: string
	passed: Array<string>
	/** Moves the clock. */
	wait(ms: number): void
}

async function makeLearner(): Promise<string> {
	const id = randomUUID()
	await db.user.create({ data: { id, name: 'Zoé', email: `${id}@example.org`, emailVerified: true } })
	return id
}

function makeExam() {
	const blueprint = readBlueprint()
	const form = blueprint.forms[0]
	if (!form) throw new Error('no form')
	const passed: Array<string> = []
	let time = new Date('2026-11-23T12:00:00Z').getTime()
	const exam: ExamContext = {
		db,
		now: () => new Date(time),
		secret: 'a'.repeat(32),
		demo: false,
		blueprint,
		form,
		bank: readBank(),
		onPassed: async ({ attemptId }) => {
			passed.push(attemptId)
		},
	}
	function wait(ms: number): void {
		time += ms
	}
	return { exam, passed, wait }
}

async function begin(): Promise<Sitting> {
	const { exam, passed, wait } = makeExam()
	const userId = await makeLearner()
	const started = await startAttempt(exam, userId)
	if (!('attemptId' in started)) throw new Error('refused')
	return { exam, userId, attemptId: started.attemptId, passed, wait }
}

async function keysAt({ exam, attemptId }: Sitting, position: number): Promise<Array<string>> {
	const row = await exam.db.attemptItem.findUniqueOrThrow({
		where: { attemptId_position: { attemptId, position } },
	})
	return keysOf(thawItem(row))
}

async function save(sitting: Sitting, position: number, answer: Array<string>, seq = 1) {
	const { exam, userId, attemptId } = sitting
	return saveAnswer(exam, { userId, attemptId, position, seq, answer, flagged: false })
}

async function answerAll(sitting: Sitting): Promise<void> {
	for (let position = 1; position <= sitting.exam.form.items; position++) {
		await save(sitting, position, await keysAt(sitting, position))
	}
}

test('starting twice at the same moment gives one attempt', async () => {
	const { exam } = makeExam()
	const userId = await makeLearner()
	const [one, two] = await Promise.all([startAttempt(exam, userId), startAttempt(exam, userId)])
	expect(one).toEqual(two)
	expect(await exam.db.examAttempt.count({ where: { userId } })).toBe(1)
})

test('the database itself refuses a second running attempt', async () => {
	const { exam, userId, attemptId } = await begin()
	const { startedAt, deadline } = await exam.db.examAttempt.findUniqueOrThrow({ where: { id: attemptId } })
	const second = { userId, inProgressFor: userId, formId: 'x', seed: 'x', startedAt, deadline, cutScore: 11 }
	await expect(exam.db.examAttempt.create({ data: second })).rejects.toMatchObject({ code: 'P2002' })
})

test('all answers right is a pass at 1000, and the hook runs', async () => {
	const sitting = await begin()
	await answerAll(sitting)
	const { exam, userId, attemptId, passed } = sitting
	expect(await submitAttempt(exam, { attemptId, userId })).toEqual({ passed: true })
	expect(passed).toEqual([attemptId])
	const attempt = await exam.db.examAttempt.findUniqueOrThrow({ where: { id: attemptId } })
	expect(attempt).toMatchObject({ status: 'submitted', rawScore: 16, scaledScore: 1000, inProgressFor: null })
})

test('submitting twice grades and audits once', async () => {
	const sitting = await begin()
	await answerAll(sitting)
	const { exam, userId, attemptId } = sitting
	await Promise.all([submitAttempt(exam, { attemptId, userId }), submitAttempt(exam, { attemptId, userId })])
	expect(await exam.db.auditEvent.count({ where: { subject: attemptId, action: 'exam.finish' } })).toBe(1)
})

test('no answer is a fail at 100, without a certificate', async () => {
	const { exam, userId, attemptId, passed } = await begin()
	expect(await submitAttempt(exam, { attemptId, userId })).toEqual({ passed: false })
	expect(passed).toEqual([])
	expect(await resultView(exam, { attemptId, userId })).toMatchObject({ scaledScore: 100, passed: false })
})

test('an older save never overwrites a newer one', async () => {
	const sitting = await begin()
	const key = await keysAt(sitting, 1)
	await save(sitting, 1, key, 5)
	const late = await save(sitting, 1, [], 4)
	expect(late).toMatchObject({ status: 'stale', seq: 5, answer: key })
	const repeated = await save(sitting, 1, [], 5)
	expect(repeated).toMatchObject({ status: 'stale', answer: key })
})

test('the receipt of a save depends on the answer that the server holds', async () => {
	const sitting = await begin()
	const full = await save(sitting, 1, await keysAt(sitting, 1), 1)
	const same = await save(sitting, 1, [], 1)
	const emptied = await save(sitting, 1, [], 2)
	const receipt = (result: typeof full) => ('receipt' in result ? result.receipt : undefined)
	expect(receipt(full)).toMatch(/^[\w-]{43}$/)
	expect(receipt(same)).toBe(receipt(full))
	expect(receipt(emptied)).not.toBe(receipt(full))
})

test('an option of another attempt is refused', async () => {
	const [mine, other] = [await begin(), await begin()]
	expect(await save(mine, 1, await keysAt(other, 1))).toMatchObject({ status: 'invalid' })
})

test('more options than announced are refused', async () => {
	const sitting = await begin()
	const { attemptId, userId, exam } = sitting
	const view = await questionView(exam, { attemptId, userId, position: 1 })
	const all = view?.question.options.map(({ id }) => id) ?? []
	expect(await save(sitting, 1, all)).toMatchObject({ status: 'invalid' })
})

test('ten seconds after the deadline a save still counts, then no more', async () => {
	const sitting = await begin()
	const key = await keysAt(sitting, 1)
	sitting.wait(40 * MINUTE_MS + 10_000)
	expect(await save(sitting, 1, key)).toMatchObject({ status: 'saved' })
	sitting.wait(1)
	expect(await save(sitting, 1, [], 2)).toMatchObject({ status: 'closed' })
})

test('an attempt left open is graded with what was saved once its time is over', async () => {
	const sitting = await begin()
	await answerAll(sitting)
	sitting.wait(3 * 60 * MINUTE_MS)
	await closeExpired(sitting.exam)
	const { deadline, ...attempt } = await sitting.exam.db.examAttempt.findUniqueOrThrow({
		where: { id: sitting.attemptId },
	})
	expect(attempt).toMatchObject({ status: 'expired', passed: true, finishedAt: deadline })
	expect(sitting.passed).toEqual([sitting.attemptId])
})

test('after submission nothing can be changed', async () => {
	const sitting = await begin()
	const { exam, userId, attemptId } = sitting
	const key = await keysAt(sitting, 1)
	await submitAttempt(exam, { attemptId, userId })
	expect(await save(sitting, 1, key)).toMatchObject({ status: 'closed' })
})

test('after a fail a new attempt waits, then shares few questions with the first', async () => {
	const { exam, userId, attemptId, wait } = await begin()
	await submitAttempt(exam, { attemptId, userId })
	expect(await startAttempt(exam, userId)).toMatchObject({ refused: { reason: 'cool_down' } })
	wait(14 * 24 * 60 * MINUTE_MS)
	const second = await startAttempt(exam, userId)
	if (!('attemptId' in second)) throw new Error('refused')
	const items = await exam.db.attemptItem.findMany({
		where: { attemptId: { in: [attemptId, second.attemptId] } },
	})
	expect(32 - new Set(items.map(({ itemId }) => itemId)).size).toBeLessThanOrEqual(3)
})

test('someone else finds nothing of an attempt', async () => {
	const sitting = await begin()
	const { exam, attemptId } = sitting
	const stranger = { userId: await makeLearner(), attemptId }
	const key = await keysAt(sitting, 1)
	expect(await questionView(exam, { ...stranger, position: 1 })).toBeUndefined()
	expect(await resultView(exam, stranger)).toBeUndefined()
	expect(await submitAttempt(exam, stranger)).toBeUndefined()
	const saved = await saveAnswer(exam, { ...stranger, position: 1, seq: 1, answer: key, flagged: false })
	expect(saved).toMatchObject({ status: 'not_found' })
	const { answer } = await exam.db.attemptItem.findUniqueOrThrow({
		where: { attemptId_position: { attemptId, position: 1 } },
	})
	expect(answer).toEqual([])
})

test('no view of a running attempt carries a key, a rationale or the id of a bank item', async () => {
	const sitting = await begin()
	const { exam, attemptId, userId } = sitting
	const views = await Promise.all(
		Array.from({ length: 16 }, (_, at) => questionView(exam, { attemptId, userId, position: at + 1 })),
	)
	const sent = JSON.stringify(views)
	expect(sent).not.toContain('"correct"')
	expect(sent).not.toContain('"rationale"')
	const leaked = exam.bank.flatMap(({ id, options }) => [id, ...options.map(({ rationale }) => rationale)])
	expect(leaked.filter((secret) => sent.includes(JSON.stringify(secret).slice(1, -1)))).toEqual([])
})

test('coming back finds the answers, the flags and the time as they were left', async () => {
	const sitting = await begin()
	const { exam, attemptId, userId } = sitting
	const key = await keysAt(sitting, 3)
	await saveAnswer(exam, { userId, attemptId, position: 3, seq: 1, answer: key, flagged: true })
	sitting.wait(5 * MINUTE_MS)
	expect(await startAttempt(exam, userId)).toEqual({ attemptId })
	const view = await questionView(exam, { attemptId, userId, position: 3 })
	expect(view?.question).toMatchObject({ answer: key, flagged: true, seq: 1 })
	expect(view?.deadline).toBe('2026-11-23T12:40:00.000Z')
	expect(view?.serverTime).toBe('2026-11-23T12:05:00.000Z')
})

test('nobody starts at an address that they have not confirmed', async () => {
	const { exam } = makeExam()
	const userId = await makeLearner()
	await db.user.update({ where: { id: userId }, data: { emailVerified: false } })
	expect(await startAttempt(exam, userId)).toEqual({ refused: { allowed: false, reason: 'unconfirmed' } })
	expect(await db.examAttempt.count({ where: { userId } })).toBe(0)
})
