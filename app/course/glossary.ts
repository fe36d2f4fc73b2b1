/** A word of the field, as the glossary explains it. */
export type GlossaryTerm = {
	/** Its anchor on the glossary's page. */
	id: string
	/** In French, as the course writes it. */
	term: string
	/** As the console and the documentation of AWS write it. */
	english: string
	/** Other ways of writing it, in either language. */
	aliases: Array<string>
	/** In French; `code` and *English terms* may be marked. */
	definition: string
	/** Ids of terms to read next. */
	see: Array<string>
}

/** The address of a term. */
export function termPath(id: string): string {
	return `/glossaire#${id}`
}

/** The term that a text names, whatever its case and its English plural. */
export function findTerm(terms: ReadonlyArray<GlossaryTerm>, text: string): GlossaryTerm | undefined {
	const name = text.trim().toLowerCase()
	const singular = name.replace(/s$/, '')
	return terms.find(({ english, aliases }) =>
		[english, ...aliases].some((one) => [name, singular].includes(one.toLowerCase())),
	)
}

const collator = new Intl.Collator('fr')

/** The terms under their first letter, in the order of a French dictionary. */
export function byLetter(
	terms: ReadonlyArray<GlossaryTerm>,
): Array<[letter: string, terms: Array<GlossaryTerm>]> {
	const sorted = terms.toSorted((one, other) => collator.compare(one.term, other.term))
	return [...Map.groupBy(sorted, ({ term }) => letterOf(term))]
}

function letterOf(term: string): string {
	const letter = (term.match(/[\p{L}\d]/u)?.[0] ?? '').normalize('NFD').charAt(0).toUpperCase()
	return /[A-Z]/.test(letter) ? letter : '0-9'
}

/** The terms whose names or definition hold every word of a search, accents aside. */
export function searchTerms(terms: ReadonlyArray<GlossaryTerm>, search: string): Array<GlossaryTerm> {
	const words = plain(search).split(/\s+/).filter(Boolean)
	return terms.filter(({ term, english, aliases, definition }) => {
		const text = plain([term, english, ...aliases, definition].join(' '))
		return words.every((word) => text.includes(word))
	})
}

function plain(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase()
}
