import { readMdxPage } from '../../course/build/mdx-page.ts'
import { type Course, coursePath, isAnnex, type Lesson, type Part, partName } from '../../course/course.ts'
import type { GlossaryTerm } from '../../course/glossary.ts'
import { analyse, type SearchDocument } from '../search-document.ts'
import { sectionsOf } from './read-sections.ts'

/** Everything of the course that a search may find; quizzes are left out, their answers belong to the quiz. */
export function readDocuments(root: string, { parts, glossary }: Course): Array<SearchDocument> {
	return [
		...parts.flatMap((part) => part.lessons.flatMap((lesson) => lessonDocuments(root, part, lesson))),
		...glossary.map(termDocument),
	]
}

function lessonDocuments(root: string, part: Part, lesson: Lesson): Array<SearchDocument> {
	const page = {
		kind: 'lesson' as const,
		page: coursePath(part, lesson),
		place: isAnnex(part) ? 'Annexes' : `${partName(part)}\u00a0: ${part.title}`,
		title: lesson.title,
	}
	const sections = sectionsOf(readMdxPage(root, lesson.file)).map(({ heading, anchor, sentences, code }) =>
		analyse(
			{ ...page, heading, anchor },
			{ names: [], headings: heading ? [heading] : [], summaries: [lesson.title], sentences, code },
		),
	)
	const whole = analyse(page, {
		names: [lesson.title],
		headings: [lesson.slug],
		summaries: [lesson.summary, ...lesson.objectives],
		sentences: [],
		code: [],
	})
	return [whole, ...sections]
}

function termDocument({ id, term, english, aliases, definition }: GlossaryTerm): SearchDocument {
	return analyse(
		{ kind: 'term', page: `/glossaire#${id}`, place: 'Glossaire', title: term },
		{
			names: [term],
			headings: [english, ...aliases],
			summaries: [],
			sentences: [plain(definition)],
			code: [],
		},
	)
}

/** Without the marks of `code` and *English*. */
function plain(definition: string): string {
	return definition.replace(/[`*]/g, '')
}
