import { promisify } from 'node:util'
import { deflate, deflateSync, inflate, inflateSync } from 'node:zlib'
import { GitError } from './git-error.ts'
import type { GitObject, ObjectType } from './objects.ts'

// https://git-scm.com/docs/gitformat-pack: an entry is its type and size, then its bytes, deflated.

const inflateAside = promisify(inflate)
const deflateAside = promisify(deflate)

/** Types of entries; 6 and 7 are deltas. */
export const TYPES: Readonly<Record<number, ObjectType>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' }
const CODES: Readonly<Record<ObjectType, number>> = { commit: 1, tree: 2, blob: 3, tag: 4 }
/** What is larger is (in)flated in a thread aside. */
const LARGE = 128 * 1024

/** The head of an entry: its type, the size of its bytes, and where they begin. */
export interface EntryHead {
	code: number
	size: number
	next: number
}

/** Reads an entry's head. Throws GitError when it is cut off or too long. */
export function readHead(bytes: Uint8Array, start: number): EntryHead {
	let next = start
	const take = () => {
		const byte = bytes[next++]
		if (byte === undefined) throw new GitError('the pack is cut off')
		return byte
	}
	const first = take()
	let size = first & 0x0f
	for (let byte = first, scale = 16; byte & 0x80; scale *= 128) {
		if (next - start > 6) throw new GitError('an object is too large')
		byte = take()
		size += (byte & 0x7f) * scale
	}
	return { code: (first >> 4) & 7, size, next }
}

/** The entry of an object. */
export async function packEntry({ type, bytes }: GitObject): Promise<Uint8Array> {
	const head: Array<number> = []
	let rest = Math.floor(bytes.byteLength / 16)
	let byte = (CODES[type] << 4) | (bytes.byteLength % 16)
	while (rest > 0) {
		head.push(byte | 0x80)
		byte = rest % 128
		rest = Math.floor(rest / 128)
	}
	head.push(byte)
	const body = bytes.byteLength > LARGE ? await deflateAside(bytes) : deflateSync(bytes)
	return Buffer.concat([Buffer.from(head), body])
}

/** The object of an entry that this emulator keeps; none of them is a delta. */
export async function unpackEntry(entry: Uint8Array): Promise<GitObject> {
	const { code, size, next } = readHead(entry, 0)
	const type = TYPES[code]
	if (!type) throw new Error(`An entry of the type ${code} was kept`)
	return { type, bytes: (await inflated(entry.subarray(next), size)).bytes }
}

/**
 * Inflates what should become so many bytes, and tells how many it took to do
 * so. Throws GitError when it becomes more, or less, or is cut off.
 */
export async function inflated(
	source: Uint8Array,
	size: number,
): Promise<{ bytes: Uint8Array; taken: number }> {
	const options = { maxOutputLength: Math.max(size, 1), chunkSize: Math.min(Math.max(size, 64), LARGE) }
	try {
		// With `info`, both answer the bytes and the engine that made them; the types do not say so.
		const told = { ...options, info: true }
		const { buffer, engine } = (size > LARGE
			? await inflateAside(source, told)
			: inflateSync(source, told)) as unknown as { buffer: Buffer; engine: { bytesWritten: number } }
		if (buffer.byteLength === size) return { bytes: buffer, taken: engine.bytesWritten }
	} catch (error) {
		if (!(error instanceof Error && 'code' in error)) throw error
	}
	throw new GitError('an object is damaged, or not as long as it says')
}
