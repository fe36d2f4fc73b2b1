import { GitError } from './git-error.ts'

// https://git-scm.com/docs/gitprotocol-common#_pkt_line_format

/** What ends a section, or separates its parts. */
export type Packet = Uint8Array | 'flush' | 'delimiter' | 'end'

export const FLUSH = Buffer.from('0000')
export const DELIMITER = Buffer.from('0001')
const LENGTH_AT_MOST = 65_520
/** Lines of one request: 4,000 references and what a client has, many times over. */
const LINES_AT_MOST = 40_000

/** A line of text, ended as git does. */
export function line(text: string): Uint8Array {
	return packet(Buffer.from(`${text}\n`))
}

export function packet(bytes: Uint8Array): Uint8Array {
	const length = (bytes.byteLength + 4).toString(16).padStart(4, '0')
	return Buffer.concat([Buffer.from(length), bytes])
}

/** The text of a packet, without the end of its line. */
export function textOf(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').replace(/\n$/, '')
}

/** Reads packets one after another; what comes behind them is the `rest`. */
export class PacketReader {
	readonly #bytes: Uint8Array
	#at = 0
	#lines = 0

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes
	}

	/** What was not read yet. */
	get rest(): Uint8Array {
		return this.#bytes.subarray(this.#at)
	}

	/** The next packet, or undefined at the end. Throws GitError for what is none. */
	next(): Packet | undefined {
		if (this.#at >= this.#bytes.byteLength) return
		const digits = Buffer.from(this.#bytes.subarray(this.#at, this.#at + 4)).toString('latin1')
		if (!/^[0-9a-f]{4}$/i.test(digits)) throw new GitError('bad line length')
		const length = Number.parseInt(digits, 16)
		if (++this.#lines > LINES_AT_MOST) throw new GitError('too many lines')
		if (length < 4) {
			this.#at += 4
			const ends = ['flush', 'delimiter', 'end'] as const
			const end = ends[length]
			if (!end) throw new GitError('bad line length')
			return end
		}
		const start = this.#at + 4
		this.#at += length
		if (length > LENGTH_AT_MOST + 4 || this.#at > this.#bytes.byteLength)
			throw new GitError('a line is cut off')
		return this.#bytes.subarray(start, this.#at)
	}

	/** The texts of the packets up to the next that is no line, and what that is. */
	lines(): { lines: Array<string>; end: Exclude<Packet, Uint8Array> | undefined } {
		const lines: Array<string> = []
		for (let next = this.next(); ; next = this.next()) {
			if (next === undefined || typeof next === 'string') return { lines, end: next }
			lines.push(textOf(next))
		}
	}
}

/** Bytes in packets of the side-band: 1 is data, 2 what the client shows, 3 an error. */
export function sideBand(channel: 1 | 2 | 3, bytes: Uint8Array): Array<Uint8Array> {
	const packets: Array<Uint8Array> = []
	for (let start = 0; start < bytes.byteLength; start += LENGTH_AT_MOST - 5) {
		const part = bytes.subarray(start, start + LENGTH_AT_MOST - 5)
		const head = (part.byteLength + 5).toString(16).padStart(4, '0')
		packets.push(Buffer.from(head), Buffer.from([channel]), part)
	}
	return packets
}
