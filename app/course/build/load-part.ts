import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lesson, Part, PlannedLab, Quiz } from '../course.ts'
import { ContentError } from './content-error.ts'
import { partFrontMatter } from './front-matter.ts'
import { loadLesson, numberAndSlug } from './load-lesson.ts'
import { quizFile } from './question-schema.ts'
import { readFrontMatter } from './read-front-matter.ts'
import { readYaml } from './yaml-content.ts'

export const modules = 'content/modules'

/** What stands at `/cours/…` besides the parts. */
const TAKEN = ['notes', 'position']

/** One folder of `content/modules`, validated. */
export function loadPart(root: string, folder: string, labs: ReadonlyArray<PlannedLab>): Part {
	const file = `${modules}/${folder}/index.mdx`
	const { number, slug } = numberAndSlug(folder, file)
	if (!existsSync(join(root, file))) throw new ContentError(file, 'missing; every part has an index.mdx')
	if (TAKEN.includes(slug))
		throw new ContentError(file, `the slug "${slug}" is the address of another page; choose another`)

	const { value: front, lineOf } = readFrontMatter(root, file, partFrontMatter)
	const names = readdirSync(join(root, modules, folder)).sort()
	refuseStrangers(folder, names)
	const lessons = names
		.filter((name) => name.endsWith('.mdx') && name !== 'index.mdx')
		.map((name) => loadLesson(root, `${modules}/${folder}/${name}`, labs))
	refuseSharedNumbers(lessons)

	if (front.status === 'published' && lessons.length === 0) {
		throw new ContentError(
			file,
			'status is "published" but the part has no lesson; write one or say "planned"',
			lineOf(['status']),
		)
	}
	if (front.status === 'planned' && front.planned.length === 0) {
		throw new ContentError(
			file,
			'status is "planned": list the titles of its sections under "planned"',
			lineOf(['status']),
		)
	}
	const quiz = names.includes('quiz.yaml') ? loadQuiz(root, `${modules}/${folder}/quiz.yaml`, lessons) : null
	return { number, slug, ...front, lessons, quiz, file }
}

function loadQuiz(root: string, file: string, lessons: Array<Lesson>): Quiz {
	const { value: quiz, lineOf } = readYaml(quizFile, readFileSync(join(root, file), 'utf8'), file)
	for (const [position, question] of quiz.questions.entries()) {
		if (lessons.some(({ slug }) => slug === question.lesson)) continue
		throw new ContentError(
			file,
			`question "${question.id}": no lesson "${question.lesson}" in this part`,
			lineOf(['questions', position, 'lesson']),
		)
	}
	return quiz
}

/** A file that no page would ever show is a mistake in its name. */
function refuseStrangers(folder: string, names: Array<string>) {
	for (const name of names.filter((one) => one.endsWith('.yaml') && one !== 'quiz.yaml')) {
		if (names.includes(name.replace(/yaml$/, 'mdx'))) continue
		throw new ContentError(
			`${modules}/${folder}/${name}`,
			'belongs to no lesson; name it as the lesson whose knowledge checks it holds',
		)
	}
}

function refuseSharedNumbers(lessons: Array<Lesson>) {
	for (const [position, lesson] of lessons.entries()) {
		const before = lessons[position - 1]
		if (before?.number === lesson.number) {
			throw new ContentError(
				lesson.file,
				`the number ${lesson.number} is already taken by ${before.file}; renumber one of them`,
			)
		}
	}
}
