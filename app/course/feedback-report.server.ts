import { getDatabase } from '#app/platform/db.server.ts'
import { course } from './course.server.ts'

/** What readers said of one lesson, for the team. */
export interface LessonReport {
	slug: string
	/** Null when the lesson has left the course; its title is then its slug. */
	part: { slug: string; title: string } | null
	title: string
	/** The version that is published now. */
	version: string | null
	/** Newest version first. */
	versions: Array<{ version: string; yes: number; no: number }>
	texts: Array<{
		id: string
		version: string
		helped: boolean
		text: string
		reader: string | null
		at: string
	}>
}

/** Texts that the page shows; the file has them all. */
const TEXTS_SHOWN = 500

/** What was said, lesson by lesson in the order of the course. */
export async function feedbackReport(): Promise<Array<LessonReport>> {
	const { lessonFeedback } = getDatabase()
	const [counts, texts] = await Promise.all([
		lessonFeedback.groupBy({ by: ['lessonSlug', 'lessonVersion', 'helped'], _count: true }),
		lessonFeedback.findMany({
			where: { text: { not: '' } },
			orderBy: { updatedAt: 'desc' },
			take: TEXTS_SHOWN,
			select: {
				id: true,
				lessonSlug: true,
				lessonVersion: true,
				helped: true,
				text: true,
				userId: true,
				updatedAt: true,
			},
		}),
	])
	const countsOf = Map.groupBy(counts, ({ lessonSlug }) => lessonSlug)
	const textsOf = Map.groupBy(texts, ({ lessonSlug }) => lessonSlug)
	return inCourseOrder([...countsOf.keys()]).map(({ slug, part, title, version }) => ({
		slug,
		part,
		title,
		version,
		versions: [...Map.groupBy(countsOf.get(slug) ?? [], ({ lessonVersion }) => lessonVersion)]
			.map(([lessonVersion, rows]) => ({
				version: lessonVersion,
				yes: rows.find(({ helped }) => helped)?._count ?? 0,
				no: rows.find(({ helped }) => !helped)?._count ?? 0,
			}))
			.toSorted((one, other) => other.version.localeCompare(one.version)),
		texts: (textsOf.get(slug) ?? []).map((row) => ({
			id: row.id,
			version: row.lessonVersion,
			helped: row.helped,
			text: row.text,
			reader: row.userId,
			at: row.updatedAt.toISOString(),
		})),
	}))
}

/** Everything that was said, one row each, oldest first. */
export function feedbackRows() {
	return getDatabase().lessonFeedback.findMany({
		orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
		select: {
			lessonSlug: true,
			lessonVersion: true,
			helped: true,
			text: true,
			userId: true,
			createdAt: true,
			updatedAt: true,
		},
	})
}

function inCourseOrder(slugs: ReadonlyArray<string>) {
	const known = course.parts.flatMap((part) =>
		part.lessons
			.filter(({ slug }) => slugs.includes(slug))
			.map(({ slug, title, verified }) => ({
				slug,
				title,
				version: verified,
				part: { slug: part.slug, title: part.title },
			})),
	)
	const gone = slugs
		.filter((slug) => !known.some((lesson) => lesson.slug === slug))
		.map((slug) => ({ slug, title: slug, version: null, part: null }))
	return [...known, ...gone]
}
