/**
 * A visitor's browser for tests of loaders and actions in process: it keeps the
 * cookies that they set, and posts forms as a page without JavaScript does.
 *
 *     const browser = new TestBrowser()
 *     const answer = await browser.post(signIn.action, '/connexion', { email, password })
 *     expect(answer).toMatchObject({ status: 302, location: '/cours' })
 */
import type { ActionFunction, LoaderFunction } from 'react-router'
import { RouterContextProvider } from 'react-router'

const ORIGIN = 'http://localhost:3000'

/** What came back: a page's data with its status, or where a redirect leads. */
export interface Answer {
	status: number
	location: string | null
	/** What the page would render from. */
	// biome-ignore lint/suspicious/noExplicitAny: a test states the shape it expects
	data: any
}

export class TestBrowser {
	readonly #cookies = new Map<string, string>()

	get cookie(): string {
		return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
	}

	/** A GET through a route's loader. */
	get(loader: unknown, path: string, headers: Record<string, string> = {}): Promise<Answer> {
		return this.#call(loader, path, { headers })
	}

	/** A form posted to a route's action. */
	post(
		action: unknown,
		path: string,
		fields: Record<string, string>,
		headers: Record<string, string> = {},
	): Promise<Answer> {
		return this.#call(action, path, { method: 'POST', body: new URLSearchParams(fields), headers })
	}

	/** The request that this browser would send. */
	request(path: string, init: RequestInit = {}): Request {
		const headers = new Headers(init.headers)
		if (this.#cookies.size > 0) headers.set('cookie', this.cookie)
		return new Request(new URL(path, ORIGIN), { ...init, headers })
	}

	async #call(handler: unknown, path: string, init: RequestInit): Promise<Answer> {
		const request = this.request(path, init)
		const url = new URL(request.url)
		const args = { request, url, params: {}, pattern: url.pathname, context: new RouterContextProvider() }
		try {
			return await this.#read(await (handler as LoaderFunction | ActionFunction)(args as never, undefined))
		} catch (thrown) {
			if (thrown instanceof Response) return this.#read(thrown)
			throw thrown
		}
	}

	async #read(result: unknown): Promise<Answer> {
		if (result instanceof Response) {
			this.#keep(result.headers)
			const text = await result.text()
			return { status: result.status, location: result.headers.get('location'), data: text }
		}
		if (!isDataWithInit(result)) return { status: 200, location: null, data: result }
		this.#keep(new Headers(result.init?.headers))
		return { status: result.init?.status ?? 200, location: null, data: result.data }
	}

	#keep(headers: Headers) {
		for (const cookie of headers.getSetCookie()) {
			const [pair = '', ...attributes] = cookie.split('; ')
			const [name = '', value = ''] = pair.split('=')
			if (attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0')) this.#cookies.delete(name)
			else this.#cookies.set(name, value)
		}
	}
}

/** React Router's `data()`. */
function isDataWithInit(value: unknown): value is { data: unknown; init: ResponseInit | null } {
	return (
		typeof value === 'object' && value !== null && 'type' in value && value.type === 'DataWithResponseInit'
	)
}
