/** A browser without a script: it keeps cookies and posts forms. */
export class Visitor {
	readonly #origin: string
	readonly #headers: Readonly<Record<string, string>>
	readonly #cookies = new Map<string, string>()

	/** `headers` go with each request: what a proxy would say of the visitor. */
	constructor(origin: string, headers: Readonly<Record<string, string>> = {}) {
		this.#origin = origin
		this.#headers = headers
	}

	get(path: string): Promise<Response> {
		return this.send(path, {})
	}

	post(path: string, form: Record<string, string>): Promise<Response> {
		return this.send(path, { method: 'POST', body: new URLSearchParams(form) })
	}

	postJson(path: string, body: object): Promise<Response> {
		const headers = { 'Content-Type': 'application/json' }
		return this.send(path, { method: 'POST', body: JSON.stringify(body), headers })
	}

	/** Anything, as this visitor. */
	async send(path: string, init: RequestInit): Promise<Response> {
		const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
		const headers = { ...this.#headers, ...init.headers, cookie, origin: this.#origin }
		const response = await fetch(this.#origin + path, { ...init, headers, redirect: 'manual' })
		for (const set of response.headers.getSetCookie()) {
			const [pair = ''] = set.split(';')
			this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
		}
		return response
	}
}
