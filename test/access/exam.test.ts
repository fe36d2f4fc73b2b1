import { expect, test } from 'vitest'
import * as answer from '#app/routes/exam/answer.ts'
import * as exam from '#app/routes/exam/home.tsx'
import * as question from '#app/routes/exam/question.tsx'
import * as result from '#app/routes/exam/result.tsx'
import * as review from '#app/routes/exam/review.tsx'
import { testDatabase } from '#test/setup/database.ts'
import { form, json, learner, type Person, visitor } from './person.ts'

const db = await testDatabase()
const ana = await learner('ana')
const bob = await learner('bob')
const attemptId = await begin(ana)

test('a visitor is sent to sign in from every page of the exam, and back', async () => {
	const someone = visitor()
	const honour = form({ honour: 'on' })
	expect(await someone.call(exam.action, '/examen', {}, honour)).toMatchObject({
		status: 302,
		location: expect.stringMatching(/^\/connexion\?retour=%2Fexamen/),
	})
	for (const [{ loader, action }, path, fields] of pages()) {
		expect(await someone.call(loader, path, { attemptId, n: '1' }), path).toMatchObject({
			status: 302,
			location: expect.stringMatching(/^\/connexion\?retour=/),
		})
		if (!action) continue
		expect(await someone.call(action, path, { attemptId, n: '1' }, form(fields)), path).toMatchObject({
			status: 302,
			location: expect.stringMatching(/^\/connexion\?retour=/),
		})
	}
	const given = json({ position: 1, seq: 1, answer: [], flagged: false })
	expect(await someone.call(answer.action, path('reponse'), { attemptId }, given)).toMatchObject({
		status: 401,
	})
	expect(await untouched()).toBe(true)
})

test('another learner finds no such attempt, and changes nothing of it', async () => {
	for (const [{ loader, action }, path, fields] of pages()) {
		expect(await bob.call(loader, path, { attemptId, n: '1' }), path).toMatchObject({ status: 404 })
		if (!action) continue
		expect(await bob.call(action, path, { attemptId, n: '1' }, form(fields)), path).toMatchObject({
			status: 404,
		})
	}
	const option = (await ana.call(question.loader, path('question/1'), { attemptId, n: '1' })).data.question
		.options[0].id
	const given = json({ position: 1, seq: 1, answer: [option], flagged: true })
	expect(await bob.call(answer.action, path('reponse'), { attemptId }, given)).toMatchObject({ status: 404 })
	expect(await untouched()).toBe(true)
	const { data } = await bob.call(exam.loader, '/examen', {})
	expect(data.learner).toMatchObject({ past: [] })
	expect(data.learner.running).toBeUndefined()
})

test('the learner’s own answers and submission are taken', async () => {
	const carla = await learner('carla')
	const own = await begin(carla)
	const params = { attemptId: own, n: '1' }
	const shown = await carla.call(question.loader, `/examen/${own}/question/1`, params)
	const [option] = shown.data.question.options
	const given = json({ position: 1, seq: 1, answer: [option.id], flagged: false })
	expect(await carla.call(answer.action, `/examen/${own}/reponse`, params, given)).toMatchObject({
		status: 200,
	})
	const submitted = await carla.call(
		review.action,
		`/examen/${own}/relecture`,
		params,
		form({ confirm: 'on' }),
	)
	expect(submitted.location).toBe(`/examen/${own}/resultat`)
	expect(await carla.call(result.loader, `/examen/${own}/resultat`, params)).toMatchObject({ status: 200 })
	expect(await bob.call(result.loader, `/examen/${own}/resultat`, params)).toMatchObject({ status: 404 })
	expect(await untouched()).toBe(true)
})

/** Each page of the attempt with the form that it takes. */
function pages() {
	const given = { seq: '1', goTo: '2' }
	return [
		[question, path('question/1'), given],
		[review, path('relecture'), { confirm: 'on' }],
		[{ loader: result.loader, action: undefined }, path('resultat'), {}],
	] as const
}

function path(page: string): string {
	return `/examen/${attemptId}/${page}`
}

async function begin(person: Person): Promise<string> {
	const { location } = await person.call(exam.action, '/examen', {}, form({ honour: 'on' }))
	const id = /^\/examen\/([\w-]+)\/question\/1$/.exec(location ?? '')?.[1]
	if (!id) throw new Error(`The attempt did not start: ${location}`)
	return id
}

/** Whether Ana's attempt runs as it began. */
async function untouched(): Promise<boolean> {
	const attempt = await db.examAttempt.findUniqueOrThrow({
		where: { id: attemptId },
		include: { items: true },
	})
	const blank = attempt.items.every(
		(item) => item.answer.length === 0 && item.answerSeq === 0 && !item.flagged,
	)
	return attempt.status === 'in_progress' && blank
}
