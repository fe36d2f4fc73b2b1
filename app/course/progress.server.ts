import { getDatabase } from '#app/platform/db.server.ts'

/** Slugs of the lessons that a learner has marked, as read and to be found again. */
export interface LessonMarks {
	completed: Array<string>
	bookmarked: Array<string>
}

/** What a learner has marked in the whole course, in one query: every page of it shows both. */
export async function lessonMarks(userId: string): Promise<LessonMarks> {
	const rows = await getDatabase().lessonProgress.findMany({
		where: { userId },
		select: { lessonSlug: true, completedAt: true, bookmarkedAt: true },
	})
	return {
		completed: rows.filter((row) => row.completedAt).map(({ lessonSlug }) => lessonSlug),
		bookmarked: rows.filter((row) => row.bookmarkedAt).map(({ lessonSlug }) => lessonSlug),
	}
}

/** Marks a lesson as read, and as where the learner is. Marking again keeps the first date. */
export async function completeLesson(userId: string, lessonSlug: string, at: Date): Promise<void> {
	const { lessonProgress } = getDatabase()
	await lessonProgress.upsert({
		where: { userId_lessonSlug: { userId, lessonSlug } },
		create: { userId, lessonSlug, openedAt: at, readAt: at, completedAt: at },
		update: { readAt: at },
	})
	await lessonProgress.updateMany({
		where: { userId, lessonSlug, completedAt: null },
		data: { completedAt: at },
	})
}

/** Takes the mark away. */
export async function reopenLesson(userId: string, lessonSlug: string): Promise<void> {
	await getDatabase().lessonProgress.updateMany({
		where: { userId, lessonSlug },
		data: { completedAt: null },
	})
}
