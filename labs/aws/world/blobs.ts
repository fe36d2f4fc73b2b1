import { createHash } from 'node:crypto'

/**
 * Binary content of one world, named by its SHA-256 (lower-case hexadecimal).
 * Documents hold the name; the bytes never change.
 */
export interface BlobStore {
	/** Keeps bytes, durably when it returns, and answers their name. */
	put(bytes: Uint8Array): Promise<string>
	/** The bytes of a name; throws when they are not there, which is a bug. */
	get(sha256: string): Promise<Uint8Array>
}

/** The name under which bytes are kept. */
export function blobName(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex')
}

/** Blobs in memory; `below` is what a fork reads through to. */
export class MemoryBlobs implements BlobStore {
	readonly #bytes = new Map<string, Uint8Array>()
	readonly #below: BlobStore | undefined

	constructor(below?: BlobStore) {
		this.#below = below
	}

	async put(bytes: Uint8Array): Promise<string> {
		const name = blobName(bytes)
		this.#bytes.set(name, bytes)
		return name
	}

	async get(sha256: string): Promise<Uint8Array> {
		const bytes = this.#bytes.get(sha256) ?? (await this.#below?.get(sha256))
		if (!bytes) throw new Error(`No blob ${sha256}`)
		return bytes
	}
}
