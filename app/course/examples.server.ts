import { course } from './course.server.ts'
import { coursePath, type Example } from './course.ts'

/** An example with the lesson that shows it. */
export type ShownExample = Example & { lessonTitle: string; lessonPath: string }

/** The example of that id. Throws a 404 response when no lesson has it. */
export function findExample(id: string): ShownExample {
	const example = course.examples.find((one) => one.id === id)
	const part = course.parts.find(({ lessons }) => lessons.some(({ slug }) => slug === example?.lesson))
	const lesson = part?.lessons.find(({ slug }) => slug === example?.lesson)
	if (!example || !part || !lesson)
		throw new Response('Cet exemple n’est plus dans le cours. Revenez à la leçon, puis réessayez.', {
			status: 404,
		})
	return { ...example, lessonTitle: lesson.title, lessonPath: coursePath(part, lesson) }
}
