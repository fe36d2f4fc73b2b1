import { termOf, wordsOf } from './words.ts'

/** A sentence in pieces, those that the search named marked. */
export type Excerpt = Array<{ text: string; marked: boolean }>

/** A longer sentence is cut around what it marks. */
const LONGEST = 240
const LEAD = 60

/** What a line of code tells a reader of results, against a sentence. */
const CODE_SHARE = 0.5

/** The sentence, or else the line of code, that says most about the terms, each given with its weight. */
export function excerptOf(
	{ sentences, code }: { sentences: ReadonlyArray<string>; code: ReadonlyArray<string> },
	terms: ReadonlyMap<string, number>,
): Excerpt {
	let best = { passage: sentences[0] ?? code[0] ?? '', score: 0 }
	const consider = (passage: string, share: number) => {
		const score = share * scoreOf(passage, terms)
		if (score > best.score) best = { passage, score }
	}
	for (const sentence of sentences) consider(sentence, 1)
	for (const line of code) consider(line, CODE_SHARE)
	return mark(shortened(best.passage, terms), terms)
}

function scoreOf(passage: string, terms: ReadonlyMap<string, number>): number {
	const met = new Set(wordsOf(passage).flatMap(({ forms }) => forms.map(termOf)))
	let score = 0
	for (const term of met) score += terms.get(term) ?? 0
	return score
}

function mark(passage: string, terms: ReadonlyMap<string, number>): Excerpt {
	const pieces: Excerpt = []
	let from = 0
	for (const { start, end, forms } of wordsOf(passage)) {
		if (!forms.some((form) => terms.has(termOf(form)))) continue
		if (start > from) pieces.push({ text: passage.slice(from, start), marked: false })
		pieces.push({ text: passage.slice(start, end), marked: true })
		from = end
	}
	if (from < passage.length) pieces.push({ text: passage.slice(from), marked: false })
	return pieces
}

function shortened(passage: string, terms: ReadonlyMap<string, number>): string {
	if (passage.length <= LONGEST) return passage
	const first = wordsOf(passage).find(({ forms }) => forms.some((form) => terms.has(termOf(form))))
	const start = Math.max(0, Math.min((first?.start ?? 0) - LEAD, passage.length - LONGEST))
	const from = start === 0 ? 0 : passage.indexOf(' ', start) + 1
	const end = from + LONGEST
	const to = end >= passage.length ? passage.length : passage.lastIndexOf(' ', end)
	return `${from > 0 ? '… ' : ''}${passage.slice(from, to)}${to < passage.length ? ' …' : ''}`
}
