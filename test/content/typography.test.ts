import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { typographyFaults } from '#app/ui/french-typography.ts'
import { type Fault, told } from './block.ts'
import { passages } from './editorial-files.ts'

test('every text of the course is set as French is printed', () => {
	const faults = passages.flatMap(
		({ file, text, lineAt }): Array<Fault> =>
			typographyFaults(text).map((fault) => ({
				file,
				line: lineAt(0),
				problem: `${fault}: ${text.slice(0, 80)}`,
			})),
	)
	expect(told(faults)).toEqual([])
	expect(passages.length).toBeGreaterThan(500)
})

test('no line of an interface’s text begins or ends with a no-break space, which JSX would drop', () => {
	const lost = globSync('app/**/*.tsx').flatMap((file) =>
		readFileSync(file, 'utf8')
			.split('\n')
			.flatMap((line, at) =>
				/^[\t ]*[\u00a0\u202f]|[\u00a0\u202f]$/.test(line) ? [`${file}:${at + 1}`] : [],
			),
	)
	expect(lost).toEqual([])
})
