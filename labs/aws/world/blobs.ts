import { createHash } from 'node:crypto'
import { digestOf } from './slices.ts'

/**
 * Binary content of one world, named by its SHA-256 (lower-case hexadecimal).
 * Documents hold the name as a text of their own; the bytes never change. What
 * no document names any more may be collected.
 */
export interface BlobStore {
	/** Keeps blobs by name, durably at the latest when the entry that comes next is. */
	keep(blobs: ReadonlyMap<string, Uint8Array>): Promise<void>
	/** The bytes of a name; throws when they are not there, which is a bug. */
	get(sha256: string): Promise<Uint8Array>
}

/** The name under which bytes are kept. */
export function blobName(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex')
}

/**
 * The blobs of one entry: what it puts is held until it is written, and gone
 * with it when it fails.
 */
export class EntryBlobs {
	readonly #store: BlobStore
	readonly #assertRoom: (bytes: number) => Promise<void> | undefined
	readonly #fresh = new Map<string, Uint8Array>()
	#freshBytes = 0

	/** `assertRoom` rejects when so many bytes more are too many. */
	constructor(store: BlobStore, assertRoom: (bytes: number) => Promise<void> | undefined) {
		this.#store = store
		this.#assertRoom = assertRoom
	}

	/** Takes bytes into the entry and answers their name. Throws AwsError over the world's quota. */
	async put(bytes: Uint8Array): Promise<string> {
		await this.#assertRoom(this.#freshBytes + bytes.byteLength)
		const name = await digestOf('sha256', bytes, 'hex')
		if (!this.#fresh.has(name)) this.#freshBytes += bytes.byteLength
		this.#fresh.set(name, bytes)
		return name
	}

	/** The bytes of a name; throws when they are not there, which is a bug. */
	async get(sha256: string): Promise<Uint8Array> {
		return this.#fresh.get(sha256) ?? (await this.#store.get(sha256))
	}

	/** Writes what was put; the entry comes next. */
	async keep(): Promise<void> {
		if (this.#fresh.size > 0) await this.#store.keep(this.#fresh)
	}
}

/** Blobs in memory; `below` is what a fork reads through to. */
export class MemoryBlobs implements BlobStore {
	readonly #bytes = new Map<string, Uint8Array>()
	readonly #below: BlobStore | undefined

	constructor(below?: BlobStore) {
		this.#below = below
	}

	async keep(blobs: ReadonlyMap<string, Uint8Array>): Promise<void> {
		for (const [name, bytes] of blobs) this.#bytes.set(name, bytes)
	}

	async get(sha256: string): Promise<Uint8Array> {
		const bytes = this.#bytes.get(sha256) ?? (await this.#below?.get(sha256))
		if (!bytes) throw new Error(`No blob ${sha256}`)
		return bytes
	}
}
