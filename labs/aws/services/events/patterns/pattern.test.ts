import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../../world/json.ts'
import { compilePattern } from './pattern.ts'

function fits(pattern: object, event: Json): boolean {
	return compilePattern(JSON.stringify(pattern))(event)
}

const EVENT = {
	source: 'aws.codepipeline',
	account: '111122223333',
	resources: ['arn:one', 'arn:two'],
	detail: { state: 'FAILED', attempt: 2, ratio: 2.0, empty: null, ip: '10.0.3.7', tags: [{ k: 'a', v: 1 }] },
}

test.for<[name: string, pattern: object, fits: boolean]>([
	['one of several values', { detail: { state: ['STOPPED', 'FAILED'] } }, true],
	['another value', { detail: { state: ['STARTED'] } }, false],
	['every member', { source: ['aws.codepipeline'], detail: { state: ['STARTED'] } }, false],
	['an element of the event’s array', { resources: ['arn:two'] }, true],
	['a number by its value', { detail: { attempt: [2], ratio: [2] } }, true],
	['a text that looks like a number', { detail: { attempt: ['2'] } }, false],
	['null', { detail: { empty: [null] } }, true],
	['an empty text is not null', { detail: { empty: [''] } }, false],
	['prefix', { source: [{ prefix: 'aws.' }] }, true],
	['suffix', { source: [{ suffix: 'pipeline' }] }, true],
	['prefix without regard to case', { source: [{ prefix: { 'equals-ignore-case': 'AWS.Code' } }] }, true],
	['equals without regard to case', { detail: { state: [{ 'equals-ignore-case': 'failed' }] } }, true],
	['wildcard', { source: [{ wildcard: 'aws.*pipe*' }] }, true],
	['wildcard that ends too early', { source: [{ wildcard: 'aws.*pipe' }] }, false],
	['numeric', { detail: { attempt: [{ numeric: ['>', 1, '<=', 2] }] } }, true],
	['numeric out of range', { detail: { attempt: [{ numeric: ['>', 2] }] } }, false],
	['cidr', { detail: { ip: [{ cidr: '10.0.0.0/16' }] } }, true],
	['another network', { detail: { ip: [{ cidr: '10.1.0.0/16' }] } }, false],
	['anything but', { detail: { state: [{ 'anything-but': 'STARTED' }] } }, true],
	['anything but several', { detail: { state: [{ 'anything-but': ['STARTED', 'FAILED'] }] } }, false],
	['anything but a prefix', { detail: { state: [{ 'anything-but': { prefix: 'FAIL' } }] } }, false],
	['anything but wildcards', { source: [{ 'anything-but': { wildcard: ['*build', '*deploy'] } }] }, true],
	['anything but, where there is nothing', { detail: { absent: [{ 'anything-but': 'x' }] } }, false],
	['exists', { detail: { state: [{ exists: true }] } }, true],
	['exists not', { detail: { absent: [{ exists: false }] } }, true],
	['exists is of leaves', { detail: [{ exists: true }] }, false],
	['objects in arrays, each as a whole', { detail: { tags: { k: ['a'], v: [1] } } }, true],
	['objects in arrays, not mixed', { detail: { tags: { k: ['a'], v: [2] } } }, false],
	['$or', { $or: [{ source: ['aws.s3'] }, { detail: { state: ['FAILED'] } }] }, true],
	[
		'$or beside the rest',
		{ account: ['x'], $or: [{ source: ['aws.s3'] }, { detail: { attempt: [2] } }] },
		false,
	],
])('an event is held against a pattern: %s', ([, pattern, expected]) => {
	expect(fits(pattern, EVENT)).toBe(expected)
})

test.for<[text: string, message: string, column: number]>([
	['"text"', 'Filter is not an object', 2],
	['{"a":1}', '"a" must be an object or an array', 7],
	['{"a":[]}', 'Empty arrays are not allowed', 8],
	['{"key":[["value"]]}', 'Match value must be String, number, true, false, or null', 10],
	['{"a":[{"NUMERIC":[1]}]}', 'Unrecognized match type NUMERIC', 17],
	['{"a":[{"numeric":1}]}', 'Value of numeric must be an array.', 19],
	['{"a":[{"numeric":["<","1"]}]}', 'Value of < must be numeric', 26],
	['{"a":[{"numeric":[">",1,">",2]}]}', 'Bad numeric range operator: >', 28],
	['{"a":[{"wildcard":"a**"}]}', 'Consecutive wildcard characters at pos 1', 24],
	['{"a":[{"prefix":1}]}', 'prefix match pattern must be a string', 18],
	['{"a":[{"anything-but":{"prefix":""}}]}', 'Null prefix/suffix not allowed', 35],
	[
		'{"a":[{"anything-but":true}]}',
		'Value of anything-but must be an array or single string/number value.',
		27,
	],
	['{"a":[{"anything-but":[null]}]}', 'Inside anything but list, start|null|boolean is not supported.', 28],
	['{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required", 25],
	['{"a":[{"cidr":"10.0.0.0/x"}]}', 'Malformed CIDR, mask bits must be an integer', 27],
	['{"a":[{"cidr":"10.0/8"}]}', 'Nonstandard IP address: 10.0', 23],
])('a pattern that cannot be is refused with its place: %s', ([text, message, column]) => {
	expect(() => compilePattern(text)).toThrow(
		`${message}\n at [Source: (String)"${text}"; line: 1, column: ${column}]`,
	)
})

test('a pattern of the event’s own leaves always fits the event', () => {
	const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
	const key = fc.string({ minLength: 1 }).filter((text) => text !== '$or' && text !== '__proto__')
	const { event } = fc.letrec<{ event: Record<string, Json> }>((tie) => ({
		event: fc.dictionary(key, fc.oneof({ maxDepth: 3 }, leaf, tie('event')), { minKeys: 1, maxKeys: 4 }),
	}))
	const patternOf = (value: Json): object =>
		Object.fromEntries(
			Object.entries(value as object).map(([name, inner]) => [
				name,
				inner !== null && typeof inner === 'object' ? patternOf(inner as Json) : [inner],
			]),
		)
	fc.assert(
		fc.property(event, (value) => {
			expect(fits(patternOf(value), value)).toBe(true)
		}),
	)
})

test('whatever the text, it is compiled or refused as a pattern', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
			try {
				compilePattern(text)
			} catch (error) {
				expect((error as Error).name).toBe('InvalidPattern')
			}
		}),
	)
})
