import { joined } from '../../../world/slices.ts'

// How a repository keeps objects: entries of a pack behind one another, then an
// index by id, then how many there are. One blob of the world for each push or
// commit, and no index to build when it is read.

const ID_BYTES = 20
/** Id, where the entry begins, and its length. */
const RECORD_BYTES = ID_BYTES + 8

export interface KeptEntry {
	id: string
	entry: Uint8Array
}

/** Entries with their index. */
export async function writeIndexedPack(entries: ReadonlyArray<KeptEntry>): Promise<Uint8Array> {
	const sorted = entries.toSorted((one, other) => (one.id < other.id ? -1 : 1))
	const index = Buffer.alloc(sorted.length * RECORD_BYTES + 4)
	let start = 0
	for (const [position, { id, entry }] of sorted.entries()) {
		const at = position * RECORD_BYTES
		index.write(id, at, 'hex')
		index.writeUInt32BE(start, at + ID_BYTES)
		index.writeUInt32BE(entry.byteLength, at + ID_BYTES + 4)
		start += entry.byteLength
	}
	index.writeUInt32BE(sorted.length, sorted.length * RECORD_BYTES)
	return joined([...sorted.map(({ entry }) => entry), index])
}

/** Looks entries up by their ids. */
export class IndexedPack {
	readonly #bytes: Buffer
	readonly #index: number
	readonly count: number

	constructor(bytes: Uint8Array) {
		this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
		this.count = this.#bytes.readUInt32BE(bytes.byteLength - 4)
		this.#index = bytes.byteLength - 4 - this.count * RECORD_BYTES
	}

	/** The entry of an id, or undefined when it is not here. */
	find(id: string): Uint8Array | undefined {
		const position = this.#positionOf(Buffer.from(id, 'hex'))
		return position === undefined ? undefined : this.#entryAt(position)
	}

	/** Every entry with its id. */
	entries(): Array<KeptEntry> {
		return Array.from({ length: this.count }, (_, position) => {
			const at = this.#index + position * RECORD_BYTES
			return { id: this.#bytes.toString('hex', at, at + ID_BYTES), entry: this.#entryAt(position) }
		})
	}

	#entryAt(position: number): Uint8Array {
		const at = this.#index + position * RECORD_BYTES + ID_BYTES
		const start = this.#bytes.readUInt32BE(at)
		return this.#bytes.subarray(start, start + this.#bytes.readUInt32BE(at + 4))
	}

	#positionOf(id: Buffer): number | undefined {
		let [low, high] = [0, this.count]
		while (low < high) {
			const middle = (low + high) >>> 1
			const at = this.#index + middle * RECORD_BYTES
			const order = this.#bytes.compare(id, 0, ID_BYTES, at, at + ID_BYTES)
			if (order === 0) return middle
			if (order < 0) low = middle + 1
			else high = middle
		}
	}
}
