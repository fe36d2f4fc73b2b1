import { termOf, wordsOf } from './words.ts'

/** What a search answers with: a section of a lesson, a word of the glossary, or a lab. */
export type Found = {
	kind: 'lesson' | 'term' | 'lab'
	/** The page, by its address. Sections of one page are one result. */
	page: string
	/** Where on it, without `#`. */
	anchor?: string
	/** Where the page belongs, as « Partie 4 : Configurations avancées ». */
	place: string
	title: string
	/** The title of the section. */
	heading?: string
}

/** What is read of it, from what says most to what says least. */
export type Fields = {
	names: Array<string>
	headings: Array<string>
	summaries: Array<string>
	sentences: Array<string>
	code: Array<string>
}

export type SearchDocument = Found & {
	/** What a result may show. */
	sentences: Array<string>
	code: Array<string>
	/** Each term with its weight, all fields together. */
	terms: Array<[term: string, weight: number]>
	/** Each form that was met, with its term. */
	forms: Array<[form: string, term: string]>
}

const WEIGHTS: Record<keyof Fields, number> = {
	names: 8,
	headings: 5,
	summaries: 3.5,
	sentences: 1,
	code: 0.6,
}
/** Lines of code longer than this are searched, but not shown. */
const LONGEST_LINE = 160

/** Reads the words of a document's fields, once, at build time. */
export function analyse(found: Found, fields: Fields): SearchDocument {
	const weights = new Map<string, number>()
	const terms = new Map<string, string>()
	for (const [field, weight] of Object.entries(WEIGHTS)) {
		for (const form of fields[field as keyof Fields].flatMap((text) =>
			wordsOf(text).flatMap(({ forms }) => forms),
		)) {
			const term = termOf(form)
			terms.set(form, term)
			weights.set(term, (weights.get(term) ?? 0) + weight)
		}
	}
	return {
		...found,
		sentences: [...fields.sentences, ...fields.summaries],
		code: fields.code.filter((line) => line.trim() && line.length <= LONGEST_LINE),
		terms: [...weights],
		forms: [...terms],
	}
}
