import { getDatabase } from '#app/platform/db.server.ts'
import type { Lesson } from './course.ts'
import type { Feedback } from './feedback.ts'
import { spendVisitorQuota, type Visitor } from './visitor-quota.server.ts'

/** Keeps what a learner says of the lesson as it is today; saying it again replaces it. */
export async function keepFeedback(
	{ userId, lesson }: { userId: string; lesson: Lesson },
	{ helped, text }: Feedback,
	at: Date,
): Promise<void> {
	const key = { userId, lessonSlug: lesson.slug, lessonVersion: lesson.verified }
	await getDatabase().lessonFeedback.upsert({
		where: { userId_lessonSlug_lessonVersion: key },
		create: { ...key, helped, text, createdAt: at, updatedAt: at },
		update: { helped, text, updatedAt: at },
	})
}

/** Keeps what a visitor says, unless too much came from where they are today. */
export async function keepVisitorFeedback(
	{ visitor, lesson }: { visitor: Visitor; lesson: Lesson },
	{ helped, text }: Feedback,
	at: Date,
): Promise<'kept' | 'too-many'> {
	if (!(await spendVisitorQuota(visitor, at))) return 'too-many'
	const said = { lessonSlug: lesson.slug, lessonVersion: lesson.verified, helped, text }
	await getDatabase().lessonFeedback.create({ data: { ...said, createdAt: at, updatedAt: at } })
	return 'kept'
}
