import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testDatabase } from '#test/setup/database.ts'
import { course } from './course.server.ts'
import type { Lesson } from './course.ts'
import { completeLesson } from './progress.server.ts'
import { keepPosition, resumePoint } from './reading-position.server.ts'

const db = await testDatabase()
const [first, second, third] = course.parts.flatMap(({ lessons }) => lessons) as [Lesson, Lesson, Lesson]
const [heading] = first.headings as [{ id: string; title: string }]

function day(number: number): Date {
	return new Date(Date.UTC(2026, 10, number, 8))
}

async function makeLearner(): Promise<string> {
	const id = randomUUID()
	await db.user.create({ data: { id, name: 'Zoé', email: `${id}@example.org` } })
	return id
}

test('who has read nothing has nowhere to go on', async () => {
	expect(await resumePoint(await makeLearner())).toBeNull()
})

test('one goes on in the lesson left last, under the heading left', async () => {
	const zoe = await makeLearner()
	await keepPosition(zoe, second, null, day(1))
	await keepPosition(zoe, first, heading.id, day(2))
	expect(await resumePoint(zoe)).toMatchObject({ lesson: { slug: first.slug }, heading, next: false })
})

test('an anchor that the lesson does not have counts as its top', async () => {
	const zoe = await makeLearner()
	await keepPosition(zoe, first, 'nulle-part', day(1))
	expect(await resumePoint(zoe)).toMatchObject({ lesson: { slug: first.slug }, heading: null })
})

test('after a lesson that is read comes the next one that is not', async () => {
	const zoe = await makeLearner()
	await completeLesson(zoe, second.slug, day(1))
	await completeLesson(zoe, first.slug, day(2))
	expect(await resumePoint(zoe)).toMatchObject({ lesson: { slug: third.slug }, heading: null, next: true })
})

test('after the last lesson of a part, the part offers nothing and the course goes on', async () => {
	const zoe = await makeLearner()
	const [part, following] = course.parts.filter(({ lessons }) => lessons.length > 0)
	const last = part?.lessons.at(-1) as Lesson
	await completeLesson(zoe, last.slug, day(1))
	expect(await resumePoint(zoe, part)).toBeNull()
	expect(await resumePoint(zoe)).toMatchObject({ part: { slug: following?.slug }, next: true })
})

test('a lesson that has left the course is passed over', async () => {
	const zoe = await makeLearner()
	await keepPosition(zoe, first, null, day(1))
	await keepPosition(zoe, { slug: 'lecon-retiree', headings: [] }, null, day(2))
	expect(await resumePoint(zoe)).toMatchObject({ lesson: { slug: first.slug } })
})
