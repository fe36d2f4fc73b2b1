import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import fr from 'dictionary-fr'
import nspell from 'nspell'
import { loadModel } from '#labs/aws/wire/model.ts'
import { kebab } from '#labs/shell/commands/aws/names.ts'

const WORDS = 'content/words.txt'

/** Words that French elides before a vowel. */
const ELISION = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)'/i
/** What an inversion hangs on its verb: « dit-on », « a-t-il ». */
const INVERSION =
	/-(?:t-)?(?:je|tu|il|elle|on|nous|vous|ils|elles|ce|le|la|les|lui|leur|y|en|moi|toi|ci|là)$/i
const WORD = /\p{L}+(?:['’-]\p{L}+)*/gu

/** Knows French, and the words of this course that are in no dictionary. */
export function loadSpelling(): { misspelt(text: string): Array<{ word: string; at: number }> } {
	const dictionary = nspell({ aff: Buffer.from(fr.aff), dic: Buffer.from(fr.dic) })
	const own = new Set([...readWords(), ...awsWords()])
	const known = new Map<string, boolean>()

	function isKnown(word: string): boolean {
		const found = known.get(word) ?? look(word)
		known.set(word, found)
		return found
	}

	function look(word: string): boolean {
		if (own.has(word) || own.has(word.toLowerCase()) || dictionary.correct(word)) return true
		// A name of ours takes the plural.
		if (own.has(word.replace(/s$/, '').toLowerCase())) return true
		const elided = word.replace(ELISION, '')
		if (elided !== word) return isKnown(elided)
		const verb = word.replace(INVERSION, '')
		if (verb !== word) return isKnown(verb)
		return word.includes('-') && word.split('-').every((part) => part.length > 1 && isKnown(part))
	}

	return {
		misspelt(text) {
			// Code and *English terms* keep their place, not their letters.
			const french = text.replace(/`[^`]*`|\*[^*\n]+\*/g, (marked) => '0'.repeat(marked.length))
			return [...french.matchAll(WORD)]
				.map(({ 0: word, index }) => ({ word: word.replaceAll('’', "'"), at: index }))
				.filter(({ word, at }) => !isIdentifier(word, french, at) && !isKnown(word))
		},
	}
}

/** `camelCase`, SIGLES and what stands in an address or beside digits are no French words. */
function isIdentifier(word: string, text: string, at: number): boolean {
	const before = text.slice(Math.max(0, at - 2), at)
	const after = text.slice(at + word.length, at + word.length + 2)
	return (
		/^\p{Lu}[\p{Lu}\d-]+s?$/u.test(word.replace(ELISION, '')) ||
		/\p{Ll}\p{Lu}/u.test(word) ||
		/[\d_@/#.$*]$|\S:$|--$/.test(before) ||
		/^[\d_@/#$*]|^[.:][\p{L}:]|^-\d/u.test(after)
	)
}

/** Commands of the CLI, and what CodePipeline calls its states and categories, are written as AWS writes them. */
function awsWords(): Array<string> {
	const names = globSync('labs/aws/wire/models/*.json').map((file) => basename(file, '.json'))
	const commands = names.flatMap((name) => Object.keys(loadModel(name).operations)).map(kebab)
	const values = Object.values(loadModel('codepipeline').shapes).flatMap((shape) => shape.enum ?? [])
	return [
		...commands.filter((name) => name.includes('-')),
		...values.filter((value) => /^[A-Z][a-z]+$/.test(value)),
	]
}

/** The words of `content/words.txt`, one a line; what follows # is why. */
export function readWords(): Array<string> {
	return readFileSync(WORDS, 'utf8')
		.split('\n')
		.map((line) => line.replace(/#.*/, '').trim())
		.filter((line) => line !== '')
}
