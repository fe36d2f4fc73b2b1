import { expect, test } from 'vitest'
import * as lesson from '#app/routes/course/lesson.tsx'
import * as notes from '#app/routes/course/notes.tsx'
import * as notesExport from '#app/routes/course/notes-export.ts'
import * as outline from '#app/routes/course/outline.tsx'
import * as partLayout from '#app/routes/course/part-layout.tsx'
import * as position from '#app/routes/course/position.ts'
import * as feedback from '#app/routes/team/feedback.tsx'
import * as feedbackCsv from '#app/routes/team/feedback-csv.ts'
import { testDatabase } from '#test/setup/database.ts'
import { form, json, learner, type Person, visitor } from './person.ts'

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

test('a note of one learner is neither read, searched, exported, edited nor deleted by another', async () => {
	const note = await addNote(ana, 'le secret d’Ana')
	expect((await bob.call(partLayout.loader, LESSON, PARAMS)).data.written.notes).toEqual([])
	expect((await bob.call(notes.loader, '/cours/notes?q=secret', {})).data).toMatchObject({ total: 0 })
	expect((await bob.call(notesExport.loader, '/cours/notes.md', {})).data).not.toContain('secret')
	for (const intent of ['note-edit', 'note-delete']) {
		const stolen = form({ intent, id: note.id, text: 'écrit par Bob', userId: ana.id })
		expect(await bob.call(lesson.action, LESSON, PARAMS, stolen), intent).toMatchObject({ status: 404 })
		const again = form({ intent, id: note.id, text: 'écrit par Bob' })
		expect(await bob.call(notes.action, '/cours/notes', {}, again), intent).toMatchObject({ status: 404 })
	}
	expect((await ana.call(partLayout.loader, LESSON, PARAMS)).data.written.notes).toEqual([note])
	expect((await ana.call(notesExport.loader, '/cours/notes.md', {})).data).toContain('le secret d’Ana')
})

test('a refused note comes back as it was typed', async () => {
	const long = form({ intent: 'note', text: 'a'.repeat(4001), anchor: 'x' })
	expect(await ana.call(lesson.action, LESSON, PARAMS, long)).toMatchObject({
		status: 400,
		data: { refusedNote: { id: null, text: 'a'.repeat(4001), anchor: 'x' } },
	})
	const note = await addNote(ana, 'à garder')
	const empty = form({ intent: 'note-edit', id: note.id, text: '  ' })
	expect(await ana.call(notes.action, '/cours/notes', {}, empty)).toMatchObject({
		status: 400,
		data: { refusedNote: { id: note.id } },
	})
	expect((await ana.call(notes.loader, '/cours/notes?q=garder', {})).data.sections[0].notes).toEqual([note])
})

test('a visitor who writes, marks or opens the notes is sent to sign in, and nothing is kept', async () => {
	const asked: Array<Record<string, string>> = [
		{ intent: 'note', text: 'perdu' },
		{ intent: 'note-delete', id: 'x' },
		{ intent: 'bookmark', marque: 'oui' },
	]
	for (const fields of asked) {
		const sent = await visitor().call(lesson.action, LESSON, PARAMS, form(fields))
		expect(sent, fields.intent).toMatchObject({ status: 302 })
		expect(sent.location).toMatch(/^\/connexion\?retour=/)
	}
	for (const [loader, path] of [
		[notes.loader, '/cours/notes'],
		[notesExport.loader, '/cours/notes.md'],
	] as const)
		expect(await visitor().call(loader, path, {}), path).toMatchObject({ status: 302 })
	expect(await db.note.count({ where: { text: 'perdu' } })).toBe(0)
	expect(await db.lessonProgress.count({ where: { bookmarkedAt: { not: null } } })).toBe(0)
})

