import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Course, Lesson, Part, Quiz } from '../course.ts'
import { ContentError } from './content-error.ts'
import { lessonFrontMatter, partFrontMatter, quizFile } from './front-matter.ts'
import { parseYaml } from './yaml-content.ts'

const numbered = /^(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)$/
const modules = 'content/modules'

/** The whole course under `root`, validated. Throws ContentError at the first thing that cannot be published. */
export function loadCourse(root: string): Course {
	const folders = readdirSync(join(root, modules), { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map((entry) => entry.name)
		.sort()
	const parts = folders.map((folder) => loadPart(root, folder))
	refuseDuplicates(parts.map(({ slug, number, file }) => ({ slug, number, file })))
	refuseDuplicates(parts.flatMap(({ lessons }) => lessons.map(({ slug, file }) => ({ slug, file }))))
	return { parts }
}

function loadPart(root: string, folder: string): Part {
	const file = `${modules}/${folder}/index.mdx`
	const { number, slug } = numberAndSlug(folder, file)
	if (!existsSync(join(root, file))) throw new ContentError(file, 'missing; every part has an index.mdx')

	const front = readFrontMatter(root, file, partFrontMatter)
	const names = readdirSync(join(root, modules, folder)).sort()
	const lessons = names
		.filter((name) => name.endsWith('.mdx') && name !== 'index.mdx')
		.map((name) => loadLesson(root, `${modules}/${folder}/${name}`, name.slice(0, -'.mdx'.length)))
	refuseSharedNumbers(lessons)

	if (front.status === 'published' && lessons.length === 0) {
		throw new ContentError(
			file,
			'status is "published" but the part has no lesson; write one or say "planned"',
		)
	}
	if (front.status === 'planned' && front.planned.length === 0) {
		throw new ContentError(file, 'status is "planned": list the titles of its sections under "planned"')
	}
	const quiz = names.includes('quiz.yaml') ? loadQuiz(root, `${modules}/${folder}/quiz.yaml`, lessons) : null
	return { number, slug, ...front, lessons, quiz, file }
}

function loadLesson(root: string, file: string, name: string): Lesson {
	const { number, slug } = numberAndSlug(name, file)
	if (slug === 'quiz')
		throw new ContentError(file, 'the slug "quiz" is the address of the quiz; choose another')
	return { number, slug, ...readFrontMatter(root, file, lessonFrontMatter), file }
}

function loadQuiz(root: string, file: string, lessons: Array<Lesson>): Quiz {
	const quiz = parseYaml(quizFile, readFileSync(join(root, file), 'utf8'), file)
	for (const question of quiz.questions) {
		if (!lessons.some(({ slug }) => slug === question.lesson)) {
			throw new ContentError(file, `question "${question.id}": no lesson "${question.lesson}" in this part`)
		}
	}
	return quiz
}

function readFrontMatter<T extends Parameters<typeof parseYaml>[0]>(root: string, file: string, schema: T) {
	const text = readFileSync(join(root, file), 'utf8')
	const [, yaml] = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text) ?? []
	if (yaml === undefined)
		throw new ContentError(file, 'no front matter; start the file with a block between two lines of ---', 1)
	return parseYaml(schema, yaml, file, 2)
}

function numberAndSlug(name: string, file: string): { number: number; slug: string } {
	const [, digits, slug] = numbered.exec(name) ?? []
	if (!digits || !slug) {
		throw new ContentError(file, `"${name}" is not NN-slug: two digits, then a-z, 0-9 and hyphens`)
	}
	return { number: Number(digits), slug }
}

function refuseDuplicates(pages: Array<{ slug: string; file: string }>) {
	const seen = new Map<string, string>()
	for (const { slug, file } of pages) {
		const other = seen.get(slug)
		if (other)
			throw new ContentError(file, `the slug "${slug}" is already taken by ${other}; rename one of them`)
		seen.set(slug, file)
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
