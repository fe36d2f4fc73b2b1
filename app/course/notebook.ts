import type { Heading } from './course.ts'
import type { Note } from './note.ts'

/** A learner's notes on one lesson, as the page of all notes shows them. */
export interface NotebookSection {
	slug: string
	/** Null, like `path`, when the lesson has left the course; its title is then its slug. */
	part: string | null
	title: string
	path: string | null
	headings: Array<Heading>
	notes: Array<Note>
}

/** The notes that hold every word of a query in their text, their heading or their lesson's title. */
export function searchNotebook(
	sections: ReadonlyArray<NotebookSection>,
	query: string,
): Array<NotebookSection> {
	const words = fold(query).split(/\s+/).filter(Boolean)
	return sections
		.map((section) => ({
			...section,
			notes: section.notes.filter(({ text, heading }) => {
				const hay = fold([text, heading?.title, section.title, section.part].join('\n'))
				return words.every((word) => hay.includes(word))
			}),
		}))
		.filter(({ notes }) => notes.length > 0)
}

/** The notebook as a Markdown file: one section for each lesson, each note as its author typed it. */
export function notebookMarkdown(sections: ReadonlyArray<NotebookSection>, origin: string): string {
	const blocks = sections.flatMap(({ title, part, path, notes }) => [
		path ? `## [${escapeLabel(title)}](${origin}${path})` : `## ${title} (leçon retirée du cours)`,
		...(part ? [part] : []),
		...notes.flatMap((note) => [...headingOf(note, path, origin), note.text]),
	])
	return `${['# Mes notes', ...blocks].join('\n\n')}\n`
}

function headingOf({ heading }: Note, path: string | null, origin: string): Array<string> {
	if (!heading) return ['### Sur toute la leçon']
	return [`### [${escapeLabel(heading.title)}](${origin}${path}#${heading.id})`]
}

function escapeLabel(text: string): string {
	return text.replaceAll(/[[\]\\]/g, '\\$&')
}

/** Lower case, without accents: « Étape » is found by « etape ». */
function fold(text: string): string {
	return text
		.normalize('NFD')
		.replaceAll(/\p{Mn}/gu, '')
		.replaceAll('’', "'")
		.toLowerCase()
}
