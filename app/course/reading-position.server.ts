import { getDatabase } from '#app/platform/db.server.ts'
import { course } from './course.server.ts'
import type { Lesson, Part } from './course.ts'

/** Lessons read last that are looked at: some may have left the course since. */
const LOOKED_AT = 20

/** Where to go on reading, as a page offers it. */
export type ResumePoint = {
	part: { slug: string; title: string }
	lesson: { slug: string; title: string }
	/** The heading that the learner was under; null at the top. */
	heading: { id: string; title: string } | null
	/** Whether it is a lesson to begin, the one left being read. */
	next: boolean
}

/** Keeps where a learner is in a lesson; an anchor that the lesson does not have counts as its top. */
export async function keepPosition(
	userId: string,
	lesson: Pick<Lesson, 'slug' | 'headings'>,
	anchor: string | null,
	at: Date,
): Promise<void> {
	const position = { readAt: at, anchor: lesson.headings.some(({ id }) => id === anchor) ? anchor : null }
	await getDatabase().lessonProgress.upsert({
		where: { userId_lessonSlug: { userId, lessonSlug: lesson.slug } },
		create: { userId, lessonSlug: lesson.slug, openedAt: at, ...position },
		update: position,
	})
}

/**
 * Where a learner goes on: in the lesson left last, or, when that one is read, at
 * the next one that is not. Null before the first lesson and after the last;
 * `within` looks at one part alone.
 */
export async function resumePoint(userId: string, within?: Part): Promise<ResumePoint | null> {
	const steps = stepsOf(within ? [within] : course.parts)
	const rows = await getDatabase().lessonProgress.findMany({
		where: {
			userId,
			readAt: { not: null },
			...(within && { lessonSlug: { in: within.lessons.map(({ slug }) => slug) } }),
		},
		orderBy: { readAt: 'desc' },
		take: LOOKED_AT,
		select: { lessonSlug: true, anchor: true, completedAt: true },
	})
	const left = rows.find(({ lessonSlug }) => steps.some(({ lesson }) => lesson.slug === lessonSlug))
	if (!left) return null
	const position = steps.findIndex(({ lesson }) => lesson.slug === left.lessonSlug)
	if (!left.completedAt) return pointAt(steps[position], left.anchor, false)

	const ahead = steps.slice(position + 1)
	const read = await getDatabase().lessonProgress.findMany({
		where: {
			userId,
			completedAt: { not: null },
			lessonSlug: { in: ahead.map(({ lesson }) => lesson.slug) },
		},
		select: { lessonSlug: true },
	})
	const next = ahead.find(({ lesson }) => !read.some(({ lessonSlug }) => lessonSlug === lesson.slug))
	return pointAt(next, null, true)
}

type Step = { part: Part; lesson: Lesson }

function stepsOf(parts: ReadonlyArray<Part>): Array<Step> {
	return parts.flatMap((part) => part.lessons.map((lesson) => ({ part, lesson })))
}

function pointAt(step: Step | undefined, anchor: string | null, next: boolean): ResumePoint | null {
	if (!step) return null
	const { part, lesson } = step
	return {
		part: { slug: part.slug, title: part.title },
		lesson: { slug: lesson.slug, title: lesson.title },
		heading: lesson.headings.find(({ id }) => id === anchor) ?? null,
		next,
	}
}
