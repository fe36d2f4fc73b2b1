import { expect, test } from 'vitest'
import { course } from '#app/course/course.server.ts'
import { coursePath } from '#app/course/course.ts'
import { searchIndex } from '#app/search/search.server.ts'
import { QUESTIONS } from './search-questions.ts'

const index = await searchIndex()

/** The addresses of the first results, as far as three. */
function firstThree(question: string): Array<string> {
	return index
		.search(question)
		.slice(0, 3)
		.map(({ page }) => page)
}

test('learners’ questions find their lesson among the first three results', () => {
	expect(QUESTIONS.length).toBeGreaterThanOrEqual(40)
	const missed = QUESTIONS.flatMap(([question, lesson]) => {
		const found = firstThree(question)
		return found.some((page) => page.endsWith(`/${lesson}`)) ? [] : [{ question, lesson, found }]
	})
	expect(missed).toEqual([])
})

test('accents, capitals and endings make no difference', () => {
	const expected = firstThree('déclencheurs filtrés')
	expect(expected).toContain('/cours/premier-pipeline/declencheurs-et-filtres')
	expect(firstThree('DECLENCHEUR FILTRE')).toEqual(expected)
})

test('a name of the API is found as the CLI writes it, and as words', () => {
	const expected = '/cours/configurations-avancees/reprise-et-retour-arriere'
	expect(firstThree('retry-stage-execution')).toContain(expected)
	expect(firstThree('retry stage execution')).toContain(expected)
})

test('a term of the glossary is found by its French and by its English name', () => {
	expect(firstThree('magasin d’artefacts')).toContain('/glossaire#magasin-d-artefacts')
	expect(firstThree('artifact store')).toContain('/glossaire#magasin-d-artefacts')
})

test('the English name of a thing finds the lesson that uses the French one, and the other way round', () => {
	expect(firstThree('manual approval')).toContain('/cours/configurations-avancees/approbations-manuelles')
	expect(firstThree('execution mode')).toContain('/cours/configurations-avancees/modes-d-execution')
})

test('a lab is found by its title', () => {
	expect(firstThree('atelier mon premier pipeline')).toContain('/ateliers/mon-premier-pipeline')
})

test('what is being typed is found before the word is finished', () => {
	expect(firstThree('approb')).toContain('/cours/configurations-avancees/approbations-manuelles')
	expect(firstThree('filtres de declenc')).toContain('/cours/premier-pipeline/declencheurs-et-filtres')
})

test('a result shows a sentence with its words marked, at an anchor of its page', () => {
	const page = '/cours/configurations-avancees/reprise-et-retour-arriere'
	const result = index.search('comment relancer une étape en échec').find((one) => one.page === page)
	expect(result).toMatchObject({
		place: 'Partie 4\u00a0: Configurations avancées de pipeline',
		title: 'Reprise et retour arrière',
		heading: 'Relancer une étape',
		anchor: 'relancer-une-étape',
	})
	const marked = result?.excerpt.filter((piece) => piece.marked).map(({ text }) => text.toLowerCase())
	expect(marked).toContain('étape')
	expect(result?.excerpt.some((piece) => !piece.marked)).toBe(true)
})

test('the questions of a quiz are not found', () => {
	const prompts = course.parts.flatMap(({ quiz }) => quiz?.questions.map(({ prompt }) => prompt) ?? [])
	expect(prompts.length).toBeGreaterThan(0)
	const quizzes = course.parts.map((part) => coursePath(part, 'quiz'))
	for (const prompt of prompts.slice(0, 10)) {
		const found = index.search(prompt)
		expect(found.length).toBeGreaterThan(0)
		expect(found.filter(({ page }) => quizzes.includes(page))).toEqual([])
		const shown = found.flatMap(({ excerpt }) => excerpt.map(({ text }) => text).join(''))
		expect(shown).not.toContain(prompt)
	}
})

test('nothing is found for no word, nor for a word that is in no text', () => {
	expect(index.search('')).toEqual([])
	expect(index.search('  ?! ')).toEqual([])
	expect(index.search('xylophonique')).toEqual([])
})
