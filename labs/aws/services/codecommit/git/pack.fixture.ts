import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import type { GitObject, ObjectReader } from './objects.ts'

// Packs written byte by byte, well formed and not.

/** A repository with nothing in it. */
export const NOTHING: ObjectReader = { read: async () => undefined, typeOf: async () => undefined }

/** A repository of some objects, by their ids. */
export function readerOf(objects: ReadonlyMap<string, GitObject>): ObjectReader {
	return { read: async (id) => objects.get(id), typeOf: async (id) => objects.get(id)?.type }
}

/** A pack of raw entries; `count` is what it says it has. */
export function packOf(entries: ReadonlyArray<Uint8Array>, count = entries.length): Uint8Array {
	const header = Buffer.alloc(12)
	header.write('PACK', 'latin1')
	header.writeUInt32BE(2, 4)
	header.writeUInt32BE(count, 8)
	const body = Buffer.concat([header, ...entries])
	return Buffer.concat([body, createHash('sha1').update(body).digest()])
}

/** An entry of a type (1 commit, 2 tree, 3 blob, 4 tag, 6 and 7 deltas) that says it has `size` bytes. */
export function entryOf(
	type: number,
	bytes: Uint8Array,
	{ size = bytes.byteLength, base = new Uint8Array(0) }: { size?: number; base?: Uint8Array } = {},
): Uint8Array {
	return Buffer.concat([head(type, size), base, deflateSync(bytes)])
}

function head(type: number, size: number): Buffer {
	const bytes: Array<number> = []
	let byte = (type << 4) | (size % 16)
	for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
		bytes.push(byte | 0x80)
		byte = rest % 128
	}
	return Buffer.from([...bytes, byte])
}

/** A size as deltas have it. */
export function sizeBytes(size: number): Buffer {
	const bytes: Array<number> = []
	let rest = size
	for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80)
	return Buffer.from([...bytes, rest])
}

/** How far before it in the pack a delta's base is. */
export function distance(back: number): Buffer {
	const bytes = [back & 0x7f]
	for (let rest = back >> 7; rest > 0; rest >>= 7) bytes.unshift(0x80 | (--rest & 0x7f))
	return Buffer.from(bytes)
}

/** An instruction that copies from the base. */
export function copy(start: number, length: number): Buffer {
	const bytes = Buffer.alloc(8)
	bytes[0] = 0x80 | 0x0f | 0x70
	bytes.writeUInt32LE(start, 1)
	bytes.writeUIntLE(length, 5, 3)
	return bytes
}

/** An instruction that puts bytes in. */
export function insert(text: string): Buffer {
	return Buffer.concat([Buffer.from([text.length]), Buffer.from(text)])
}
