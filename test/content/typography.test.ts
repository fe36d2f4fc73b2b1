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
