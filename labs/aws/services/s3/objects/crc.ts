// The two checksums of S3 that Node does not bring: CRC-32C (Castagnoli) and
// CRC-64/NVME. Both reflected, initial and final value all ones.

const CRC32C_POLYNOMIAL = 0x82f63b78
const CRC64_HIGH = 0x9a6c9329
const CRC64_LOW = 0xac4bc9b5

const crc32cTable = Uint32Array.from({ length: 256 }, (_, byte) => {
	let value = byte
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ CRC32C_POLYNOMIAL : value >>> 1
	return value >>> 0
})

const crc64High = new Uint32Array(256)
const crc64Low = new Uint32Array(256)
for (let byte = 0; byte < 256; byte++) {
	let high = 0
	let low = byte
	for (let bit = 0; bit < 8; bit++) {
		const odd = low & 1
		low = ((low >>> 1) | (high << 31)) >>> 0
		high >>>= 1
		if (!odd) continue
		low = (low ^ CRC64_LOW) >>> 0
		high = (high ^ CRC64_HIGH) >>> 0
	}
	crc64High[byte] = high
	crc64Low[byte] = low
}

/** CRC-32C, four bytes, big-endian, in base64. */
export function crc32c(bytes: Uint8Array): string {
	let value = 0xffffffff
	for (const byte of bytes) value = (value >>> 8) ^ (crc32cTable[(value ^ byte) & 0xff] ?? 0)
	const result = Buffer.alloc(4)
	result.writeUInt32BE(~value >>> 0)
	return result.toString('base64')
}

/** CRC-64/NVME, eight bytes, big-endian, in base64. Two halves, since BigInt is ten times slower. */
export function crc64nvme(bytes: Uint8Array): string {
	let high = 0xffffffff
	let low = 0xffffffff
	for (const byte of bytes) {
		const index = (low ^ byte) & 0xff
		low = (((low >>> 8) | (high << 24)) ^ (crc64Low[index] ?? 0)) >>> 0
		high = ((high >>> 8) ^ (crc64High[index] ?? 0)) >>> 0
	}
	const result = Buffer.alloc(8)
	result.writeUInt32BE(~high >>> 0, 0)
	result.writeUInt32BE(~low >>> 0, 4)
	return result.toString('base64')
}
