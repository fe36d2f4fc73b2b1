import { Outlet } from 'react-router'
import { getUser } from '#app/accounts/guards.server.ts'
import { bookmarkedLessons } from '#app/course/bookmarks.server.ts'
import { course, findPart } from '#app/course/course.server.ts'
import { lessonMarks } from '#app/course/progress.server.ts'
import { readerOf } from '#app/course/reader.server.ts'
import type { Route } from './+types/part-layout'
import { CourseMap } from './course-map.tsx'

export async function loader({ request, params }: Route.LoaderArgs) {
	const { number, slug, title, status, lessons, quiz } = findPart(params.part)
	// One that the part does not have is the lesson's own page to refuse.
	const lesson = lessons.find((one) => one.slug === params.lesson)
	const user = await getUser(request)
	const reader = user && lesson ? await readerOf(user.id, lesson) : null
	const marks = reader ?? (user && (await lessonMarks(user.id)))
	return {
		part: {
			number,
			slug,
			title,
			status,
			hasQuiz: quiz !== null,
			lessons: lessons.map((lesson) => ({ slug: lesson.slug, title: lesson.title, section: lesson.section })),
		},
		otherParts: course.parts.map((part) => ({
			number: part.number,
			slug: part.slug,
			title: part.title,
			status: part.status,
		})),
		/** Slugs of the lessons read; null for a visitor, whose reading is not kept. */
		completed: marks?.completed ?? null,
		/** Lessons marked in the whole course; null for a visitor. */
		bookmarks: marks && bookmarkedLessons(marks.bookmarked),
		/** What the learner wrote of the lesson that is shown; null for a visitor, or without a lesson. */
		written: reader && { notes: reader.notes, feedback: reader.feedback },
	}
}

export default function PartLayout({ loaderData }: Route.ComponentProps) {
	return (
		<div className="course-layout">
			<CourseMap {...loaderData} />
			<div className="course-page">
				<Outlet />
			</div>
		</div>
	)
}
