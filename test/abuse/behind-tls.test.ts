import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freePorts, startServer } from '../durability/server.ts'

// The built site in production, as a proxy that ends TLS hands requests on to it.

const SITE = 'https://filiere.exemple.fr'
const person = { name: 'Zoé', email: 'zoe@exemple.fr', password: 'une phrase assez longue' }

async function start() {
	const ports = await freePorts()
	const server = await startServer(mkdtempSync(join(tmpdir(), 'behind-tls-')), ports, {
		FILIERE_MODE: 'production',
		PUBLIC_URL: SITE,
		EMULATOR_URL: 'https://aws.exemple.net',
		APP_SECRET: 'a secret for tests only, 32 characters',
	})
	onTestFinished(() => server.kill())
	return async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
		const sent = request({
			...{ host: '127.0.0.1', port: ports.port, agent: false, method: 'POST', path },
			headers: {
				host: new URL(SITE).host,
				origin: SITE,
				'content-type': 'application/x-www-form-urlencoded',
				...headers,
			},
		}).end(String(new URLSearchParams(fields)))
		const [answer] = (await once(sent, 'response')) as [IncomingMessage]
		answer.resume()
		return { status: answer.statusCode, headers: answer.headers }
	}
}

test('behind TLS forms are taken, and the cookies that they set are the site’s host’s alone', async () => {
	const post = await start()
	expect(await post('/inscription', person)).toMatchObject({
		status: 302,
		headers: { location: expect.stringContaining('/connexion?compte=demande') },
	})
	const { status, headers } = await post('/connexion', person)
	expect(status).toBe(302)
	const cookies = headers['set-cookie'] ?? []
	expect(cookies.map((cookie) => cookie.split('=')[0]).toSorted()).toEqual([
		'__Host-filiere.known',
		'__Host-filiere.session_token',
	])
	for (const cookie of cookies) {
		// What browsers ask of a name that begins so: RFC 6265bis, section 4.1.3.2.
		expect(cookie).toMatch(/; Secure\b/)
		expect(cookie).toMatch(/; Path=\/(;|$)/)
		expect(cookie).not.toMatch(/Domain=/i)
		expect(cookie).toMatch(/; HttpOnly\b/)
	}
})

test('behind TLS a form of another origin is refused, the emulator’s pages’ among them', async () => {
	const post = await start()
	for (const origin of ['https://aws.exemple.net', 'http://filiere.exemple.org', 'null'])
		expect((await post('/connexion', person, { origin })).status, origin).toBe(403)
	expect((await post('/connexion', person, { 'sec-fetch-site': 'same-site' })).status).toBe(403)
})
