import { createHash, hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'

/** Bytes that are worked through at once: a few milliseconds of the slowest checksum. */
const SLICE_BYTES = 1024 * 1024

/** Hands bytes over slice by slice, with a turn of the event loop between two. */
export async function inSlices(bytes: Uint8Array, take: (slice: Uint8Array) => void): Promise<void> {
	for (let start = 0; start < bytes.byteLength; start += SLICE_BYTES) {
		if (start > 0) await setImmediate()
		take(bytes.subarray(start, start + SLICE_BYTES))
	}
}

/** The digest of bytes, however many, without holding the event loop. */
export async function digestOf(
	algorithm: 'md5' | 'sha1' | 'sha256',
	bytes: Uint8Array,
	encoding: 'hex' | 'base64',
): Promise<string> {
	if (bytes.byteLength <= SLICE_BYTES) return hash(algorithm, bytes, encoding)
	const digest = createHash(algorithm)
	await inSlices(bytes, (slice) => digest.update(slice))
	return digest.digest(encoding)
}

/** Pieces behind one another, without holding the event loop. */
export async function joined(pieces: ReadonlyArray<Uint8Array>): Promise<Uint8Array> {
	const whole = Buffer.allocUnsafe(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0))
	let position = 0
	for (const piece of pieces) {
		await inSlices(piece, (slice) => {
			whole.set(slice, position)
			position += slice.byteLength
		})
	}
	return whole
}
