const parts = (input, base) =>
	JSON.parse(host.parseUrl(String(input), base === undefined ? '' : String(base)))

function invalid(input) {
	return Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: String(input) })
}

class URLSearchParams {
	#pairs = []
	#changed = () => {}
	constructor(init = '', changed) {
		if (changed) this.#changed = changed
		if (typeof init === 'string') {
			for (const pair of init.replace(/^\?/, '').split('&').filter(Boolean)) {
				const [name, ...rest] = pair.split('=')
				const decode = (text) => decodeURIComponent(text.replaceAll('+', ' '))
				this.#pairs.push([decode(name), decode(rest.join('='))])
			}
		} else {
			const pairs = typeof init[Symbol.iterator] === 'function' ? [...init] : Object.entries(init)
			this.#pairs = pairs.map(([name, value]) => [String(name), String(value)])
		}
	}
	get(name) {
		return this.#pairs.find(([known]) => known === name)?.[1] ?? null
	}
	getAll(name) {
		return this.#pairs.filter(([known]) => known === name).map(([, value]) => value)
	}
	has(name) {
		return this.#pairs.some(([known]) => known === name)
	}
	append(name, value) {
		this.#pairs.push([String(name), String(value)])
		this.#changed(this)
	}
	set(name, value) {
		const at = this.#pairs.findIndex(([known]) => known === name)
		const rest = this.#pairs.filter(([known], index) => known !== name || index === at)
		if (at < 0) rest.push([String(name), String(value)])
		else rest.find(([known]) => known === name)[1] = String(value)
		this.#pairs = rest
		this.#changed(this)
	}
	delete(name) {
		this.#pairs = this.#pairs.filter(([known]) => known !== name)
		this.#changed(this)
	}
	sort() {
		this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
	}
	forEach(work) {
		for (const [name, value] of this.#pairs) work(value, name, this)
	}
	get size() {
		return this.#pairs.length
	}
	*keys() {
		for (const [name] of this.#pairs) yield name
	}
	*values() {
		for (const [, value] of this.#pairs) yield value
	}
	*entries() {
		for (const pair of this.#pairs) yield [...pair]
	}
	[Symbol.iterator]() {
		return this.entries()
	}
	toString() {
		const encode = (text) =>
			encodeURIComponent(text)
				.replaceAll('%20', '+')
				.replaceAll(/[!'()~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
		return this.#pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
	}
}

const SETTABLE = [
	'protocol',
	'username',
	'password',
	'host',
	'hostname',
	'port',
	'pathname',
	'search',
	'hash',
]

class URL {
	#parts
	constructor(input, base) {
		this.#parts = parts(input, base)
		if (!this.#parts) throw invalid(input)
		const changed = (params) => {
			this.#parts = JSON.parse(host.changeUrl(this.#parts.href, 'search', String(params)))
		}
		this.searchParams = new URLSearchParams(this.#parts.search, changed)
	}
	static canParse(input, base) {
		return parts(input, base) !== null
	}
	get href() {
		return this.#parts.href
	}
	get origin() {
		return this.#parts.origin
	}
	toString() {
		return this.href
	}
	toJSON() {
		return this.href
	}
	static part(url, name, value) {
		if (value === undefined) return url.#parts[name]
		url.#parts = JSON.parse(host.changeUrl(url.#parts.href, name, String(value)))
	}
}
for (const name of SETTABLE) {
	const part = URL.part
	Object.defineProperty(URL.prototype, name, {
		get() {
			return part(this, name)
		},
		set(value) {
			part(this, name, value)
		},
	})
}
delete URL.part

module.exports = {
	URL,
	URLSearchParams,
	fileURLToPath: (url) => decodeURIComponent(new URL(url).pathname),
	pathToFileURL: (path) => new URL(`file://${encodeURI(path)}`),
	format: (url) => String(url),
	parse(text) {
		const found = parts(text, 'http://relative.invalid')
		return { ...found, path: `${found.pathname}${found.search}`, query: found.search.slice(1) }
	},
}
