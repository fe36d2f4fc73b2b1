// CBOR as RPC v2 uses it: https://www.rfc-editor.org/rfc/rfc8949

/** Levels of nesting that a document may have. */
const DEPTH = 64
/** Values that a document may hold. */
const VALUES = 50_000
const EPOCH_SECONDS = 1

/** What a document holds; a map's keys are texts. */
export type CborValue =
	| null
	| boolean
	| number
	| string
	| Date
	| Uint8Array
	| Array<CborValue>
	| Map<string, CborValue>

/** Thrown when bytes are not the CBOR that is taken here. */
export class CborError extends Error {
	override readonly name = 'CborError'
}

/** The one value that bytes hold. Throws CborError. */
export function readCbor(bytes: Uint8Array): CborValue {
	const reader = new Reader(bytes)
	const value = reader.value(0)
	if (!reader.ended) throw new CborError('More than one value')
	return value
}

const BREAK = Symbol('break')
const texts = new TextDecoder('utf-8', { fatal: true })

/** Bytes of a text that are read one by one. */
const SHORT = 16

function decoded(bytes: Uint8Array): string {
	try {
		return texts.decode(bytes)
	} catch {
		throw new CborError('Not UTF-8')
	}
}

class Reader {
	readonly #bytes: Uint8Array
	readonly #view: DataView
	#at = 0
	#values = 0

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
	}

	get ended(): boolean {
		return this.#at === this.#bytes.byteLength
	}

	value(depth: number): CborValue {
		const value = this.#item(depth)
		if (value === BREAK) throw new CborError('A break outside of a container')
		return value
	}

	#item(depth: number): CborValue | typeof BREAK {
		if (depth > DEPTH) throw new CborError('Nesting is too deep')
		if (++this.#values > VALUES) throw new CborError('Too many values')
		const first = this.#byte()
		const [major, info] = [first >> 5, first & 31]
		switch (major) {
			case 0:
				return this.#argument(info)
			case 1:
				return -1 - this.#argument(info)
			case 2:
				return info === 31 ? this.#chunks(2) : this.#take(this.#argument(info))
			case 3:
				return info === 31 ? decoded(this.#chunks(3)) : this.#text(this.#argument(info))
			case 4:
				return this.#array(info, depth)
			case 5:
				return this.#map(info, depth)
			case 6:
				return this.#tagged(this.#argument(info), depth)
			default:
				return this.#simple(info)
		}
	}

	#byte(): number {
		const byte = this.#bytes[this.#at]
		if (byte === undefined) throw new CborError('The end came early')
		this.#at++
		return byte
	}

	/** Moves on by some bytes and answers where they began. */
	#skip(length: number): number {
		const start = this.#at
		if (start + length > this.#bytes.byteLength) throw new CborError('The end came early')
		this.#at += length
		return start
	}

	#take(length: number): Uint8Array {
		const start = this.#skip(length)
		return new Uint8Array(this.#bytes.subarray(start, start + length))
	}

	#argument(info: number): number {
		if (info < 24) return info
		if (info === 24) return this.#byte()
		if (info === 25) return this.#view.getUint16(this.#skip(2))
		if (info === 26) return this.#view.getUint32(this.#skip(4))
		if (info === 27) return Number(this.#view.getBigUint64(this.#skip(8)))
		throw new CborError(`Additional information ${info} has no meaning here`)
	}

	/** The parts of a string of unknown length, put together. */
	#chunks(major: number): Uint8Array {
		const parts: Array<Uint8Array> = []
		for (;;) {
			const first = this.#byte()
			if (first === 0xff) return new Uint8Array(Buffer.concat(parts))
			if (first >> 5 !== major || (first & 31) === 31) throw new CborError('A part of another kind')
			parts.push(this.#take(this.#argument(first & 31)))
		}
	}

	/** Short texts are mostly ASCII, which needs no decoder. */
	#text(length: number): string {
		const start = this.#skip(length)
		if (length > SHORT) return decoded(this.#bytes.subarray(start, start + length))
		let text = ''
		for (let at = start; at < start + length; at++) {
			const byte = this.#bytes[at] ?? 0
			if (byte > 0x7f) return decoded(this.#bytes.subarray(start, start + length))
			text += String.fromCharCode(byte)
		}
		return text
	}

	#array(info: number, depth: number): Array<CborValue> {
		const items: Array<CborValue> = []
		// A length is only what is claimed: nothing is set aside for it.
		const length = info === 31 ? Number.POSITIVE_INFINITY : this.#argument(info)
		while (items.length < length) {
			const item = this.#item(depth + 1)
			if (item !== BREAK) items.push(item)
			else if (info === 31) break
			else throw new CborError('A break where none can be')
		}
		return items
	}

	#map(info: number, depth: number): Map<string, CborValue> {
		const map = new Map<string, CborValue>()
		const length = info === 31 ? Number.POSITIVE_INFINITY : this.#argument(info)
		for (let count = 0; count < length; count++) {
			const key = this.#item(depth + 1)
			if (key === BREAK && info === 31) break
			if (typeof key !== 'string') throw new CborError('A key that is no text')
			map.set(key, this.value(depth + 1))
		}
		return map
	}

	#tagged(tag: number, depth: number): CborValue {
		const value = this.value(depth + 1)
		if (tag !== EPOCH_SECONDS) throw new CborError(`Tag ${tag} has no meaning here`)
		const date = typeof value === 'number' ? new Date(Math.round(value * 1000)) : undefined
		if (!date || Number.isNaN(date.getTime())) throw new CborError('Not a moment')
		return date
	}

	#simple(info: number): CborValue | typeof BREAK {
		switch (info) {
			case 20:
			case 21:
				return info === 21
			case 22:
			case 23:
				return null
			case 25:
				return halfFloat(this.#view.getUint16(this.#skip(2)))
			case 26:
				return this.#view.getFloat32(this.#skip(4))
			case 27:
				return this.#view.getFloat64(this.#skip(8))
			case 31:
				return BREAK
			default:
				throw new CborError(`Simple value ${info} has no meaning here`)
		}
	}
}

/** A number of 16 bits: sign, five of exponent, ten of fraction. */
function halfFloat(bits: number): number {
	const sign = bits & 0x8000 ? -1 : 1
	const exponent = (bits >> 10) & 31
	const fraction = bits & 1023
	if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
	return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
