import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { services } from '#labs/aws/services.ts'
import { EMULATOR_PAGE, renewed } from './emulator-operations.ts'

const page = readFileSync(EMULATOR_PAGE, 'utf8')

test('docs are true: docs/emulator.md is what `npm run docs:emulator` writes', () => {
	expect(page).toBe(renewed(page))
})

test('an operation that the page lost is written back', () => {
	const shortened = page.replace('`GetPipelineState`, ', '')
	expect(shortened).not.toBe(page)
	expect(renewed(shortened)).toBe(page)
})

test('every emulated operation is an operation of its model', () => {
	const listed = [...services.values()].flatMap(({ operations }) => Object.keys(operations)).length
	const counts = [...page.matchAll(/^Emulated, (\d+) of/gm)].map(([, count]) => Number(count))
	expect(counts.reduce((sum, count) => sum + count, 0)).toBe(listed)
})

test('a page without its markers is refused', () => {
	expect(() => renewed('# The emulator')).toThrow('docs/emulator.md has no part')
})
