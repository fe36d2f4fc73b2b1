import { expect, test } from 'vitest'
import { byLetter, findTerm, type GlossaryTerm, searchTerms } from './glossary.ts'

function term(id: string, english: string, rest: Partial<GlossaryTerm> = {}): GlossaryTerm {
	return { id, term: id, english, aliases: [], definition: '', see: [], ...rest }
}

const terms = [
	term('étape', 'stage', { definition: 'Un groupe d’actions.' }),
	term('action', 'action'),
	term('essai', 'retry', { aliases: ['Retry stage'] }),
]

test('a term is found by its English name or an alias, in any case, singular or plural', () => {
	expect(findTerm(terms, 'Stages')?.id).toBe('étape')
	expect(findTerm(terms, 'stage')?.id).toBe('étape')
	expect(findTerm(terms, 'retry stage')?.id).toBe('essai')
	expect(findTerm(terms, 'Release change')).toBeUndefined()
})

test('terms stand under their letter in French order, accents aside', () => {
	expect(byLetter(terms).map(([letter, all]) => [letter, all.map(({ id }) => id)])).toEqual([
		['A', ['action']],
		['E', ['essai', 'étape']],
	])
})

test('a search reads names and definitions, accents aside, and wants every word', () => {
	const found = (search: string) => searchTerms(terms, search).map(({ id }) => id)
	expect(found('etape')).toEqual(['étape'])
	expect(found('GROUPE action')).toEqual(['étape'])
	expect(found("d'actions")).toEqual(['étape'])
	expect(found('')).toHaveLength(3)
	expect(found('groupe retry')).toEqual([])
})
