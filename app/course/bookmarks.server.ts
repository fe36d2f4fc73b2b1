import { getDatabase } from '#app/platform/db.server.ts'
import { course } from './course.server.ts'

/** A lesson that a learner marked, as lists show it. */
export type BookmarkedLesson = { slug: string; title: string; part: { slug: string; title: string } }

/** Puts a bookmark on a lesson, or takes it away; twice is once. */
export async function setBookmark(
	{ userId, lessonSlug }: { userId: string; lessonSlug: string },
	marked: boolean,
	at: Date,
): Promise<void> {
	const { bookmark } = getDatabase()
	if (!marked) return void (await bookmark.deleteMany({ where: { userId, lessonSlug } }))
	await bookmark.upsert({
		where: { userId_lessonSlug: { userId, lessonSlug } },
		create: { userId, lessonSlug, markedAt: at },
		update: {},
	})
}

/** The lessons that a learner marked, in the order of the course. */
export async function bookmarkedLessons(userId: string): Promise<Array<BookmarkedLesson>> {
	const rows = await getDatabase().bookmark.findMany({ where: { userId }, select: { lessonSlug: true } })
	const marked = new Set(rows.map(({ lessonSlug }) => lessonSlug))
	return course.parts.flatMap((part) =>
		part.lessons
			.filter(({ slug }) => marked.has(slug))
			.map(({ slug, title }) => ({ slug, title, part: { slug: part.slug, title: part.title } })),
	)
}
