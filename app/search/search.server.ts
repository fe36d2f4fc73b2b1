import { course } from '#app/course/course.server.ts'
import { catalog } from '#app/labs/labs.server.ts'
import type { Lab } from '#labs/lab.ts'
import { analyse, type SearchDocument } from './search-document.ts'
import { SearchIndex } from './search-index.ts'

let index: Promise<SearchIndex> | undefined

/** The index of the course, its glossary and its labs; assembled when it is first asked for. */
export function searchIndex(): Promise<SearchIndex> {
	index ??= assemble()
	return index
}

async function assemble(): Promise<SearchIndex> {
	const { default: documents } = await import('virtual:search-documents')
	const labs = catalog.map(({ lab }) => labDocument(lab))
	const synonyms = course.glossary.map(({ term, english, aliases }) => [term, english, ...aliases])
	return new SearchIndex([...documents, ...labs], synonyms)
}

function labDocument({ slug, title, summary, objectives, tasks, checks }: Lab): SearchDocument {
	return analyse(
		{ kind: 'lab', page: `/ateliers/${slug}`, place: 'Atelier', title },
		{
			names: [title],
			headings: tasks.map((task) => task.title),
			summaries: [summary, ...objectives],
			sentences: checks.map((check) => check.sentence),
			code: [],
		},
	)
}
