import { stem } from './french-stem.ts'

/** A word of a text: where it stands, and what it is found under. */
export type Word = {
	start: number
	end: number
	/** Without accents and capitals. Of `RetryStageExecution`, the whole and each part. */
	forms: Array<string>
}

// Words that a French question is built with and that no lesson is about.
const EMPTY = new Set(
	`a ai ainsi alors apres as au aucun aussi aux avant avec avoir ca car ce cela celle celui ces cet cette chaque
	ci comme comment d dans de depuis des deux doit donc dont du elle en encore entre est et etait etre eu fait faire
	faut ici il ils j je jusqu l la le les leur leurs lequel laquelle lorsque lui m ma mais me meme mes moi mon n ne ni non nos notre nous on
	ont ou par parce pas peu peut plus plutot pour pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa
	sans se sera ses si soit son sont sous sur t ta te tes ton toujours tous tout toute toutes tres tu un une va vers veux vos
	votre vous vais y est-ce the of to and is in an how what`.split(/\s+/),
)

const WORD = /[\p{L}\p{N}]+(?:[._:/-]+[\p{L}\p{N}]+)*/gu
const SEPARATOR = /[._:/-]+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u

/** The words of a text in its order, those that carry no meaning left out. */
export function wordsOf(text: string): Array<Word> {
	return [...text.matchAll(WORD)]
		.map((match) => ({
			start: match.index,
			end: match.index + match[0].length,
			forms: formsOf(match[0]),
		}))
		.filter(({ forms }) => forms.length > 0)
}

function formsOf(word: string): Array<string> {
	const parts = word.split(SEPARATOR).map(fold)
	const whole = parts.join('')
	const forms = parts.length > 1 ? [whole, ...parts] : parts
	return [...new Set(forms)].filter((form) => !EMPTY.has(form) && (form.length > 1 || /\d/.test(form)))
}

/** Small letters without accents. */
export function fold(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe')
}

/** What a form is indexed under: words of one family share it. */
export function termOf(form: string): string {
	return /\d/.test(form) ? form : stem(form)
}
