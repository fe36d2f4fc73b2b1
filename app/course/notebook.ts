import { Pacer } from '#labs/aws/world/pacer.ts'
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
export async function searchNotebook(
	sections: ReadonlyArray<NotebookSection>,
	query: string,
): Promise<Array<NotebookSection>> {
	const words = fold(query).split(/\s+/).filter(Boolean)
	if (words.length === 0) return [...sections]
	const pacer = new Pacer()
	const found: Array<NotebookSection> = []
	for (const section of sections) {
		const notes: Array<Note> = []
		for (const note of section.notes) {
			await pacer.pause()
			const hay = fold([note.text, note.heading?.title, section.title, section.part].join('\n'))
			if (words.every((word) => hay.includes(word))) notes.push(note)
		}
		if (notes.length > 0) found.push({ ...section, notes })
	}
	return found
}

/** So many notes after the first ones, with their lessons. */
export function notesFrom(
	sections: ReadonlyArray<NotebookSection>,
	first: number,
	count: number,
): Array<NotebookSection> {
	let passed = 0
	return sections.flatMap((section) => {
		const start = passed
		passed += section.notes.length
		const notes = section.notes.slice(Math.max(0, first - start), Math.max(0, first + count - start))
		return notes.length > 0 ? [{ ...section, notes }] : []
	})
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
