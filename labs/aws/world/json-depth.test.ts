import { expect, test } from 'vitest'
import { DEPTH_AT_MOST, nestsTooDeep } from './json-depth.ts'

test('A text nests too deep by its brackets, not by those in its strings', () => {
	const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
	expect(nestsTooDeep(deep(DEPTH_AT_MOST))).toBe(false)
	expect(nestsTooDeep(deep(DEPTH_AT_MOST + 1))).toBe(true)
	expect(nestsTooDeep(JSON.stringify({ a: '['.repeat(500), b: '"\\[['.repeat(200) }))).toBe(false)
	expect(nestsTooDeep('{"a":'.repeat(200))).toBe(true)
	expect(nestsTooDeep('[],'.repeat(500))).toBe(false)
})
