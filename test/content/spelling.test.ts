import { expect, test } from 'vitest'
import { type Fault, told } from './block.ts'
import { passages } from './editorial-files.ts'
import { loadSpelling, readWords } from './spelling.ts'

const spelling = loadSpelling()

test('every word of the course is French, or in content/words.txt', () => {
	const french = passages.filter(({ title }) => !title)
	const faults = french.flatMap(
		({ file, text, lineAt }): Array<Fault> =>
			spelling.misspelt(text).map(({ word, at }) => ({
				file,
				line: lineAt(at),
				problem: `"${word}" is in no dictionary; correct it, mark it as code or <En>, or add it to content/words.txt`,
			})),
	)
	expect(told(faults)).toEqual([])
})

test('a misspelt word is told, with the right place', () => {
	const text = 'L’étape est dit-on verrouillée : qu’elle soit déploiyée ou non.'
	expect(spelling.misspelt(text)).toEqual([{ word: 'déploiyée', at: text.indexOf('déploiyée') }])
})

test('the words of content/words.txt are sorted, each once', () => {
	const words = readWords()
	expect(words).toEqual([...new Set(words)].toSorted(new Intl.Collator('fr').compare))
})
