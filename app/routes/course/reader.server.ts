import type { Lesson } from '#app/course/course.ts'
import { feedbackOf } from '#app/course/lesson-feedback.server.ts'
import { lessonNotes } from '#app/course/notes.server.ts'

/** What a signed-in learner wrote of a lesson; what was read and marked is the part's to tell. */
export async function readerOf(userId: string, lesson: Lesson) {
	const [notes, feedback] = await Promise.all([lessonNotes(userId, lesson), feedbackOf(userId, lesson)])
	return { notes, feedback }
}
