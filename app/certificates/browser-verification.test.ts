import { expect, test } from 'vitest'
import { readReference } from './browser-verification.ts'

const ID = '5k0r2p9x7q1w8e4t6y3u0i2o5'
const ORIGINS = ['https://filiere.example']

test('an id is read from itself, from its page and from its files', () => {
	for (const typed of [
		ID,
		` ${ID}\n`,
		`https://filiere.example/certificats/${ID}`,
		`https://filiere.example/certificats/${ID}.json`,
		`https://filiere.example/certificats/${ID}?source=cv#haut`,
	]) {
		expect(readReference(typed, ORIGINS)).toBe(ID)
	}
})

test('another site’s address is not looked up here, nor is anything else', () => {
	for (const typed of [
		`https://filiere.example.net/certificats/${ID}`,
		`http://filiere.example/certificats/${ID}`,
		`https://filiere.example/cours/${ID}`,
		'../../admin',
		'',
		'{}',
	]) {
		expect(readReference(typed, ORIGINS)).toBe(null)
	}
})
