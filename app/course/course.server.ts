import course from 'virtual:course'
import { coursePath, type Lesson, type Part } from './course.ts'

export { course }

/** The part at this address. Throws a 404 response when there is none. */
export function findPart(slug: string | undefined): Part {
	const part = course.parts.find((one) => one.slug === slug)
	if (!part) throw new Response('Cette partie du cours n’existe pas.', { status: 404 })
	return part
}

/** The lesson at this address. Throws a 404 response when there is none. */
export function findLesson(part: Part, slug: string | undefined): Lesson {
	const lesson = part.lessons.find((one) => one.slug === slug)
	if (!lesson) throw new Response('Cette leçon n’existe pas.', { status: 404 })
	return lesson
}

/** The address of a lesson, whichever part it is in; undefined when it is gone, as from an old verdict. */
export function lessonPath(slug: string): string | undefined {
	for (const part of course.parts) {
		const lesson = part.lessons.find((one) => one.slug === slug)
		if (lesson) return coursePath(part, lesson)
	}
}

/** The lessons just before and after this one, across the parts. */
export function neighbours(lesson: Lesson): { previous?: CourseStep; next?: CourseStep } {
	const steps = course.parts.flatMap((part) => part.lessons.map((one) => ({ part, lesson: one })))
	const position = steps.findIndex((step) => step.lesson.slug === lesson.slug)
	return { previous: stepAt(steps[position - 1]), next: stepAt(steps[position + 1]) }
}

export type CourseStep = { part: { slug: string; title: string }; slug: string; title: string }

function stepAt(step: { part: Part; lesson: Lesson } | undefined): CourseStep | undefined {
	if (!step) return undefined
	return {
		part: { slug: step.part.slug, title: step.part.title },
		slug: step.lesson.slug,
		title: step.lesson.title,
	}
}
