import { expect, test } from 'vitest'
import { redactRequest } from './record.ts'

test('a record keeps what is short as it is, without payloads and secrets', () => {
	const input = {
		Bucket: 'b',
		Body: new Uint8Array(3),
		SecretToken: 's',
		at: new Date(0),
		tags: [{ Key: 'k' }],
	}
	expect(redactRequest(input)).toEqual({
		Bucket: 'b',
		Body: '«3 bytes»',
		SecretToken: '«secret»',
		at: '1970-01-01T00:00:00.000Z',
		tags: [{ Key: 'k' }],
	})
})

test('however large a request is, its record stays small', () => {
	const text = 'x'.repeat(5000)
	const lists = Array.from({ length: 1000 }, () => Array.from({ length: 1000 }, () => text))
	expect(JSON.stringify(redactRequest({ lists })).length).toBeLessThan(250_000)
	const members = Object.fromEntries(lists.map((_, index) => [`m${index}`, text]))
	expect(JSON.stringify(redactRequest({ nested: { members } })).length).toBeLessThan(250_000)
})

test('a member called like the prototype is kept as a member', () => {
	const input = JSON.parse('{"__proto__":{"a":1},"b":2}') as object
	expect(JSON.stringify(redactRequest(input))).toBe('{"__proto__":{"a":1},"b":2}')
})
