import { GitError } from './git-error.ts'
import { Pace } from './pace.ts'

// https://git-scm.com/docs/gitformat-pack#_deltified_representation

/** What a step of a delta costs, in bytes of its result. */
const STEP_BYTES = 64

/** The size of what a delta makes. Throws GitError unless it is a delta of a base of that size. */
export function deltaSize(delta: Uint8Array, baseSize: number): { size: number; next: number } {
	const base = readSize(delta, 0)
	if (base.size !== baseSize) throw new GitError('a delta is of another base')
	return readSize(delta, base.next)
}

function readSize(bytes: Uint8Array, start: number): { size: number; next: number } {
	let next = start
	let size = 0
	for (let scale = 1; ; scale *= 128) {
		const byte = bytes[next++]
		if (byte === undefined || next - start > 7) throw new GitError('a delta is cut off')
		size += (byte & 0x7f) * scale
		if (!(byte & 0x80)) return { size, next }
	}
}

/**
 * What a delta makes of its base. The caller has bounded its size, which
 * `deltaSize` tells. Throws GitError when it leaves its base or its result.
 */
export async function applyDelta(base: Uint8Array, delta: Uint8Array): Promise<Uint8Array> {
	const { size, next } = deltaSize(delta, base.byteLength)
	const result = Buffer.allocUnsafe(size)
	const pace = new Pace()
	let written = 0
	let sinceTurn = 0
	for (let at = next; at < delta.byteLength; ) {
		const code = delta[at++] ?? 0
		let from = delta
		let start = at
		let length = code
		if (code & 0x80) {
			;({ start, length, next: at } = readCopy(delta, at, code))
			from = base
		} else at += length
		if (length === 0 || start + length > from.byteLength || written + length > size) {
			throw new GitError('a delta leaves its base or its result')
		}
		result.set(from.subarray(start, start + length), written)
		written += length
		sinceTurn += length + STEP_BYTES
		if (sinceTurn < 256 * 1024) continue
		await pace.step(sinceTurn)
		sinceTurn = 0
	}
	if (written !== size) throw new GitError('a delta makes less than it says')
	return result
}

/** Where a copy begins in the base, and its length: the bits of its code say which of their bytes are there. */
function readCopy(delta: Uint8Array, at: number, code: number) {
	let next = at
	const take = (bit: number, scale: number) => (code & bit ? (delta[next++] ?? 0) * scale : 0)
	const start = take(1, 1) + take(2, 2 ** 8) + take(4, 2 ** 16) + take(8, 2 ** 24)
	const length = take(16, 1) + take(32, 2 ** 8) + take(64, 2 ** 16)
	if (next > delta.byteLength) throw new GitError('a delta is cut off')
	return { start, length: length || 0x10000, next }
}
