import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testDatabase } from '#test/setup/database.ts'
import { partProgress } from './part-progress.ts'
import { bestResults, keepBestResult } from './quiz-results.server.ts'

const db = await testDatabase()
const morning = new Date('2026-11-23T08:00:00Z')
const evening = new Date('2026-11-23T20:00:00Z')

async function makeLearner(): Promise<string> {
	const id = randomUUID()
	await db.user.create({ data: { id, name: 'Zoé', email: `${id}@example.org` } })
	return id
}

function result(right: number, total: number) {
	return Array.from({ length: total }, (_, position) => ({ correct: position < right }))
}

test('a worse result leaves the best one, and a better one takes its place', async () => {
	const key = { userId: await makeLearner(), moduleSlug: 'introduction' }
	await keepBestResult(key, result(3, 5), morning)
	await keepBestResult(key, result(2, 5), evening)
	expect(await bestResults(key.userId)).toEqual([{ moduleSlug: 'introduction', right: 3, total: 5 }])
	expect(await db.quizResult.findMany({ where: key })).toMatchObject([{ reachedAt: morning }])
	await keepBestResult(key, result(5, 5), evening)
	expect(await bestResults(key.userId)).toMatchObject([{ right: 5 }])
})

test('a result of a quiz that has changed since gives way', async () => {
	const key = { userId: await makeLearner(), moduleSlug: 'introduction' }
	await keepBestResult(key, result(5, 5), morning)
	await keepBestResult(key, result(4, 6), evening)
	expect(await bestResults(key.userId)).toMatchObject([{ right: 4, total: 6 }])
})

test('results are one’s own', async () => {
	const [ana, bob] = [await makeLearner(), await makeLearner()]
	await keepBestResult({ userId: ana, moduleSlug: 'introduction' }, result(1, 2), morning)
	expect(await bestResults(bob)).toEqual([])
})

test('the next lesson of a part is the first that is not read, wherever one began', () => {
	const lessons = ['a', 'b', 'c'].map((slug) => ({ slug, title: slug.toUpperCase() }))
	const progress = (...read: Array<string>) => partProgress({ lessons: lessons as never }, read)
	expect(progress()).toEqual({ done: 0, next: { slug: 'a', title: 'A' } })
	expect(progress('a', 'c', 'ailleurs')).toEqual({ done: 2, next: { slug: 'b', title: 'B' } })
	expect(progress('c', 'b', 'a')).toEqual({ done: 3, next: null })
})