test('a bookmark shows to who set it, and another’s hand does not take it away', async () => {
	await ana.call(lesson.action, LESSON, PARAMS, form({ intent: 'bookmark', marque: 'oui' }))
	await bob.call(lesson.action, LESSON, PARAMS, form({ intent: 'bookmark', marque: 'non', userId: ana.id }))
	for (const [person, count] of [
		[ana, 1],
		[bob, 0],
	] as const) {
		expect((await person.call(outline.loader, '/cours', {})).data.bookmarks).toHaveLength(count)
		expect((await person.call(partLayout.loader, LESSON, PARAMS)).data.bookmarks).toHaveLength(count)
	}
	expect((await visitor().call(partLayout.loader, LESSON, PARAMS)).data.bookmarks).toBeNull()
	const odd = form({ intent: 'bookmark', marque: 'peut-être' })
	expect(await ana.call(lesson.action, LESSON, PARAMS, odd)).toMatchObject({ status: 400 })
})

test('what one learner says of a lesson shows to them alone, and is nobody else’s to change', async () => {
	const said = form({ intent: 'feedback', aide: 'oui', texte: 'Clair.', userId: bob.id })
	expect(await ana.call(lesson.action, LESSON, PARAMS, said)).toMatchObject({ location: `${LESSON}#avis` })
	const other = form({ intent: 'feedback', aide: 'non', userId: ana.id })
	await bob.call(lesson.action, LESSON, PARAMS, other)
	for (const [person, expected] of [
		[ana, { helped: true, text: 'Clair.' }],
		[bob, { helped: false, text: '' }],
	] as const)
		expect((await person.call(partLayout.loader, LESSON, PARAMS)).data.written.feedback).toEqual(expected)
	expect((await visitor().call(partLayout.loader, LESSON, PARAMS)).data.written).toBeNull()
})

test('a visitor may say one thing of a lesson, as long as it is an answer', async () => {
	const said = form({ intent: 'feedback', aide: 'non', texte: 'Il manque un schéma.', userId: ana.id })
	expect(await visitor().call(lesson.action, LESSON, PARAMS, said)).toMatchObject({
		status: 200,
		data: { feedback: { kept: true } },
	})
	const text = 'Il manque un schéma.'
	expect(await db.lessonFeedback.findMany({ where: { text } })).toMatchObject([
		{ userId: null, helped: false },
	])
	const nothing = form({ intent: 'feedback', texte: 'perdu' })
	expect(await visitor().call(lesson.action, LESSON, PARAMS, nothing)).toMatchObject({
		status: 400,
		data: { feedback: { kept: false, text: 'perdu' } },
	})
	expect(await db.lessonFeedback.count({ where: { text: 'perdu' } })).toBe(0)
})

test('only trainers and administrators read what was said', async () => {
	for (const [handler, path] of [
		[feedback.loader, '/equipe/retours'],
		[feedbackCsv.loader, '/equipe/retours.csv'],
	] as const) {
		expect(await visitor().call(handler, path, {}), path).toMatchObject({ status: 302 })
		expect(await bob.call(handler, path, {}), path).toMatchObject({ status: 403 })
		for (const role of ['trainer', 'admin'] as const) {
			await db.user.update({ where: { id: bob.id }, data: { role } })
			const { status, data } = await bob.call(handler, path, {})
			expect(status, `${path} for ${role}`).toBe(200)
			const told = JSON.stringify(data)
			expect(told).toContain('Clair.')
			expect(told).toContain(ana.id)
			for (const personal of [ana.email, '127.0.0.1']) expect(told).not.toContain(personal)
		}
		await db.user.update({ where: { id: bob.id }, data: { role: 'learner' } })
	}
})

/** Writes a note on the lesson; answers it as the page shows it. */
async function addNote(person: Person, text: string) {
	const sent = await person.call(lesson.action, LESSON, PARAMS, form({ intent: 'note', text }))
	expect(sent).toMatchObject({ status: 302, location: `${LESSON}#notes` })
	const { data } = await person.call(partLayout.loader, LESSON, PARAMS)
	return data.written.notes.find((note: { text: string }) => note.text === text)
}
