import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const encoders = {
	br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
	gzip: (body: Buffer) => promisify(gzip)(body, { level: 9 }),
}

export type Encoding = keyof typeof encoders | 'identity'

/** A page that is the same for every anonymous visitor, ready to be sent. */
export interface CachedPage {
	etag: string
	headers: Record<string, string>
	bodies: Record<Encoding, Buffer>
}

/**
 * Pages rendered once and kept, compressed, by path. Bounded: the page unused for
 * longest goes first. A new build starts with an empty cache, so nothing expires.
 */
export class PageCache {
	readonly #pages = new Map<string, CachedPage>()
	readonly #maxBytes: number
	#bytes = 0

	constructor(maxBytes: number) {
		this.#maxBytes = maxBytes
	}

	get(path: string): CachedPage | undefined {
		const page = this.#pages.get(path)
		if (!page) return
		this.#pages.delete(path)
		this.#pages.set(path, page)
		return page
	}

	/** Compresses `html` and keeps it. A page larger than the cache is not kept. */
	async put(path: string, html: string, headers: Record<string, string>): Promise<void> {
		const identity = Buffer.from(html)
		const [br, gz] = await Promise.all([encoders.br(identity), encoders.gzip(identity)])
		const etag = `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`
		this.#drop(path)
		const page = { etag, headers, bodies: { identity, br, gzip: gz } }
		if (sizeOf(page) > this.#maxBytes) return
		this.#pages.set(path, page)
		this.#bytes += sizeOf(page)
		for (const oldest of this.#pages.keys()) {
			if (this.#bytes <= this.#maxBytes) break
			this.#drop(oldest)
		}
	}

	#drop(path: string) {
		const page = this.#pages.get(path)
		if (!page) return
		this.#pages.delete(path)
		this.#bytes -= sizeOf(page)
	}
}

function sizeOf({ bodies }: CachedPage): number {
	return bodies.identity.length + bodies.br.length + bodies.gzip.length
}
