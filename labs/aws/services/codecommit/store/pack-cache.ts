import { IndexedPack } from '../git/indexed-pack.ts'

/** Bytes of packs that a process keeps at hand. A blob's name is its content, so that worlds may share it. */
const BYTES_KEPT = 64 * 1024 * 1024

const opened = new Map<string, { pack: IndexedPack; bytes: number }>()
let held = 0

/** The pack of a blob, as it was opened before or as `get` brings it. */
export async function openPack(
	blob: string,
	get: (name: string) => Promise<Uint8Array>,
): Promise<IndexedPack> {
	const known = opened.get(blob)
	if (known) {
		opened.delete(blob)
		opened.set(blob, known)
		return known.pack
	}
	const bytes = await get(blob)
	const pack = new IndexedPack(bytes)
	if (!opened.has(blob)) held += bytes.byteLength
	opened.set(blob, { pack, bytes: bytes.byteLength })
	for (const [oldest, { bytes: size }] of opened) {
		if (held <= BYTES_KEPT) break
		opened.delete(oldest)
		held -= size
	}
	return pack
}
