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
	const { lessonProgress } = getDatabase()
	if (!marked) {
		await lessonProgress.updateMany({ where: { userId, lessonSlug }, data: { bookmarkedAt: null } })
		return
	}
	await lessonProgress.upsert({
		where: { userId_lessonSlug: { userId, lessonSlug } },
		create: { userId, lessonSlug, openedAt: at, bookmarkedAt: at },
		update: { bookmarkedAt: at },
	})
}

/** Lessons by their slugs, in the order of the course; those that left it are passed over. */
export function bookmarkedLessons(slugs: ReadonlyArray<string>): Array<BookmarkedLesson> {
	return course.parts.flatMap((part) =>
		part.lessons
			.filter(({ slug }) => slugs.includes(slug))
			.map(({ slug, title }) => ({ slug, title, part: { slug: part.slug, title: part.title } })),
	)
}
