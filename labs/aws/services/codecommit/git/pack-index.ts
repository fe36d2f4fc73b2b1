import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { KeptEntry } from './indexed-pack.ts'
import { Pace } from './pace.ts'

// https://git-scm.com/docs/gitformat-pack#_version_2_pack_idx_files_support_packs_larger_than_4_gib_and

const PACK_HEADER_BYTES = 12
const ID_BYTES = 20

/** The index that git keeps beside a pack of these entries, in their order. */
export async function writePackIndex(
	entries: ReadonlyArray<KeptEntry>,
	packDigest: Uint8Array,
): Promise<Uint8Array> {
	const pace = new Pace()
	let offset = PACK_HEADER_BYTES
	const placed: Array<{ id: string; offset: number; checksum: number }> = []
	for (const { id, entry } of entries) {
		placed.push({ id, offset, checksum: crc32(entry) })
		offset += entry.byteLength
		await pace.step(entry.byteLength)
	}
	placed.sort((one, other) => (one.id < other.id ? -1 : 1))
	const fanOut = Buffer.alloc(256 * 4)
	const numbers = Buffer.alloc(placed.length * 8)
	const ids = Buffer.alloc(placed.length * ID_BYTES)
	for (const [index, { id, offset: at, checksum }] of placed.entries()) {
		ids.write(id, index * ID_BYTES, 'hex')
		numbers.writeUInt32BE(checksum, index * 4)
		numbers.writeUInt32BE(at, (placed.length + index) * 4)
		fanOut.writeUInt32BE(index + 1, (ids[index * ID_BYTES] ?? 0) * 4)
	}
	for (let first = 1; first < 256; first++) {
		const before = fanOut.readUInt32BE((first - 1) * 4)
		if (fanOut.readUInt32BE(first * 4) < before) fanOut.writeUInt32BE(before, first * 4)
	}
	const body = Buffer.concat([
		Buffer.from([0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]),
		fanOut,
		ids,
		numbers,
		packDigest,
	])
	return Buffer.concat([body, createHash('sha1').update(body).digest()])
}
