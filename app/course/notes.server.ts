import { getDatabase } from '#app/platform/db.server.ts'
import { course } from './course.server.ts'
import { coursePath, type Lesson } from './course.ts'
import type { Note } from './note.ts'
import type { NotebookSection } from './notebook.ts'

/** Notes that one learner may keep. */
export const NOTES_AT_MOST = 1000

const shown = { id: true, lessonSlug: true, anchor: true, text: true, updatedAt: true } as const

type NoteRow = { id: string; anchor: string | null; text: string; updatedAt: Date }

/** A note's new state; `anchor` is empty for the lesson as a whole. */
type Written = { text: string; anchor: string }

/** Adds a note to a lesson, or answers `full` when the learner has as many as one may. */
export async function addNote(
	{ userId, lesson }: { userId: string; lesson: Lesson },
	{ text, anchor }: Written,
	at: Date,
): Promise<'added' | 'full'> {
	const { note } = getDatabase()
	if ((await note.count({ where: { userId } })) >= NOTES_AT_MOST) return 'full'
	const data = { userId, lessonSlug: lesson.slug, text, anchor: anchorOf(lesson, anchor) }
	await note.create({ data: { ...data, createdAt: at, updatedAt: at } })
	return 'added'
}

/** Rewrites one of the learner's own notes; false when there is none of that id. */
export async function editNote(
	{ userId, id }: { userId: string; id: string },
	{ text, anchor }: Written,
	at: Date,
): Promise<boolean> {
	const { note } = getDatabase()
	const before = await note.findFirst({ where: { id, userId }, select: { lessonSlug: true, anchor: true } })
	if (!before) return false
	const lesson = findStep(before.lessonSlug)?.lesson
	const { count } = await note.updateMany({
		where: { id, userId },
		// A lesson that left the course keeps its anchors: it may come back.
		data: { text, anchor: lesson ? anchorOf(lesson, anchor) : before.anchor, updatedAt: at },
	})
	return count > 0
}

/** Deletes one of the learner's own notes; false when there is none of that id. */
export async function deleteNote({ userId, id }: { userId: string; id: string }): Promise<boolean> {
	const { count } = await getDatabase().note.deleteMany({ where: { id, userId } })
	return count > 0
}

/** All notes of a learner, lesson by lesson in the order of the course; those of lessons that are gone come last. */
export async function notebook(userId: string): Promise<Array<NotebookSection>> {
	const rows = await getDatabase().note.findMany({
		where: { userId },
		orderBy: { createdAt: 'asc' },
		select: shown,
	})
	const byLesson = Map.groupBy(rows, ({ lessonSlug }) => lessonSlug)
	const known = course.parts.flatMap((part) =>
		part.lessons.flatMap((lesson): Array<NotebookSection> => {
			const notes = byLesson.get(lesson.slug)
			if (!notes) return []
			byLesson.delete(lesson.slug)
			return [
				{
					slug: lesson.slug,
					part: part.title,
					title: lesson.title,
					path: coursePath(part, lesson),
					headings: lesson.headings,
					notes: inTextOrder(notes, lesson),
				},
			]
		}),
	)
	const gone = [...byLesson].map(
		([slug, notes]): NotebookSection => ({
			slug,
			part: null,
			title: slug,
			path: null,
			headings: [],
			notes: notes.map((row) => noteOf(row, null)),
		}),
	)
	return [...known, ...gone]
}

function findStep(slug: string) {
	return course.parts
		.flatMap((part) => part.lessons.map((lesson) => ({ part, lesson })))
		.find(({ lesson }) => lesson.slug === slug)
}

function anchorOf({ headings }: Pick<Lesson, 'headings'>, anchor: string): string | null {
	return headings.some(({ id }) => id === anchor) ? anchor : null
}

/** Notes on one lesson, those on it as a whole first, then as their headings come. */
export function inTextOrder(
	rows: ReadonlyArray<NoteRow>,
	{ headings }: Pick<Lesson, 'headings'>,
): Array<Note> {
	const place = ({ anchor }: NoteRow) => headings.findIndex(({ id }) => id === anchor)
	return rows
		.toSorted((one, other) => place(one) - place(other))
		.map((row) => noteOf(row, headings.find(({ id }) => id === row.anchor) ?? null))
}

function noteOf({ id, text, updatedAt }: NoteRow, heading: Note['heading']): Note {
	return { id, text, heading, updatedAt: updatedAt.toISOString() }
}
