import { expect, test } from 'vitest'
import { postedForm } from './posted-form.ts'
import { postedJson } from './posted-json.ts'

function post(body: string, type = 'application/x-www-form-urlencoded'): Request {
	return new Request('http://localhost/', { method: 'POST', body, headers: { 'content-type': type } })
}

test('a form comes as it was filled in, in both of the ways that browsers send it', async () => {
	expect([...(await postedForm(post('a=%C3%A9&a=2&b=')))]).toEqual([
		['a', 'é'],
		['a', '2'],
		['b', ''],
	])
	const part = '--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--X--\r\n'
	expect([...(await postedForm(post(part, 'multipart/form-data; boundary=X')))]).toEqual([['a', '1']])
})

test.for([
	['a form of too many fields', 'a=1&'.repeat(2_001), 'application/x-www-form-urlencoded'],
	[
		'a form of too many parts',
		`${'--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(2_002)}--X--\r\n`,
		'multipart/form-data; boundary=X',
	],
	['a NUL in a field', 'a=%00', 'application/x-www-form-urlencoded'],
	['what is no form', '{}', 'application/json'],
] as const)('%s is refused', async ([, body, type]) => {
	await expect(postedForm(post(body, type))).rejects.toMatchObject({ status: 400 })
})

test('JSON that is longer than is asked for is not read', async () => {
	expect(await postedJson(post('{"a":1}', 'application/json'), 7)).toEqual({ a: 1 })
	expect(await postedJson(post('{"a":1}', 'application/json'), 6)).toBeUndefined()
	expect(await postedJson(post('{"a"', 'application/json'), 100)).toBeUndefined()
})
