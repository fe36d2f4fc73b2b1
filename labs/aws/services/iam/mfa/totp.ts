import { createHmac } from 'node:crypto'

// Codes of virtual devices, as authenticator applications make them: RFC 6238 over RFC 4226, SHA-1, six digits.

const STEP = 30_000
const DIGITS = 6
/** Steps that a device's clock may be off, on either side. */
const DRIFT = 2

/** The step of a moment, epoch milliseconds. */
function stepOf(now: number): number {
	return Math.floor(now / STEP)
}

/** The code of a step. */
function codeOf(seed: Uint8Array, step: number): string {
	const counter = Buffer.alloc(8)
	counter.writeBigUInt64BE(BigInt(step))
	const digest = createHmac('sha1', seed).update(counter).digest()
	const offset = (digest.at(-1) ?? 0) & 0x0f
	const number = digest.readUInt32BE(offset) & 0x7fffffff
	return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

/**
 * The step at which codes that follow each other end, or undefined when they do not fit; `now` is virtual. No code
 * counts that is not after the last one taken.
 */
export function stepOfCodes(
	seed: Uint8Array,
	codes: ReadonlyArray<string>,
	now: number,
	lastTaken = 0,
): number | undefined {
	const latest = stepOf(now) + DRIFT
	for (let end = latest; end >= latest - 2 * DRIFT; end--) {
		const start = end - codes.length + 1
		if (start > lastTaken && codes.every((code, index) => codeOf(seed, start + index) === code)) return end
	}
}
