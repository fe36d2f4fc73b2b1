import { afterAll, expect, test, vi } from 'vitest'
import { closeLabHost, labHost } from '#app/labs/lab-host.server.ts'
import { liveFeeds } from '#app/labs/live-feed.server.ts'
import * as lab from '#app/routes/labs/lab.tsx'
import { form, learner, type Person } from '#test/access/person.ts'
import { TestBrowser } from '#test/setup/browser.ts'
import { testDatabase } from '#test/setup/database.ts'
import * as signIn from '../accounts/sign-in.tsx'
import { loader } from './stream.ts'

const db = await testDatabase()
afterAll(closeLabHost)

const LAB = '/ateliers/mon-premier-pipeline'
const PARAMS = { slug: 'mon-premier-pipeline' }

/** A learner with the lab open, and how their browser asks for its stream. */
async function begin(name: string) {
	const person: Person = await learner(name)
	await person.call(lab.action, LAB, PARAMS, form({ intent: 'start' }))
	const browser = new TestBrowser()
	await browser.post(signIn.action, '/connexion', {
		email: person.email,
		password: 'une phrase assez longue',
	})
	const ask = (init: RequestInit = {}) =>
		loader({ request: browser.request(`${LAB}/flux`, init), params: PARAMS } as never)
	const row = await db.sandbox.findFirstOrThrow({ where: { userId: person.id } })
	return { ask, sandbox: await labHost().open(row) }
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<{ seq: number }> {
	const { value } = await reader.read()
	return JSON.parse(/^data: (.*)$/m.exec(Buffer.from(value ?? []).toString())?.[1] ?? 'null')
}

test('a stream tells the state at once, and each newer one once', async () => {
	const { ask, sandbox } = await begin('ana')
	const response = await ask()
	expect(response.headers.get('content-type')).toBe('text/event-stream')
	const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>
	const first = await read(reader)
	await sandbox.setClock({ speed: 0 })
	expect((await read(reader)).seq).toBeGreaterThan(first.seq)
	await reader.cancel()
	expect(liveFeeds.open).toBe(0)
})

test('a reader that is slow is told the newest state, not all that were', async () => {
	const { ask, sandbox } = await begin('bob')
	const reader = (await ask()).body?.getReader() as ReadableStreamDefaultReader<Uint8Array>
	await read(reader)
	for (let change = 0; change < 30; change++) await sandbox.setClock({ speed: change })
	let told = 0
	for (let seq = 0; seq < sandbox.seq; told++) seq = (await read(reader)).seq
	// What was on its way when the changes began, and the newest.
	expect(told).toBeLessThanOrEqual(3)
	await reader.cancel()
})

test('HEAD and a request that was given up leave nothing behind', async () => {
	const { ask } = await begin('cleo')
	for (let time = 0; time < 50; time++) {
		expect((await ask({ method: 'HEAD' })).body).toBeNull()
		await ask({ signal: AbortSignal.abort() })
		const given = new AbortController()
		const response = await ask({ signal: given.signal })
		given.abort()
		await response.body?.getReader().read()
	}
	expect(liveFeeds.open).toBe(0)
})

test('a page that is loaded again and again has its state made once', async () => {
	const { ask, sandbox } = await begin('fay')
	const states = vi.spyOn(sandbox, 'entries')
	for (let time = 0; time < 20; time++) {
		const reader = (await ask()).body?.getReader()
		await reader?.read()
		await reader?.cancel()
	}
	expect(states).toHaveBeenCalledTimes(1)
})

test('one person has few streams, and another is not kept from theirs', async () => {
	const [dan, eve] = [await begin('dan'), await begin('eve')]
	const open = await Promise.all(Array.from({ length: 8 }, () => dan.ask()))
	const refused = await dan.ask()
	expect(refused.status).toBe(429)
	expect(await refused.text()).toContain('Trop de pages d’ateliers')
	const other = await eve.ask()
	expect(other.status).toBe(200)
	await Promise.all([...open, other].map((response) => response.body?.cancel()))
	expect((await dan.ask()).status).toBe(200)
})
