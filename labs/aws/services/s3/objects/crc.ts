import { inSlices } from '../../../world/slices.ts'

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
export async function crc32c(bytes: Uint8Array): Promise<string> {
	let value = 0xffffffff
	await inSlices(bytes, (slice) => {
		value = crc32cOf(slice, value)
	})
	const result = Buffer.alloc(4)
	result.writeUInt32BE(~value >>> 0)
	return result.toString('base64')
}

/** CRC-64/NVME, eight bytes, big-endian, in base64. Two halves, since BigInt is ten times slower. */
export async function crc64nvme(bytes: Uint8Array): Promise<string> {
	const halves = new Uint32Array([0xffffffff, 0xffffffff])
	await inSlices(bytes, (slice) => addToCrc64(halves, slice))
	const result = Buffer.alloc(8)
	result.writeUInt32BE(~(halves[0] ?? 0) >>> 0, 0)
	result.writeUInt32BE(~(halves[1] ?? 0) >>> 0, 4)
	return result.toString('base64')
}

// The loops count in variables of their own, as signed integers: anything else is thirty times slower.

function crc32cOf(bytes: Uint8Array, from: number): number {
	let value = from | 0
	for (let index = 0; index < bytes.length; index++) {
		value = (value >>> 8) ^ ((crc32cTable[(value ^ (bytes[index] ?? 0)) & 0xff] ?? 0) | 0)
	}
	return value
}

function addToCrc64(halves: Uint32Array, bytes: Uint8Array): void {
	let high = (halves[0] ?? 0) | 0
	let low = (halves[1] ?? 0) | 0
	for (let index = 0; index < bytes.length; index++) {
		const entry = (low ^ (bytes[index] ?? 0)) & 0xff
		low = ((low >>> 8) | (high << 24)) ^ ((crc64Low[entry] ?? 0) | 0)
		high = (high >>> 8) ^ ((crc64High[entry] ?? 0) | 0)
	}
	halves[0] = high
	halves[1] = low
}
