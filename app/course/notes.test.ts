import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testDatabase } from '#test/setup/database.ts'
import { bookmarkedLessons, setBookmark } from './bookmarks.server.ts'
import { course } from './course.server.ts'
import type { Heading, Lesson } from './course.ts'
import { NOTE_LENGTH } from './note.ts'
import { noteForm } from './note-form.ts'
import { addNote, deleteNote, editNote, NOTES_AT_MOST, notebook } from './notes.server.ts'
import { completeLesson, lessonMarks } from './progress.server.ts'
import { readerOf } from './reader.server.ts'

const db = await testDatabase()
const [first, second] = course.parts.flatMap(({ lessons }) => lessons) as [Lesson, Lesson]
const [early, late] = first.headings as [Heading, Heading, ...Array<Heading>]
const morning = new Date('2026-11-23T08:00:00Z')
const evening = new Date('2026-11-23T20:00:00Z')

async function makeLearner(): Promise<string> {
	const id = randomUUID()
	await db.user.create({ data: { id, name: 'Zoé', email: `${id}@example.org` } })
	return id
}

test('notes of a lesson come in the order of its text, those on the whole lesson first', async () => {
	const userId = await makeLearner()
	for (const [text, anchor] of [
		['fin', late.id],
		['début', early.id],
		['tout', ''],
		['perdue', 'nulle-part'],
	] as const)
		await addNote({ userId, lesson: first }, { text, anchor }, morning)
	const { notes } = await readerOf(userId, first)
	expect(notes.map(({ text, heading }) => [text, heading?.id])).toEqual([
		['tout', undefined],
		['perdue', undefined],
		['début', early.id],
		['fin', late.id],
	])
})

test('an edited note keeps its place among the others and says when it changed', async () => {
	const userId = await makeLearner()
	await addNote({ userId, lesson: first }, { text: 'avant', anchor: '' }, morning)
	const {
		notes: [note],
	} = await readerOf(userId, first)
	expect(await editNote({ userId, id: note?.id ?? '' }, { text: 'après', anchor: early.id }, evening)).toBe(
		true,
	)
	expect((await readerOf(userId, first)).notes).toEqual([
		{ id: note?.id, text: 'après', heading: first.headings[0], updatedAt: evening.toISOString() },
	])
})

test('nobody edits or deletes a note that is not theirs', async () => {
	const [ana, bob] = [await makeLearner(), await makeLearner()]
	await addNote({ userId: ana, lesson: first }, { text: 'à Ana', anchor: '' }, morning)
	const {
		notes: [note],
	} = await readerOf(ana, first)
	const stolen = { userId: bob, id: note?.id ?? '' }
	expect(await editNote(stolen, { text: 'à Bob', anchor: '' }, evening)).toBe(false)
	expect(await deleteNote(stolen)).toBe(false)
	expect((await readerOf(ana, first)).notes).toEqual([note])
})

test('the notebook goes by the course; notes of a lesson that is gone come last and keep their anchor', async () => {
	const userId = await makeLearner()
	await addNote(
		{ userId, lesson: { ...first, slug: 'retiree' } },
		{ text: 'orpheline', anchor: early.id },
		morning,
	)
	await addNote({ userId, lesson: second }, { text: 'deux', anchor: '' }, morning)
	await addNote({ userId, lesson: first }, { text: 'un', anchor: '' }, morning)
	const sections = await notebook(userId)
	expect(sections.map(({ slug, path }) => [slug, path !== null])).toEqual([
		[first.slug, true],
		[second.slug, true],
		['retiree', false],
	])
	const id = sections[2]?.notes[0]?.id ?? ''
	await editNote({ userId, id }, { text: 'corrigée', anchor: '' }, evening)
	expect(await db.note.findUnique({ where: { id } })).toMatchObject({ text: 'corrigée', anchor: early.id })
})

test('a full notebook takes no more notes', async () => {
	const userId = await makeLearner()
	const data = Array.from({ length: NOTES_AT_MOST }, () => ({
		userId,
		lessonSlug: first.slug,
		text: 'une de plus',
		createdAt: morning,
		updatedAt: morning,
	}))
	await db.note.createMany({ data })
	expect(await addNote({ userId, lesson: first }, { text: 'de trop', anchor: '' }, evening)).toBe('full')
	expect(await db.note.count({ where: { userId } })).toBe(NOTES_AT_MOST)
})

test('a note is measured as its form measures it, and an empty one is refused', () => {
	const lines = 'a\r\n'.repeat(NOTE_LENGTH / 2 - 1)
	expect(noteForm.parse({ text: `${lines}bc` })).toEqual({
		text: `${lines.replaceAll('\r', '')}bc`,
		anchor: '',
	})
	expect(noteForm.safeParse({ text: 'a'.repeat(NOTE_LENGTH + 1) }).error?.issues[0]?.message).toMatch(
		/dépasse 4.000 caractères/,
	)
	for (const text of [' \r\n ', undefined])
		expect(noteForm.safeParse({ text }).error?.issues[0]?.message).toBe(
			'Écrivez la note avant de l’enregistrer.',
		)
})

async function bookmarks(userId: string): Promise<Array<string>> {
	return bookmarkedLessons((await lessonMarks(userId)).bookmarked).map(({ slug }) => slug)
}

test('a bookmark and the mark of a lesson read do not touch each other', async () => {
	const userId = await makeLearner()
	const mark = { userId, lessonSlug: first.slug }
	await setBookmark(mark, true, morning)
	expect(await lessonMarks(userId)).toEqual({ completed: [], bookmarked: [first.slug] })
	expect(await readerOf(userId, second)).toEqual({
		completed: [],
		bookmarked: [first.slug],
		notes: [],
		feedback: null,
	})
	await completeLesson(userId, first.slug, evening)
	await setBookmark(mark, false, evening)
	expect(await lessonMarks(userId)).toEqual({ completed: [first.slug], bookmarked: [] })
})

test('a bookmark set twice is one, and goes with its account, as notes do', async () => {
	const userId = await makeLearner()
	const mark = { userId, lessonSlug: first.slug }
	await setBookmark(mark, true, morning)
	await setBookmark(mark, true, evening)
	await setBookmark({ userId, lessonSlug: second.slug }, true, morning)
	expect(await bookmarks(userId)).toEqual([first.slug, second.slug])
	await setBookmark(mark, false, evening)
	expect(await bookmarks(userId)).toEqual([second.slug])
	await addNote({ userId, lesson: first }, { text: 'une note', anchor: '' }, morning)
	await db.user.delete({ where: { id: userId } })
	expect([
		await db.note.count({ where: { userId } }),
		await db.lessonProgress.count({ where: { userId } }),
	]).toEqual([0, 0])
})
