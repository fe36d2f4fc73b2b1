import { isBookmarked } from '#app/course/bookmarks.server.ts'
import type { Lesson } from '#app/course/course.ts'
import { feedbackOf } from '#app/course/lesson-feedback.server.ts'
import { lessonNotes } from '#app/course/notes.server.ts'

/** What a signed-in learner has kept of a lesson. */
export async function readerOf(userId: string, lesson: Lesson) {
	const [bookmarked, notes, feedback] = await Promise.all([
		isBookmarked({ userId, lessonSlug: lesson.slug }),
		lessonNotes(userId, lesson),
		feedbackOf(userId, lesson),
	])
	return { bookmarked, notes, feedback }
}
