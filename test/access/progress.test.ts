import { expect, test } from 'vitest'
import * as account from '#app/routes/accounts/account.tsx'
import * as signUp from '#app/routes/accounts/sign-up.tsx'
import * as lesson from '#app/routes/course/lesson.tsx'
import * as outline from '#app/routes/course/outline.tsx'
import * as partLayout from '#app/routes/course/part-layout.tsx'
import * as quiz from '#app/routes/course/quiz.tsx'
import { testDatabase } from '#test/setup/database.ts'
import { form, learner, type Person, visitor } from './person.ts'

const db = await testDatabase()
const ana = await learner('ana')
const bob = await learner('bob')

const PARAMS = { part: 'introduction', lesson: 'anatomie-d-un-pipeline' }
const LESSON = `/cours/${PARAMS.part}/${PARAMS.lesson}`
const QUIZ = '/cours/introduction/quiz'

test('what one learner has read is told to nobody else, nor undone by them', async () => {
	await ana.call(lesson.action, LESSON, PARAMS, form({ lue: 'oui' }))
	await bob.call(lesson.action, LESSON, PARAMS, form({ lue: 'non', userId: ana.id }))
	for (const [person, completed] of [
		[ana, true],
		[bob, false],
		[visitor(), null],
	] as const) {
		const read = (await person.call(partLayout.loader, LESSON, PARAMS)).data.completed
		expect(read?.includes(PARAMS.lesson) ?? null).toBe(completed)
		const [part] = (await person.call(outline.loader, '/cours', {})).data.parts
		expect(part.done).toBe(completed === null ? null : Number(completed))
	}
})

test('a visitor who marks a lesson is sent to sign in, and nothing is kept', async () => {
	const before = await db.lessonProgress.count()
	const sent = await visitor().call(lesson.action, LESSON, PARAMS, form({ lue: 'oui' }))
	expect(sent).toMatchObject({ status: 302, location: expect.stringMatching(/^\/connexion\?retour=/) })
	expect(await db.lessonProgress.count()).toBe(before)
})

test('quiz answers are kept for who gave them; a visitor’s are not kept', async () => {
	const { data } = await visitor().call(quiz.loader, QUIZ, PARAMS)
	const answers = form(Object.fromEntries(data.questions.map(({ id }: { id: string }) => [id, '0'])))
	await visitor().call(quiz.action, QUIZ, PARAMS, answers)
	expect(await db.quizAnswer.count()).toBe(0)
	await ana.call(quiz.action, QUIZ, PARAMS, answers)
	expect((await ana.call(quiz.loader, QUIZ, PARAMS)).data.corrected).toHaveLength(data.questions.length)
	expect((await bob.call(quiz.loader, QUIZ, PARAMS)).data.corrected).toBeNull()
	expect(await db.quizAnswer.count({ where: { userId: { not: ana.id } } })).toBe(0)
	const bestOf = async (person: Person) =>
		(await person.call(outline.loader, '/cours', {})).data.parts[0].bestResult
	expect(await bestOf(ana)).toMatchObject({ total: data.questions.length })
	expect([await bestOf(bob), await bestOf(visitor())]).toEqual([null, null])
})

test('the questions of the quiz do not carry their answers', async () => {
	const { data } = await visitor().call(quiz.loader, QUIZ, PARAMS)
	expect(JSON.stringify(data.questions)).not.toMatch(/"correct"|"explanation"/)
})

test('the account page is the learner’s own; a visitor is sent to sign in', async () => {
	expect((await bob.call(account.loader, '/compte', {})).data).toMatchObject({ email: bob.email })
	expect(await visitor().call(account.loader, '/compte', {})).toMatchObject({
		status: 302,
		location: '/connexion?retour=%2Fcompte',
	})
	const renamed = form({ intent: 'name', name: 'Bob', id: ana.id, userId: ana.id })
	await bob.call(account.action, '/compte', {}, renamed)
	expect(await db.user.findUnique({ where: { id: ana.id } })).toMatchObject({ name: 'ana' })
})

test('nobody signs up as more than a learner, or with an address already confirmed', async () => {
	const asked = { name: 'Eve', email: 'eve@example.org', password: 'une phrase assez longue' }
	const more = form({ ...asked, role: 'admin', emailVerified: 'true', id: ana.id })
	expect(await visitor().call(signUp.action, '/inscription', {}, more)).toMatchObject({ status: 302 })
	const eve = await db.user.findUniqueOrThrow({ where: { email: asked.email } })
	expect(eve).toMatchObject({ role: 'learner', emailVerified: false })
	expect(eve.id).not.toBe(ana.id)
})
