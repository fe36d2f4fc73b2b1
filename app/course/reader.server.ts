import { z } from 'zod'
import { getDatabase } from '#app/platform/db.server.ts'
import type { Lesson } from './course.ts'
import type { Feedback } from './feedback.ts'
import type { Note } from './note.ts'
import { inTextOrder } from './notes.server.ts'
import type { LessonMarks } from './progress.server.ts'

/** All that a learner left in the course that a lesson's page shows. */
export interface Reader extends LessonMarks {
	/** On this lesson, in the order of its text. */
	notes: Array<Note>
	/** Of the lesson as it is today. */
	feedback: Feedback | null
}

const rowSchema = z.object({
	completed: z.array(z.string()),
	bookmarked: z.array(z.string()),
	notes: z.array(
		z.object({
			id: z.string(),
			anchor: z.string().nullable(),
			text: z.string(),
			// The column has no time zone: it is kept in UTC.
			updatedAt: z.iso.datetime({ local: true }).transform((at) => new Date(`${at}Z`)),
		}),
	),
	feedback: z.object({ helped: z.boolean(), text: z.string() }).nullable(),
})

/**
 * What a learner left, for a lesson's page. It is the page that is asked for most,
 * and on the embedded database a query costs more than what it finds: this is one
 * in place of three.
 */
export async function readerOf(userId: string, lesson: Lesson): Promise<Reader> {
	const { slug, verified } = lesson
	const [row] = await getDatabase().$queryRaw<Array<unknown>>`
		SELECT
			coalesce(array_agg("lessonSlug") FILTER (WHERE "completedAt" IS NOT NULL), '{}') AS completed,
			coalesce(array_agg("lessonSlug") FILTER (WHERE "bookmarkedAt" IS NOT NULL), '{}') AS bookmarked,
			(
				SELECT coalesce(json_agg(note), '[]') FROM (
					SELECT "id", "anchor", "text", "updatedAt" FROM "Note"
					WHERE "userId" = ${userId} AND "lessonSlug" = ${slug} ORDER BY "createdAt"
				) AS note
			) AS notes,
			(
				SELECT json_build_object('helped', "helped", 'text', "text") FROM "LessonFeedback"
				WHERE "userId" = ${userId} AND "lessonSlug" = ${slug} AND "lessonVersion" = ${verified}
			) AS feedback
		FROM "LessonProgress" WHERE "userId" = ${userId}`
	const { notes, ...rest } = rowSchema.parse(row)
	return { ...rest, notes: inTextOrder(notes, lesson) }
}
