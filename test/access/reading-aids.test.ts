import { expect, test } from 'vitest'
import * as lesson from '#app/routes/course/lesson.tsx'
import * as outline from '#app/routes/course/outline.tsx'
import * as position from '#app/routes/course/position.ts'
import { testDatabase } from '#test/setup/database.ts'
import { json, learner, visitor } from './person.ts'

const db = await testDatabase()
const ana = await learner('ana')
const bob = await learner('bob')

const PARAMS = { part: 'introduction', lesson: 'anatomie-d-un-pipeline' }
const LESSON = `/cours/${PARAMS.part}/${PARAMS.lesson}`

test('where one learner left is offered to nobody else', async () => {
	const { headings } = (await ana.call(lesson.loader, LESSON, PARAMS)).data.lesson
	const there = json({ lesson: PARAMS.lesson, anchor: headings[1].id, userId: bob.id })
	expect(await ana.call(position.action, '/cours/position', {}, there)).toMatchObject({ status: 204 })
	expect((await ana.call(outline.loader, '/cours', {})).data.resume).toMatchObject({
		lesson: { slug: PARAMS.lesson },
		heading: { id: headings[1].id },
	})
	expect((await bob.call(outline.loader, '/cours', {})).data.resume).toBeNull()
	expect((await visitor().call(outline.loader, '/cours', {})).data.resume).toBeNull()
})

test('a visitor’s place is not kept on the server, nor one in a lesson that does not exist', async () => {
	const before = await db.lessonProgress.count()
	const there = { lesson: PARAMS.lesson, anchor: null }
	expect(await visitor().call(position.action, '/cours/position', {}, json(there))).toMatchObject({
		status: 401,
	})
	const nowhere = json({ ...there, lesson: 'nulle-part' })
	expect(await bob.call(position.action, '/cours/position', {}, nowhere)).toMatchObject({ status: 400 })
	expect(await bob.call(position.action, '/cours/position', {}, json([1]))).toMatchObject({ status: 400 })
	expect(await db.lessonProgress.count()).toBe(before)
})
