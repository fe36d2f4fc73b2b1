import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEMO_PASSWORD, demoAccounts } from '#app/accounts/demo-accounts.ts'
import { QUESTIONS } from '#test/content/search-questions.ts'
import { freePorts, startServer } from '#test/durability/server.ts'
import { atMostMs, atMostTimes, type Figure, medianMs, ratesInTurn } from './measure.ts'

const LESSON = '/cours/introduction/anatomie-d-un-pipeline'
const LAB = '/ateliers/mon-premier-pipeline'
/** Compressed HTML and CSS of a reading page, in bytes. */
const WEIGHT = 60 * 1024
/** Compressed script of a reading page, in bytes. */
const SCRIPT = 120 * 1024
const IN_FLIGHT = 8

const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT })

function fetchBytes(url: string, cookie = ''): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		get(url, { agent, headers: { 'accept-encoding': 'br', cookie } }, (response) => {
			const chunks: Array<Buffer> = []
			response.on('data', (chunk: Buffer) => chunks.push(chunk))
			response.on('end', () => resolve(Buffer.concat(chunks)))
		}).on('error', reject)
	})
}

/** Real milliseconds for each answer of some addresses under load. */
async function msPerAnswer(pages: ReadonlyArray<{ url: string; cookie?: string }>): Promise<Array<number>> {
	const works = pages.map(
		({ url, cookie }) =>
			() =>
				fetchBytes(url, cookie),
	)
	const rates = await ratesInTurn(works, { inFlight: IN_FLIGHT })
	return rates.map((rate) => 1000 / rate)
}

/** The session cookie of the demo's learner. */
async function signIn(origin: string): Promise<string> {
	const email = demoAccounts[0]?.email ?? ''
	const body = new URLSearchParams({ email, password: DEMO_PASSWORD })
	const response = await fetch(`${origin}/connexion`, {
		method: 'POST',
		body,
		headers: { origin },
		redirect: 'manual',
	})
	if (response.status !== 302) throw new Error(`Signing in answered ${response.status}`)
	return response.headers
		.getSetCookie()
		.map((cookie) => cookie.split(';')[0])
		.join('; ')
}

/** Presses a button of the lab's page; resolves when the server has answered. */
async function press(origin: string, cookie: string, intent: 'start' | 'reset'): Promise<void> {
	const body = new URLSearchParams({ intent })
	const response = await fetch(origin + LAB, {
		method: 'POST',
		body,
		headers: { origin, cookie },
		redirect: 'manual',
	})
	if (response.status !== 302) throw new Error(`${intent} answered ${response.status}`)
}

/** What the files that a page names weigh on the wire, in bytes. */
async function weightOf(origin: string, paths: Iterable<string>): Promise<number> {
	const files = await Promise.all([...new Set(paths)].map((path) => fetchBytes(origin + path)))
	return files.reduce((sum, bytes) => sum + bytes.byteLength, 0)
}

/** What 95 of 100 learners' questions wait for at most, from the request to the page of results. */
async function searchMs(origin: string): Promise<number> {
	const durations: Array<number> = []
	// The index is assembled for the first question.
	await fetchBytes(`${origin}/recherche?q=pipeline`)
	for (const [question] of QUESTIONS) {
		const started = performance.now()
		await fetchBytes(`${origin}/recherche?q=${encodeURIComponent(question)}`)
		durations.push(performance.now() - started)
	}
	return durations.sort((a, b) => a - b)[Math.floor(durations.length * 0.95)] ?? Number.NaN
}

/** A lesson's cost and weight, and a lab's reset, of the site as it is built and served. */
export async function siteFigures(): Promise<Array<Figure>> {
	const dataDir = mkdtempSync(join(tmpdir(), 'filiere-bench-site-'))
	const site = await startServer(dataDir, await freePorts())
	const page = await fetchBytes(site.origin + LESSON)
	const html = await (await fetch(site.origin + LESSON)).text()
	const stylesheets = [...html.matchAll(/<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"/g)].map(
		([, href]) => href ?? '',
	)
	const weight = page.byteLength + (await weightOf(site.origin, stylesheets))
	// Entry, routes and what they import: the router names each in the document.
	// The whole list of routes is named too, but not loaded: they are found as links come in sight.
	const scripts = html.match(/\/assets\/(?!manifest-)[\w.-]+\.js/g) ?? []
	const script = await weightOf(site.origin, scripts)

	const headers = { 'content-type': 'text/html; charset=utf-8', 'content-length': page.byteLength }
	const bare = createServer((_, response) => response.writeHead(200, headers).end(page)).listen(0)
	await once(bare, 'listening')
	const cookie = await signIn(site.origin)
	const [baseline = 0, ms = 0] = await msPerAnswer([
		{ url: `http://localhost:${(bare.address() as AddressInfo).port}/` },
		{ url: site.origin + LESSON },
	])
	const [plainPage = 0, signedIn = 0] = await msPerAnswer([
		{ url: `${site.origin}/nouveau-mot-de-passe` },
		{ url: site.origin + LESSON, cookie },
	])
	const search = await searchMs(site.origin)
	await press(site.origin, cookie, 'start')
	const reset = await medianMs(20, () => press(site.origin, cookie, 'reset'))
	bare.close()
	await site.kill()
	rmSync(dataDir, { recursive: true, force: true })
	return [
		atMostTimes('A lesson for an anonymous visitor, against the same bytes from memory', ms, baseline, 3),
		// The site's plainest page that is rendered anew each time stands for an empty one.
		atMostTimes('A lesson for a signed-in learner, against the plainest page', signedIn, plainPage, 4),
		atMostMs('A search, 95 of 100 questions, page included', search, 50),
		atMostMs('Lab reset, from the press to the answer, on the embedded database', reset, 50),
		{
			name: 'Compressed HTML and CSS of a lesson',
			value: `${(weight / 1024).toFixed(1)} KB`,
			target: `≤ ${WEIGHT / 1024} KB`,
			holds: stylesheets.length > 0 && weight <= WEIGHT,
		},
		{
			name: 'Compressed script of a lesson once it is used, in all',
			value: `${(script / 1024).toFixed(1)} KB`,
			target: `≤ ${SCRIPT / 1024} KB`,
			holds: scripts.length > 0 && script <= SCRIPT,
		},
	]
}
