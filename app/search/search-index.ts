import { type Excerpt, excerptOf } from './excerpt.ts'
import { NearForms } from './near-forms.ts'
import type { Found, SearchDocument } from './search-document.ts'
import { fold, termOf, wordsOf } from './words.ts'

/** One page that answers a search, at the section that answers it best. */
export type SearchResult = Found & {
	score: number
	excerpt: Excerpt
	/** Other sections of the same page that answer too. */
	also: Array<{ anchor?: string; heading: string }>
}

/** How much a match says, against the word as it was typed. */
const AS_PREFIX = 0.6
const AS_SYNONYM = 0.55
const ONE_LETTER_OFF = 0.6
const TWO_LETTERS_OFF = 0.4
/** The words within a name such as `RetryStageExecution`, where the name itself is known. */
const AS_PART = 0.3
const LENGTH_SHARE = 0.35
/** A page whose whole title is in the question gains this share of its score: it is likely asked for by name. */
const TITLE_SHARE = 1
/** What a page answers as a whole counts beside what its best section answers alone. */
const PAGE_SHARE = 0.8
/** A lesson tells more than the definition of a term. */
const TERM_SHARE = 0.5
const MOST_RESULTS = 20
const MOST_ALSO = 3
const LONGEST_QUERY = 200
/** Words of a query that are looked for. */
const MOST_WORDS = 16
/** Words that nothing is called by, for which forms a letter or two off are looked for. */
const MOST_MISTYPED = 4

/** What one word of a query may match: terms, with how much each says. */
type Slot = Map<string, number>

type Match = { document: SearchDocument; scores: Array<number>; score: number }

/** The words of the documents, each with where it stands and how much it weighs there. */
export class SearchIndex {
	readonly #documents: ReadonlyArray<SearchDocument>
	readonly #postings = new Map<string, Map<number, number>>()
	readonly #lengths: Array<number>
	readonly #averageLength: number
	readonly #terms: Map<string, string>
	readonly #forms: Array<string>
	readonly #near: NearForms
	/** Names of one thing, each as its terms: French, English, others. */
	readonly #synonyms: Array<Array<Array<string>>>

	constructor(documents: ReadonlyArray<SearchDocument>, synonyms: ReadonlyArray<ReadonlyArray<string>>) {
		this.#documents = documents
		this.#terms = new Map(documents.flatMap(({ forms }) => forms))
		this.#forms = [...this.#terms.keys()].sort()
		this.#near = new NearForms(this.#forms)
		for (const [position, { terms }] of documents.entries()) {
			for (const [term, weight] of terms) {
				const postings = this.#postings.get(term) ?? new Map<number, number>()
				this.#postings.set(term, postings.set(position, weight))
			}
		}
		this.#lengths = documents.map(({ terms }) => terms.reduce((sum, [, weight]) => sum + weight, 0))
		this.#averageLength = this.#lengths.reduce((sum, length) => sum + length, 0) / (documents.length || 1)
		this.#synonyms = synonyms.map((names) => names.map(termsOf))
	}

