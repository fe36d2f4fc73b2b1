import { expect, test } from 'vitest'
import { passes } from './filters.ts'
import { JsonPathError, parseJsonPath, selectValues } from './json-path.ts'

const PUSH = {
	ref: 'refs/heads/main',
	forced: false,
	size: 3,
	head: null,
	'odd.name': 'dotted',
	commits: [
		{ id: 'a1', author: { name: 'Ada' }, added: ['x.ts'] },
		{ id: 'b2', author: { name: 'Grace' }, added: [] },
		{ id: 'c3', author: { name: 'Ada' }, added: ['y.ts', 'z.ts'] },
	],
}

test.for([
	['$', [PUSH]],
	['$.ref', ['refs/heads/main']],
	['ref', ['refs/heads/main']],
	["$['ref']", ['refs/heads/main']],
	['$["odd.name"]', ['dotted']],
	["$.['ref']", ['refs/heads/main']],
	["$['size', 'forced']", [3, false]],
	['$.commits[0].id', ['a1']],
	['$.commits[-1].id', ['c3']],
	['$.commits[0,2].id', ['a1', 'c3']],
	['$.commits[1:].id', ['b2', 'c3']],
	['$.commits[:1].id', ['a1']],
	['$.commits[-2:].id', ['b2', 'c3']],
	['$.commits[*].author.name', ['Ada', 'Grace']],
	['$.commits.*.id', ['a1', 'b2', 'c3']],
	['$..name', ['Ada', 'Grace']],
	['$..added[0]', ['x.ts', 'y.ts']],
	['$.head', [null]],
	['$.missing', []],
	['$.ref.length', []],
	['$.commits[9]', []],
	['$.ref[0]', []],
] as const)('the path %s selects what it names', ([path, selected]) => {
	expect(selectValues(parseJsonPath(path), PUSH)).toEqual(selected)
})

test.for(['', '$.', '$ref', '$.a..', '$[', "$['a]", '$[]', '$[a]', '$[?(@.id)]', '$.commits.length()'])(
	'the path « %s » is refused',
	(path) => {
		expect(() => parseJsonPath(path)).toThrow(JsonPathError)
	},
)

test('a path looks at so many values of a payload and no more', () => {
	const depth = 100_000
	const payload: unknown = JSON.parse('[{"a":'.repeat(depth) + 1 + '}]'.repeat(depth))
	expect(selectValues(parseJsonPath('$..*..*..a..*'), payload)).toBeUndefined()
	expect(passes([{ jsonPath: '$..*' }], payload, {})).toBe(false)
	const shallow: unknown = JSON.parse('[{"a":'.repeat(1000) + 1 + '}]'.repeat(1000))
	expect(selectValues(parseJsonPath('$..*..*..a..*'), shallow)).toContain(1)
	expect(() => parseJsonPath(`$${'..*'.repeat(65)}`)).toThrow('it has more than 64 steps')
})

test('a payload passes when every filter finds what it asks for', () => {
	const passesWith = (jsonPath: string, matchEquals?: string) =>
		passes([{ jsonPath, matchEquals }], PUSH, { Branch: 'main', Owner: '{Branch}' })
	expect(passesWith('$.ref', 'refs/heads/main')).toBe(true)
	expect(passesWith('$.ref', 'refs/heads/{Branch}')).toBe(true)
	expect(passesWith('$.ref', 'refs/heads/{Missing}')).toBe(false)
	expect(passesWith('$.ref', '{Owner}')).toBe(false)
	expect(passesWith('$.forced', 'false')).toBe(true)
	expect(passesWith('$.size', '3')).toBe(true)
	expect(passesWith('$..name', 'Grace')).toBe(true)
	expect(passesWith('$.commits[0].author', '[object Object]')).toBe(false)
	expect(passesWith('$.head', 'null')).toBe(true)
	expect(passesWith('$.ref')).toBe(true)
	expect(passesWith('$.missing')).toBe(false)
	expect(passes([], PUSH, {})).toBe(true)
	expect(passes([{ jsonPath: '$.ref' }, { jsonPath: '$.missing' }], PUSH, {})).toBe(false)
})
