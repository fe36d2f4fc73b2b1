import { createAccount } from '#app/accounts/create-account.server.ts'
import type { Role } from '#app/accounts/current-user.ts'
import * as signIn from '#app/routes/accounts/sign-in.tsx'
import { TestBrowser } from '#test/setup/browser.ts'

const PASSWORD = 'une phrase assez longue'

/** Someone at their browser: a learner with a real session, or a visitor without. */
export interface Person {
	/** Empty for a visitor. */
	id: string
	email: string
	/** Calls a loader or an action as this person's browser would. */
	call(handler: unknown, path: string, params: Record<string, string>, init?: RequestInit): Promise<Reply>
}

export interface Reply {
	status: number
	location: string | null
	// biome-ignore lint/suspicious/noExplicitAny: a test states the shape it expects
	data: any
}

export function learner(name: string): Promise<Person> {
	return person(name, 'learner')
}

export function admin(name: string): Promise<Person> {
	return person(name, 'admin')
}

async function person(name: string, role: Role): Promise<Person> {
	const email = `${name}@example.org`
	const { id } = await createAccount({ name, email, password: PASSWORD, role })
	const browser = new TestBrowser()
	await browser.post(signIn.action, '/connexion', { email, password: PASSWORD })
	return { id, email, call: caller(browser) }
}

export function visitor(): Person {
	return { id: '', email: '', call: caller(new TestBrowser()) }
}

/** A form as the browser posts it. */
export function form(fields: Record<string, string>): RequestInit {
	return { method: 'POST', body: new URLSearchParams(fields) }
}

/** JSON as the page's script posts it. */
export function json(body: unknown): RequestInit {
	const headers = { 'Content-Type': 'application/json', Accept: 'application/json' }
	return { method: 'POST', body: JSON.stringify(body), headers }
}

function caller(browser: TestBrowser): Person['call'] {
	return async (handler, path, params, init) => {
		const request = browser.request(path, init)
		try {
			const run = handler as (args: object) => Promise<unknown>
			return await read(await run({ request, params, url: new URL(request.url) }))
		} catch (thrown) {
			if (thrown instanceof Response) return read(thrown)
			throw thrown
		}
	}
}

async function read(answer: unknown): Promise<Reply> {
	if (answer instanceof Response) {
		const { status, headers } = answer
		// A stream of events has no end: what matters is that it was given.
		if (headers.get('Content-Type') === 'text/event-stream') {
			await answer.body?.cancel()
			return { status, location: null, data: 'events' }
		}
		return { status, location: headers.get('Location'), data: await answer.text() }
	}
	const { data, init } = answer as { data?: unknown; init?: ResponseInit | null }
	return init === undefined
		? { status: 200, location: null, data: answer }
		: { status: init?.status ?? 200, location: null, data }
}
