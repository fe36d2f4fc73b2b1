import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { requestContext } from '#app/platform/request-context.server.ts'
import { sharedPages } from '#app/platform/shared-pages.server.ts'
import { createSite } from './site.server.ts'

async function serve(route: RequestListener) {
	const server = createServer(createSite(route))
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async [Symbol.asyncDispose]() {
			server.closeAllConnections()
			await new Promise((resolve) => server.close(resolve))
		},
	}
}

const answerOk: RequestListener = (_req, res) => void res.end('ok')

test('every answer carries the security headers and the id of its request', async () => {
	await using site = await serve((_req, res) => void res.end(requestContext()?.id))
	const response = await fetch(site.origin)
	expect(Object.fromEntries(response.headers)).toMatchObject({
		'x-content-type-options': 'nosniff',
		'x-frame-options': 'DENY',
		'referrer-policy': 'strict-origin-when-cross-origin',
		'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
	})
	expect(await response.text()).toBe(response.headers.get('x-request-id'))
})

test('the id of a request is taken over from outside only when it is short and plain', async () => {
	await using site = await serve(answerOk)
	const idFor = async (given: string) =>
		(await fetch(site.origin, { headers: { 'x-request-id': given } })).headers.get('x-request-id')
	expect(await idFor('abc-123_XYZ')).toBe('abc-123_XYZ')
	expect(await idFor('"; drop')).toMatch(/^[\w-]{36}$/)
	expect(await idFor('x'.repeat(65))).toMatch(/^[\w-]{36}$/)
})

test('a form of another site never reaches a route', async () => {
	let reached = 0
	await using site = await serve((_req, res) => {
		reached += 1
		res.end('ok')
	})
	const post = (headers: Record<string, string>) =>
		fetch(site.origin, { method: 'POST', body: 'a=1', headers })
	expect((await post({ origin: 'https://attaque.example' })).status).toBe(403)
	expect((await post({ origin: site.origin })).status).toBe(200)
	expect(reached).toBe(1)
})

test('a kept page is sent compressed and by its tag, without the route', async () => {
	await sharedPages.put('/garde', '<p>Bonjour</p>', { 'content-type': 'text/html; charset=utf-8' })
	await using site = await serve((_req, res) => void res.writeHead(500).end())
	const page = await fetch(`${site.origin}/garde`, { headers: { 'accept-encoding': 'gzip, br' } })
	expect(page.headers.get('content-encoding')).toBe('br')
	expect(page.headers.get('vary')).toBe('Accept-Encoding, Cookie')
	expect(await page.text()).toBe('<p>Bonjour</p>')
	const plain = await fetch(`${site.origin}/garde`, { headers: { 'accept-encoding': 'identity' } })
	expect(plain.headers.get('content-encoding')).toBeNull()
	const again = await fetch(`${site.origin}/garde`, {
		headers: { 'if-none-match': page.headers.get('etag') ?? '' },
	})
	expect(again.status).toBe(304)
})

test('someone with a session, or a query, never gets a kept page', async () => {
	await sharedPages.put('/garde', '<p>Pour tous</p>', {})
	await using site = await serve((_req, res) => void res.end('pour vous'))
	const headers = { cookie: 'theme=dark; filiere-3000.session_token=abc' }
	expect(await (await fetch(`${site.origin}/garde`, { headers })).text()).toBe('pour vous')
	expect(await (await fetch(`${site.origin}/garde?page=2`)).text()).toBe('pour vous')
	expect(await (await fetch(`${site.origin}/garde`, { headers: { cookie: 'theme=dark' } })).text()).toBe(
		'<p>Pour tous</p>',
	)
})

test('events are not held back by compression', async () => {
	await using site = await serve((_req, res) => {
		res.writeHead(200, { 'Content-Type': 'text/event-stream' }).end('data: 1\n\n')
	})
	const response = await fetch(site.origin, { headers: { 'accept-encoding': 'gzip' } })
	expect(response.headers.get('content-encoding')).toBeNull()
})
