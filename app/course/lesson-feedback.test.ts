import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testDatabase } from '#test/setup/database.ts'
import { course } from './course.server.ts'
import type { Lesson } from './course.ts'
import { FEEDBACK_LENGTH } from './feedback.ts'
import { feedbackForm } from './feedback-form.ts'
import { feedbackReport, feedbackRows } from './feedback-report.server.ts'
import { keepFeedback, keepVisitorFeedback } from './lesson-feedback.server.ts'
import { readerOf } from './reader.server.ts'
import { networkOf, VISITOR_LIMIT } from './visitor-quota.server.ts'

const [first, second] = course.parts.flatMap(({ lessons }) => lessons) as [Lesson, Lesson]
const morning = new Date('2026-11-23T08:00:00Z')
const evening = new Date('2026-11-23T20:00:00Z')
const tomorrow = new Date('2026-11-24T08:00:00Z')
const yes = { helped: true, text: '' }
const no = { helped: false, text: 'Trop court.' }

function visitorAt(address: string) {
	return { address, secret: 'a secret for tests only' }
}

async function makeLearner(db: Awaited<ReturnType<typeof testDatabase>>): Promise<string> {
	const id = randomUUID()
	await db.user.create({ data: { id, name: 'Zoé', email: `${id}@example.org` } })
	return id
}

test('a learner says one thing of one version of a lesson, and may change it', async () => {
	const db = await testDatabase()
	const userId = await makeLearner(db)
	await keepFeedback({ userId, lesson: first }, yes, morning)
	await keepFeedback({ userId, lesson: first }, no, evening)
	expect((await readerOf(userId, first)).feedback).toEqual(no)
	expect(await feedbackRows()).toMatchObject([
		{ userId, helped: false, createdAt: morning, updatedAt: evening },
	])
	expect((await readerOf(userId, { ...first, verified: '2027-01-01' })).feedback).toBeNull()
	await db.user.delete({ where: { id: userId } })
	expect(await feedbackRows()).toEqual([])
})

test('visitors of one network are counted by day, and the day before is forgotten', async () => {
	const db = await testDatabase()
	const say = (address: string, at: Date) =>
		keepVisitorFeedback({ visitor: visitorAt(address), lesson: first }, yes, at)
	for (let turn = 0; turn < VISITOR_LIMIT; turn++) expect(await say('2001:db8:0:1::7', morning)).toBe('kept')
	expect(await say('2001:db8::1:0:0:0:8', evening)).toBe('too-many')
	expect(await say('192.0.2.1', evening)).toBe('kept')
	expect(await say('2001:db8:0:1::7', tomorrow)).toBe('kept')
	expect((await db.visitorQuota.findMany()).map(({ day, count }) => [day, count])).toEqual([
		['2026-11-24', 1],
	])
	expect(await db.lessonFeedback.count()).toBe(VISITOR_LIMIT + 2)
	expect(JSON.stringify(await feedbackRows())).not.toContain('2001')
})

test('the network of an address is its /64 in IPv6, and itself in IPv4', () => {
	for (const [address, network] of [
		['192.0.2.1', '192.0.2.1'],
		['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
		['2001:db8:0:1::7', '2001:db8:0:1'],
		['2001:db8::1', '2001:db8:0:0'],
		['2001:0db8:0000:0001:a:b:c:d', '2001:db8:0:1'],
		['::1', '0:0:0:0'],
	] as const)
		expect(networkOf(address), address).toBe(network)
})

test('the report counts each version and gives the texts, in the order of the course', async () => {
	const db = await testDatabase()
	const userId = await makeLearner(db)
	const older = { ...first, verified: '2025-01-01' }
	await keepFeedback({ userId, lesson: second }, yes, morning)
	await keepFeedback({ userId, lesson: older }, no, morning)
	await keepFeedback({ userId, lesson: first }, yes, evening)
	await keepVisitorFeedback({ visitor: visitorAt('192.0.2.1'), lesson: first }, no, evening)
	await keepFeedback({ userId, lesson: { ...first, slug: 'retiree' } }, yes, morning)
	const report = await feedbackReport()
	expect(report.map(({ slug, part, versions }) => [slug, part !== null, versions])).toEqual([
		[
			first.slug,
			true,
			[
				{ version: first.verified, yes: 1, no: 1 },
				{ version: '2025-01-01', yes: 0, no: 1 },
			],
		],
		[second.slug, true, [{ version: second.verified, yes: 1, no: 0 }]],
		['retiree', false, [{ version: first.verified, yes: 1, no: 0 }]],
	])
	expect(report[0]?.texts.map(({ reader, text }) => [reader, text])).toEqual([
		[null, no.text],
		[userId, no.text],
	])
})

test('an answer is asked for, and a text that is too long is refused', () => {
	expect(feedbackForm.parse({ aide: 'oui', texte: ' a\r\nb ' })).toEqual({ aide: 'oui', texte: 'a\nb' })
	expect(feedbackForm.safeParse({ texte: 'x' }).error?.issues[0]?.message).toBe(
		'Choisissez oui ou non, puis envoyez votre avis.',
	)
	const long = { aide: 'non', texte: 'a'.repeat(FEEDBACK_LENGTH + 1) }
	expect(feedbackForm.safeParse(long).error?.issues[0]?.message).toMatch(/dépasse 2.000 caractères/)
})
