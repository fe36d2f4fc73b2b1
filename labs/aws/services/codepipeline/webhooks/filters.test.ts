import { expect, test } from 'vitest'
import { passes } from './filters.ts'
import { JsonPathError, parseJsonPath, selectValues, VisitBudget } from './json-path.ts'

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
	['$.commits[-9]', []],
	['$.ref[0]', []],
] as const)('the path %s selects what it names', ([path, selected]) => {
	expect(selectValues(parseJsonPath(path), PUSH, new VisitBudget(1_000))).toEqual(selected)
})

test.for(['', '$.', '$ref', '$.a..', '$[', "$['a]", '$[]', '$[a]', '$[?(@.id)]', '$.commits.length()'])(
	'the path « %s » is refused',
	(path) => {
		expect(() => parseJsonPath(path)).toThrow(JsonPathError)
	},
)

test('a payload that nests deeply and widely is read in time', () => {
	const depth = 100_000
	const payload: unknown = JSON.parse('[{"a":'.repeat(depth) + 1 + '}]'.repeat(depth))
	expect(selectValues(parseJsonPath('$..*..*..a..*'), payload, new VisitBudget(10_000_000))).toContain(1)
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

test('a payload that the filters would look at too long is refused', () => {
	const payload = { commits: Array.from({ length: 5_000 }, (_, id) => ({ id, by: { name: `n${id}` } })) }
	const deep = [{ jsonPath: `$${'..*'.repeat(48)}` }]
	expect(() => passes(deep, payload, {})).toThrow(
		expect.objectContaining({
			code: 'InvalidWebhookFilterPatternException',
			message: 'The filters look at more than 200000 values of this payload',
			status: 400,
		}),
	)
	expect(passes([{ jsonPath: '$..name', matchEquals: 'n4999' }], payload, {})).toBe(true)
})
