import { randomUUID } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import { beforeAll, expect, test } from 'vitest'
import { closeDatabase, getDatabase, openPGlite, substituteDatabase } from '#app/platform/db.server.ts'
import { migrate } from '#app/platform/migrate.server.ts'
import { completeLesson, lessonMarks, reopenLesson } from './progress.server.ts'
import type { CorrectedQuestion } from './quiz.ts'
import { savedQuizAnswers, saveQuizAnswers } from './quiz-answers.server.ts'

const morning = new Date('2026-11-23T08:00:00Z')
const evening = new Date('2026-11-23T20:00:00Z')

beforeAll(async () => {
	const database = openPGlite(new PGlite())
	await migrate(database)
	substituteDatabase(database)
	return closeDatabase
})

async function makeLearner(): Promise<string> {
	const id = randomUUID()
	await getDatabase().user.create({ data: { id, name: 'Zoé', email: `${id}@example.org` } })
	return id
}

function answered(id: string, chosen: number, correct: boolean): CorrectedQuestion {
	const choices = [0, 1].map((position) => ({
		text: `Choix ${position}`,
		correct: false,
		explanation: '',
		chosen: position === chosen,
	}))
	return { id, correct, answered: chosen >= 0, choices, lesson: { slug: 'etapes', title: 'Étapes' } }
}

test('a lesson marked twice keeps the date of the first time', async () => {
	const zoe = await makeLearner()
	await completeLesson(zoe, 'etapes', morning)
	await completeLesson(zoe, 'etapes', evening)
	const rows = await getDatabase().lessonProgress.findMany({ where: { userId: zoe } })
	expect(rows.map(({ completedAt }) => completedAt)).toEqual([morning])
})

test('a lesson can be unmarked and marked again', async () => {
	const zoe = await makeLearner()
	await completeLesson(zoe, 'etapes', morning)
	await reopenLesson(zoe, 'etapes')
	expect((await lessonMarks(zoe)).completed).toEqual([])
	await completeLesson(zoe, 'etapes', evening)
	expect((await lessonMarks(zoe)).completed).toEqual(['etapes'])
})

test('one learner neither sees nor changes the reading of another', async () => {
	const zoe = await makeLearner()
	const ali = await makeLearner()
	await completeLesson(zoe, 'etapes', morning)
	await reopenLesson(ali, 'etapes')
	expect((await lessonMarks(zoe)).completed).toEqual(['etapes'])
	expect((await lessonMarks(ali)).completed).toEqual([])
})

test('the latest answer to a question replaces the one before, and a blank replaces nothing', async () => {
	const zoe = await makeLearner()
	await saveQuizAnswers(zoe, 'introduction', [answered('q1', 0, false), answered('q2', 1, true)], morning)
	await saveQuizAnswers(zoe, 'introduction', [answered('q1', 1, true), answered('q2', -1, false)], evening)
	expect(await savedQuizAnswers(zoe, 'introduction')).toEqual({ q1: [1], q2: [1] })
})

test('answers belong to one learner and one part', async () => {
	const zoe = await makeLearner()
	const ali = await makeLearner()
	await saveQuizAnswers(zoe, 'introduction', [answered('q1', 0, false)], morning)
	expect(await savedQuizAnswers(ali, 'introduction')).toEqual({})
	expect(await savedQuizAnswers(zoe, 'securite')).toEqual({})
})