	/** The pages that answer a question in words, the best first, as many as one reads. */
	search(query: string): Array<SearchResult> {
		const slots = this.#slotsOf(query.slice(0, LONGEST_QUERY))
		if (slots.length === 0) return []
		const matched = this.#weightsOf(slots)
		const asked = strongest(slots)
		const pages = Map.groupBy(this.#matchesOf(slots), ({ document }) => document.page)
		return [...pages.values()]
			.map((sections) => rankedPage(sections.sort(byScore), asked))
			.sort(byScore)
			.slice(0, MOST_RESULTS)
			.map((page) => resultOf(page, matched))
	}

	/** What each term of the question is worth where it stands in a sentence. */
	#weightsOf(slots: Array<Slot>): Map<string, number> {
		return new Map([...strongest(slots)].map(([term, strength]) => [term, strength * this.#rarity(term)]))
	}

	#slotsOf(query: string): Array<Slot> {
		const typed = wordsOf(query)
		const words = typed.flatMap(({ forms: [whole = '', ...parts] }) => {
			if (parts.length === 0) return [{ word: whole, share: 1 }]
			const known = this.#terms.has(whole)
			const within = parts.map((word) => ({ word, share: known ? AS_PART : 1 }))
			return known ? [{ word: whole, share: 1 }, ...within] : within
		})
		// A question of empty words alone is still a question.
		if (words.length === 0 && query.trim()) words.push({ word: fold(query.trim()), share: 1 })
		words.splice(MOST_WORDS)
		const typing = /[\p{L}\p{N}]$/u.test(query)
		const slots = words.map(({ word }, position) =>
			this.#slotOf(word, typing && position === words.length - 1),
		)
		let mistyped = 0
		for (const [position, slot] of slots.entries()) {
			if (slot.size > 0 || ++mistyped > MOST_MISTYPED) continue
			this.#addMistyped(slot, words[position]?.word ?? '')
		}
		this.#addSynonyms(
			words.map(({ word }) => termOf(word)),
			slots,
		)
		return slots.map((slot, position) => scaled(slot, words[position]?.share ?? 1))
	}

	#slotOf(word: string, unfinished: boolean): Slot {
		const term = termOf(word)
		const slot: Slot = new Map()
		if (unfinished) {
			for (const form of this.#formsFrom(word)) slot.set(this.#terms.get(form) ?? form, AS_PREFIX)
		}
		if (this.#postings.has(term)) slot.set(term, 1)
		return slot
	}

	/** Every form that begins so, by halving the sorted list. */
	*#formsFrom(start: string): Generator<string> {
		let low = 0
		let high = this.#forms.length
		while (low < high) {
			const middle = (low + high) >> 1
			if ((this.#forms[middle] ?? '') < start) low = middle + 1
			else high = middle
		}
		for (let at = low; this.#forms[at]?.startsWith(start); at++) yield this.#forms[at] ?? ''
	}

	/** Forms one letter off; for a long word, two, where none is nearer. */
	#addMistyped(slot: Slot, word: string): void {
		const limits = word.length < 4 ? [] : word.length < 8 ? [1] : [1, 2]
		for (const limit of limits) {
			if (slot.size > 0) return
			const strength = limit === 1 ? ONE_LETTER_OFF : TWO_LETTERS_OFF
			for (const form of this.#near.within(limit, word)) slot.set(this.#terms.get(form) ?? form, strength)
		}
	}

	/** Where the query names something of the glossary, its other names match as well. */
	#addSynonyms(terms: Array<string>, slots: Array<Slot>): void {
		for (const names of this.#synonyms) {
			for (const name of names) {
				const at = terms.findIndex((_, start) => name.every((term, offset) => terms[start + offset] === term))
				if (at < 0 || name.length === 0) continue
				for (const other of names) {
					for (const term of other) {
						// The words of a longer name say less one by one.
						const strength = AS_SYNONYM / Math.sqrt(other.length)
						for (const slot of slots.slice(at, at + name.length))
							slot.set(term, Math.max(slot.get(term) ?? 0, strength))
					}
				}
			}
		}
	}

	/** The documents that match any slot, with what each says for each of them. */
	#matchesOf(slots: Array<Slot>): Array<Match> {
		const found = new Map<number, Array<number>>()
		for (const [at, slot] of slots.entries()) {
			for (const [position, score] of this.#scoresOf(slot)) {
				const scores = found.get(position) ?? slots.map(() => 0)
				scores[at] = score
				found.set(position, scores)
			}
		}
		return [...found].flatMap(([position, scores]) => {
			const document = this.#documents[position]
			return document ? [{ document, scores, score: totalOf(scores) }] : []
		})
	}

	/** Rarity times damped weight, as BM25 has it, with the best of what the slot may match. */
	#scoresOf(slot: Slot): Map<number, number> {
		const scores = new Map<number, number>()
		for (const [term, strength] of slot) {
			const rarity = this.#rarity(term)
			for (const [position, weight] of this.#postings.get(term) ?? []) {
				const length = (this.#lengths[position] ?? 0) / this.#averageLength
				const damped = Math.log1p(weight / (1 - LENGTH_SHARE + LENGTH_SHARE * length))
				scores.set(position, Math.max(scores.get(position) ?? 0, strength * rarity * damped))
			}
		}
		return scores
	}

	#rarity(term: string): number {
		const count = this.#postings.get(term)?.size ?? 0
		return Math.log(1 + (this.#documents.length - count + 0.5) / (count + 0.5))
	}
}

/** How much each term says, at most, of the question. */
function strongest(slots: Array<Slot>): Map<string, number> {
	const strengths = new Map<string, number>()
	for (const [term, strength] of slots.flatMap((slot) => [...slot]))
		strengths.set(term, Math.max(strengths.get(term) ?? 0, strength))
	return strengths
}

function termsOf(name: string): Array<string> {
	return wordsOf(name).flatMap(({ forms: [whole = '', ...parts] }) =>
		(parts.length > 0 ? parts : [whole]).map(termOf),
	)
}

function scaled(slot: Slot, share: number): Slot {
	return share === 1 ? slot : new Map([...slot].map(([term, strength]) => [term, strength * share]))
}

/** The sum over the words of the question; what answers half of them is worth half. */
function totalOf(scores: Array<number>): number {
	const met = scores.filter((score) => score > 0).length
	return scores.reduce((sum, score) => sum + score, 0) * (met / scores.length)
}

function byScore(one: { score: number }, other: { score: number }): number {
	return other.score - one.score
}

type RankedPage = { best: Match; others: Array<Match>; score: number }

/** A page with its sections, given from the best to the least. */
function rankedPage(sections: Array<Match>, asked: ReadonlyMap<string, number>): RankedPage {
	const [best, ...others] = sections
	if (!best) throw new Error('A page is found by at least one section')
	const { title, kind } = best.document
	const score = best.score + PAGE_SHARE * totalOf(wholeOf(sections))
	const kindShare = kind === 'term' ? TERM_SHARE : 1
	return { best, others, score: score * kindShare * (1 + TITLE_SHARE * named(title, asked)) }
}

function resultOf({ best, others, score }: RankedPage, matched: ReadonlyMap<string, number>): SearchResult {
	const { kind, page, anchor, place, title, heading } = best.document
	return {
		kind,
		page,
		anchor,
		place,
		title,
		heading,
		score,
		excerpt: excerptOf(best.document, matched),
		also: others
			.filter((section) => section.score > best.score / 2)
			.slice(0, MOST_ALSO)
			.flatMap(({ document }) =>
				document.heading ? [{ anchor: document.anchor, heading: document.heading }] : [],
			),
	}
}

/** The share of a title's words that the question says. A single word names a subject rather than a page. */
function named(title: string, asked: ReadonlyMap<string, number>): number {
	const terms = termsOf(title)
	const said = terms.reduce((sum, term) => sum + (asked.get(term) ?? 0), 0)
	return said / Math.max(terms.length, 2)
}

/** For each word of the question, the best that any section of the page says. */
function wholeOf(sections: Array<Match>): Array<number> {
	return (sections[0]?.scores ?? []).map((_, at) =>
		Math.max(...sections.map(({ scores }) => scores[at] ?? 0)),
	)
}
