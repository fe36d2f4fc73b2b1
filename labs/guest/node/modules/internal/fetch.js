// `fetch` of a function: requests that the host makes to the emulator and to nothing else.

const { Buffer } = require('buffer')

class Headers {
	#values = new Map()
	constructor(init = {}) {
		for (const [name, value] of init[Symbol.iterator] ? init : Object.entries(init)) this.append(name, value)
	}
	append(name, value) {
		const before = this.get(name)
		this.set(name, before === null ? value : `${before}, ${value}`)
	}
	set(name, value) {
		this.#values.set(String(name).toLowerCase(), String(value).trim())
	}
	get(name) {
		return this.#values.get(String(name).toLowerCase()) ?? null
	}
	has(name) {
		return this.#values.has(String(name).toLowerCase())
	}
	delete(name) {
		this.#values.delete(String(name).toLowerCase())
	}
	forEach(callback) {
		for (const [name, value] of this) callback(value, name, this)
	}
	entries() {
		return this.#values.entries()
	}
	keys() {
		return this.#values.keys()
	}
	values() {
		return this.#values.values()
	}
	[Symbol.iterator]() {
		return this.entries()
	}
}

class Response {
	#bytes
	constructor({ status, statusText, headers, body, url }) {
		this.#bytes = Buffer.from(body, 'base64')
		this.headers = new Headers(headers)
		Object.assign(this, { status, statusText, url, ok: status >= 200 && status < 300, bodyUsed: false })
	}
	#take() {
		if (this.bodyUsed) throw new TypeError('Body is unusable: Body has already been read')
		this.bodyUsed = true
		return this.#bytes
	}
	async text() {
		return this.#take().toString('utf8')
	}
	async json() {
		return JSON.parse(await this.text())
	}
	async bytes() {
		return new Uint8Array(this.#take())
	}
	async arrayBuffer() {
		return (await this.bytes()).buffer
	}
}

async function fetch(input, { method = 'GET', headers = {}, body, signal } = {}) {
	if (signal?.aborted) throw signal.reason
	const url = new URL(String(input?.url ?? input))
	const bytes = body == null ? undefined : Buffer.from(body instanceof Uint8Array ? body : String(body))
	const question = {
		...{ kind: 'fetch', url: url.href, method: method.toUpperCase() },
		headers: Object.fromEntries(new Headers(headers)),
		...(bytes && { body: bytes.toString('base64') }),
	}
	const { answer, error } = JSON.parse(await host.ask(JSON.stringify(question)))
	if (!error) return new Response({ ...answer, url: url.href })
	const cause = Object.assign(new Error(error.message), error.code && { code: error.code })
	throw Object.assign(new TypeError('fetch failed'), { cause })
}

module.exports = { Headers, Response, fetch }
