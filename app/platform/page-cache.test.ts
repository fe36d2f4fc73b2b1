import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { PageCache } from './page-cache.server.ts'

const MIB = 1024 * 1024

test('a page comes back in each encoding, with its headers and a tag of its content', async () => {
	const cache = new PageCache(MIB)
	await cache.put('/cours', '<p>Étapes</p>', { 'content-type': 'text/html' })
	const page = cache.get('/cours')
	expect(page?.headers).toEqual({ 'content-type': 'text/html' })
	expect(page?.bodies.identity.toString()).toBe('<p>Étapes</p>')
	expect(page && brotliDecompressSync(page.bodies.br).toString()).toBe('<p>Étapes</p>')
	expect(page && gunzipSync(page.bodies.gzip).toString()).toBe('<p>Étapes</p>')
	await cache.put('/autre', '<p>Étapes !</p>', {})
	expect(cache.get('/autre')?.etag).not.toBe(page?.etag)
})

test('a page that was not put is absent', () => {
	expect(new PageCache(MIB).get('/cours')).toBeUndefined()
})

test('the page unused for longest makes room', async () => {
	const cache = new PageCache(2500)
	const page = 'x'.repeat(1000)
	await cache.put('/a', page, {})
	await cache.put('/b', page, {})
	cache.get('/a')
	await cache.put('/c', page, {})
	expect(cache.get('/b')).toBeUndefined()
	expect(cache.get('/a')).toBeDefined()
	expect(cache.get('/c')).toBeDefined()
})

test('putting a page again does not count it twice', async () => {
	const cache = new PageCache(2500)
	for (let time = 0; time < 5; time++) await cache.put('/a', 'x'.repeat(1000), {})
	await cache.put('/b', 'x'.repeat(1000), {})
	expect(cache.get('/a')).toBeDefined()
})

test('a page larger than the cache is not kept', async () => {
	const cache = new PageCache(100)
	await cache.put('/a', 'x'.repeat(1000), {})
	expect(cache.get('/a')).toBeUndefined()
})
