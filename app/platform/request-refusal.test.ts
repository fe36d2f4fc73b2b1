import type { IncomingHttpHeaders } from 'node:http'
import { expect, test } from 'vitest'
import { MAX_BODY_BYTES, refusalOf } from './request-refusal.server.ts'

const publicUrl = 'https://filiere.exemple.fr'
const post = (headers: IncomingHttpHeaders) =>
	refusalOf(
		{ method: 'POST', headers: { host: 'filiere.exemple.fr', 'content-length': '3', ...headers } },
		publicUrl,
	)

test('reading is let in from anywhere', () => {
	expect(refusalOf({ method: 'GET', headers: { 'sec-fetch-site': 'cross-site' } }, publicUrl)).toBeUndefined()
})

test('a form of this site is let in', () => {
	expect(post({ 'sec-fetch-site': 'same-origin' })).toBeUndefined()
	expect(post({ origin: 'https://filiere.exemple.fr' })).toBeUndefined()
})

test('a form of another site is refused', () => {
	expect(post({ 'sec-fetch-site': 'cross-site' })?.status).toBe(403)
	expect(post({ origin: 'https://attaque.example' })?.status).toBe(403)
	expect(post({ origin: 'null' })?.status).toBe(403)
})

test('another site of the same domain is another site', () => {
	expect(post({ 'sec-fetch-site': 'same-site' })?.status).toBe(403)
	expect(post({ origin: 'https://autre.exemple.fr' })?.status).toBe(403)
})

test('a request that does not say where it comes from is refused', () => {
	expect(post({})?.status).toBe(403)
})

test('behind a proxy that changes the host, the public address counts', () => {
	expect(post({ host: '10.0.0.3:3000', origin: publicUrl })).toBeUndefined()
})

test('a body that is too large, or hides its size, is refused before it is read', () => {
	const own = { 'sec-fetch-site': 'same-origin' }
	expect(post({ ...own, 'content-length': `${MAX_BODY_BYTES}` })).toBeUndefined()
	expect(post({ ...own, 'content-length': `${MAX_BODY_BYTES + 1}` })?.status).toBe(413)
	expect(post({ ...own, 'content-length': undefined, 'transfer-encoding': 'chunked' })?.status).toBe(411)
})
