import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { requestContext } from '#app/platform/request-context.server.ts'
import { inTurns, type RequestOwner } from './in-turns.ts'
import { createSite } from './site.server.ts'

/** A site whose requests go on until they are let go; each is answered by the id of its own context. */
async function openSite() {
	const begun: Array<() => void> = []
	const listener = async (...[, res]: Parameters<RequestListener>) => {
		const { promise, resolve } = Promise.withResolvers<void>()
		begun.push(resolve)
		await promise
		res.end(requestContext()?.id)
	}
	const owner = async ({
		headers,
	}: {
		headers: NodeJS.Dict<string | Array<string>>
	}): Promise<RequestOwner> => (headers.from ? { person: `${headers.from}` } : { address: '192.0.2.1' })
	const server = createServer(createSite(inTurns(listener, owner)))
	let left = 0
	server.on('request', (_req, res) => res.once('close', () => left++))
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
	return {
		begun,
		left: () => left,
		ask: (from: string, init: RequestInit = {}) =>
			fetch(origin, { ...init, headers: { from, ...init.headers } }),
		async [Symbol.asyncDispose]() {
			server.closeAllConnections()
			await new Promise((resolve) => server.close(resolve))
		},
	}
}

test('what one person sends past their turns waits, while another person is answered', async () => {
	await using site = await openSite()
	const own = Array.from({ length: 30 }, () => site.ask('ada'))
	await expect.poll(() => site.begun.length).toBe(24)
	const other = site.ask('grace')
	await expect.poll(() => site.begun.length).toBe(25)
	site.begun.at(-1)?.()
	expect((await other).status).toBe(200)
	for (let at = 0; at < 31; at++) {
		await expect.poll(() => site.begun[at]).toBeDefined()
		site.begun[at]?.()
	}
	expect((await Promise.all(own)).map(({ status }) => status)).toEqual(own.map(() => 200))
})

test('a request that waited runs in its own context', async () => {
	await using site = await openSite()
	const ids = Array.from({ length: 25 }, (_, index) => `request-${100 + index}`)
	const asked = ids.map((id) => site.ask('ada', { headers: { 'x-request-id': id } }))
	for (let at = 0; at < ids.length; at++) {
		await expect.poll(() => site.begun[at]).toBeDefined()
		site.begun[at]?.()
	}
	expect(await Promise.all(asked.map(async (one) => (await one).text()))).toEqual(ids)
})

test('past what may wait a request is refused at once, and one that is given up is never begun', async () => {
	await using site = await openSite()
	const over = new AbortController()
	const given = Array.from({ length: 88 }, () => site.ask('ada', { signal: over.signal }).catch(() => {}))
	await expect
		.poll(async () => (await site.ask('ada', { signal: AbortSignal.timeout(500) }).catch(() => {}))?.status)
		.toBe(429)
	const refused = await site.ask('ada')
	expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5'])
	expect(await refused.text()).toBe(
		'Trop de demandes sont déjà en cours. Attendez quelques secondes, puis recommencez.',
	)
	const before = site.left()
	over.abort()
	await Promise.all(given)
	await expect.poll(site.left).toBe(before + given.length)
	for (const end of site.begun) end()
	const last = site.ask('ada')
	await expect.poll(() => site.begun.length).toBe(25)
	site.begun.at(-1)?.()
	expect((await last).status).toBe(200)
})
