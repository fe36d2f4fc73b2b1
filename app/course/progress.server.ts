import { getDatabase } from '#app/platform/db.server.ts'

/** Slugs of the lessons that this learner has marked as read. */
export async function completedLessons(userId: string): Promise<Array<string>> {
	const rows = await getDatabase().lessonProgress.findMany({
		where: { userId, completedAt: { not: null } },
		select: { lessonSlug: true },
	})
	return rows.map(({ lessonSlug }) => lessonSlug)
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
