import type { Item } from './item.ts'

/** Shares of single-answer items got right without knowing the subject, and what chance alone would give. */
export function guesserScores(bank: Array<Item>): Record<'chance' | 'longest' | 'shortest' | 'echo', number> {
	const items = bank.filter(({ type }) => type === 'single')
	return {
		chance: average(items.map(({ options }) => 1 / options.length)),
		longest: average(items.map((item) => gain(item, ({ text }) => text.length))),
		shortest: average(items.map((item) => gain(item, ({ text }) => -text.length))),
		echo: average(items.map((item) => gain(item, ({ text }) => echoes(item.prompt, text)))),
	}
}

/** The chance to be right by choosing among the options that score highest. */
function gain(item: Item, score: (option: Item['options'][number]) => number): number {
	const highest = Math.max(...item.options.map(score))
	const tempting = item.options.filter((option) => score(option) === highest)
	return tempting.filter(({ correct }) => correct).length / tempting.length
}

/** The share of an option's words that the question already says. */
function echoes(prompt: string, text: string): number {
	const said = new Set(words(prompt))
	const own = words(text)
	return own.filter((word) => said.has(word)).length / Math.max(own.length, 1)
}

function words(text: string): Array<string> {
	return text.toLowerCase().match(/[\p{L}\d]{4,}/gu) ?? []
}

function average(values: Array<number>): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length
}
