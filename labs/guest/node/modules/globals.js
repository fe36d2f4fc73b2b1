// What every program finds without asking: evaluated once, before the program.
// `host` is what the engine lends (see ../engine.ts); `require` knows the other files here.

const { Buffer } = require('buffer')

// Time is the work's own: it moves when a timer comes due, at once.
const RealDate = Date
const virtual = host.startsAt
let elapsed = 0
class VirtualDate extends RealDate {
	constructor(...parts) {
		if (parts.length === 0) super(VirtualDate.now())
		else super(...parts)
	}
	static now() {
		return virtual + elapsed
	}
}
globalThis.Date = VirtualDate
Math.random = () => host.random()

const timers = []
let nextTimer = 1

class Timeout {
	constructor(callback, delay, args, repeats) {
		if (typeof callback !== 'function')
			throw Object.assign(new TypeError('The "callback" argument must be of type function.'), {
				code: 'ERR_INVALID_ARG_TYPE',
			})
		this.id = nextTimer++
		this.callback = callback
		this.args = args
		this.repeats = repeats
		this.delay = Math.max(1, Number(delay) || 1)
		this.isRefed = true
		this.at = elapsed + this.delay
		timers.push(this)
	}
	ref() {
		this.isRefed = true
		return this
	}
	unref() {
		this.isRefed = false
		return this
	}
	hasRef() {
		return this.isRefed
	}
	[Symbol.toPrimitive]() {
		return this.id
	}
}
const cancel = (timer) => {
	const index = timers.findIndex((one) => one === timer || one.id === timer)
	if (index >= 0) timers.splice(index, 1)
}
globalThis.setTimeout = (callback, delay, ...args) => new Timeout(callback, delay, args, false)
globalThis.setInterval = (callback, delay, ...args) => new Timeout(callback, delay, args, true)
globalThis.setImmediate = (callback, ...args) => {
	const timer = new Timeout(callback, 1, args, false)
	timer.at = elapsed
	return timer
}
globalThis.clearTimeout = cancel
globalThis.clearInterval = cancel
globalThis.clearImmediate = cancel
globalThis.queueMicrotask = (callback) => void Promise.resolve().then(callback)

/** Lets the next timer happen; false when none holds the program. */
host.tick = () => {
	if (!timers.some((timer) => timer.isRefed)) return false
	const next = timers.reduce((first, one) => (one.at < first.at ? one : first))
	elapsed = Math.max(elapsed, next.at)
	host.moved(elapsed)
	if (next.repeats) next.at = elapsed + next.delay
	else cancel(next)
	next.callback(...next.args)
	return true
}

globalThis.global = globalThis
globalThis.Buffer = Buffer
globalThis.performance = { now: () => elapsed, timeOrigin: virtual, mark() {}, measure() {} }
globalThis.atob = (text) => Buffer.from(text, 'base64').toString('latin1')
globalThis.btoa = (text) => Buffer.from(text, 'latin1').toString('base64')
globalThis.TextEncoder = class TextEncoder {
	encoding = 'utf-8'
	encode(text = '') {
		return new Uint8Array(Buffer.from(String(text), 'utf8'))
	}
}
globalThis.TextDecoder = class TextDecoder {
	encoding = 'utf-8'
	decode(bytes = new Uint8Array()) {
		return Buffer.from(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, bytes.byteLength).toString('utf8')
	}
}
globalThis.structuredClone = (value, seen = new Map()) => {
	if (typeof value === 'function') throw new Error(`${value} could not be cloned.`)
	if (typeof value !== 'object' || value === null) return value
	if (seen.has(value)) return seen.get(value)
	if (value instanceof RealDate) return new Date(value.getTime())
	if (value instanceof RegExp) return new RegExp(value.source, value.flags)
	if (ArrayBuffer.isView(value)) return value.slice()
	if (value instanceof Map) {
		const copy = new Map()
		seen.set(value, copy)
		for (const [key, one] of value) copy.set(structuredClone(key, seen), structuredClone(one, seen))
		return copy
	}
	if (value instanceof Set) {
		const copy = new Set()
		seen.set(value, copy)
		for (const one of value) copy.add(structuredClone(one, seen))
		return copy
	}
	const copy = Array.isArray(value)
		? []
		: value instanceof Error
			? Object.create(Object.getPrototypeOf(value))
			: {}
	seen.set(value, copy)
	if (value instanceof Error) Object.assign(copy, { message: value.message, stack: value.stack })
	for (const key of Object.keys(value)) copy[key] = structuredClone(value[key], seen)
	return copy
}

const { URL, URLSearchParams } = require('url')
Object.assign(globalThis, { URL, URLSearchParams })

class AbortSignal {
	aborted = false
	reason = undefined
	onabort = null
	#listeners = []
	addEventListener(type, listener) {
		if (type === 'abort') this.#listeners.push(listener)
	}
	removeEventListener(_, listener) {
		this.#listeners = this.#listeners.filter((one) => one !== listener)
	}
	throwIfAborted() {
		if (this.aborted) throw this.reason
	}
	dispatch(reason) {
		if (this.aborted) return
		this.aborted = true
		this.reason = reason ?? Object.assign(new Error('This operation was aborted'), { name: 'AbortError' })
		for (const listener of [this.onabort, ...this.#listeners]) listener?.({ type: 'abort', target: this })
	}
	static abort(reason) {
		const signal = new AbortSignal()
		signal.dispatch(reason)
		return signal
	}
	static timeout(delay) {
		const signal = new AbortSignal()
		setTimeout(() => {
			const reason = new Error('The operation was aborted due to timeout')
			signal.dispatch(Object.assign(reason, { name: 'TimeoutError' }))
		}, delay).unref()
		return signal
	}
}
globalThis.AbortSignal = AbortSignal
globalThis.AbortController = class AbortController {
	signal = new AbortSignal()
	abort(reason) {
		this.signal.dispatch(reason)
	}
}

globalThis.process = require('process')
globalThis.console = require('console')
Object.defineProperty(globalThis, 'crypto', { configurable: true, get: () => require('crypto').webcrypto })
