import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Check, Lesson, PlannedLab } from '../course.ts'
import { ContentError } from './content-error.ts'
import { lessonFrontMatter } from './front-matter.ts'
import { headingsOf } from './headings.ts'
import { labsFile } from './load-labs.ts'
import { readMdxPage } from './mdx-page.ts'
import { checksFile } from './question-schema.ts'
import { readFrontMatter } from './read-front-matter.ts'
import { readYaml } from './yaml-content.ts'

const numbered = /^(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)$/

/** One lesson with its knowledge checks, validated. */
export function loadLesson(root: string, file: string, labs: ReadonlyArray<PlannedLab>): Lesson {
	const { number, slug } = numberAndSlug(basename(file, '.mdx'), file)
	if (slug === 'quiz')
		throw new ContentError(file, 'the slug "quiz" is the address of the quiz; choose another')
	const { value: front, lineOf } = readFrontMatter(root, file, lessonFrontMatter)
	if (front.lab && !labs.some(({ id }) => id === front.lab)) {
		throw new ContentError(file, `"lab": no lab "${front.lab}" in ${labsFile}`, lineOf(['lab']))
	}
	return {
		number,
		slug,
		...front,
		headings: headingsOf(readMdxPage(root, file)),
		checks: loadChecks(root, file.replace(/mdx$/, 'yaml')),
		file,
	}
}

function loadChecks(root: string, file: string): Array<Check> {
	if (!existsSync(join(root, file))) {
		throw new ContentError(file, 'missing; every lesson has 3 to 5 knowledge checks')
	}
	return readYaml(checksFile, readFileSync(join(root, file), 'utf8'), file).value.questions
}

/** `02-anatomie-d-un-pipeline` as its number and its slug; any other form is refused. */
export function numberAndSlug(name: string, file: string): { number: number; slug: string } {
	const [, digits, slug] = numbered.exec(name) ?? []
	if (!digits || !slug) {
		throw new ContentError(file, `"${name}" is not NN-slug: two digits, then a-z, 0-9 and hyphens`)
	}
	return { number: Number(digits), slug }
}
