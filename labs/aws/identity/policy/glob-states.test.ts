import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileGlob, matchesGlob } from './glob.ts'
import { fitsByStates } from './glob-states.ts'

test('following all ways at once finds what backing up finds', () => {
	const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 80 })
	const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 80 })
	fc.assert(
		fc.property(letters, texts, (pattern, text) => {
			const glob = compileGlob(pattern) ?? []
			expect(fitsByStates(glob, text)).toBe(matchesGlob(glob, text))
		}),
		{ numRuns: 2_000 },
	)
})

test('a pattern that backs up at every character is matched as any other', () => {
	const glob = compileGlob(`*${'a'.repeat(512)}b?`) ?? []
	expect(matchesGlob(glob, 'a'.repeat(20_000))).toBe(false)
	expect(matchesGlob(glob, `${'a'.repeat(20_000)}bc`)).toBe(true)
})
