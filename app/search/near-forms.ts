import { isWithin } from './edit-distance.ts'

interface Form {
	text: string
	letters: number
}

/**
 * The forms of an index, to be found a letter or two off. Few have to be
 * compared: a mistake changes a word's length by one at most, and the letters
 * that it has by one at most.
 */
export class NearForms {
	readonly #byLength = new Map<number, Array<Form>>()

	constructor(forms: Iterable<string>) {
		for (const text of forms) {
			const same = this.#byLength.get(text.length) ?? []
			same.push({ text, letters: lettersOf(text) })
			this.#byLength.set(text.length, same)
		}
	}

	/** The forms that a word becomes by at most `limit` mistakes. */
	*within(limit: number, word: string): Generator<string> {
		const letters = lettersOf(word)
		for (let length = word.length - limit; length <= word.length + limit; length++) {
			for (const form of this.#byLength.get(length) ?? []) {
				if (count(letters & ~form.letters) > limit || count(form.letters & ~letters) > limit) continue
				if (isWithin(limit, word, form.text)) yield form.text
			}
		}
	}
}

/** A bit for each letter that a word has; digits and others share the last. */
function lettersOf(word: string): number {
	let letters = 0
	for (let at = 0; at < word.length; at++) {
		const letter = word.charCodeAt(at) - 97
		letters |= 1 << (letter >= 0 && letter < 26 ? letter : 26)
	}
	return letters
}

/** How many bits are set. */
function count(bits: number): number {
	let left = bits
	let found = 0
	for (; left !== 0; left &= left - 1) found++
	return found
}
