/** The W3C's least length, in bits: a shorter list would single its holders out. */
export const STATUS_LIST_BITS = 131_072

/**
 * One bit of a Bitstring Status List (multibase `u`: base64url of a gzip).
 * Throws when the list cannot be read or does not reach `index`.
 */
export async function readStatusBit(encodedList: string, index: number) {
	const compressed = Uint8Array.from(atob(base64(encodedList.slice(1))), (char) => char.charCodeAt(0))
	const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('gzip'))
	const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
	const byte = bytes[index >> 3]
	if (byte === undefined) throw new RangeError(`Status index ${index} is outside the list`)
	// Bit 0 is the most significant one of the first byte.
	return ((byte >> (7 - (index & 7))) & 1) === 1
}

function base64(base64url: string) {
	return base64url.replaceAll('-', '+').replaceAll('_', '/')
}
