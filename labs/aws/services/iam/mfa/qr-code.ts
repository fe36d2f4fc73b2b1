import { crc32, deflateSync } from 'node:zlib'
import { encode } from 'uqr'

/** Pixels of a module, and modules of white around the code. */
const SCALE = 4
const BORDER = 4

/** A QR code as a PNG image in black and white: https://www.w3.org/TR/png-3/ */
export function qrCodePng(text: string): Buffer {
	const { data } = encode(text, { border: BORDER })
	const size = data.length * SCALE
	const header = Buffer.alloc(13)
	header.writeUInt32BE(size, 0)
	header.writeUInt32BE(size, 4)
	// One bit a pixel, shades of grey; compression, filters and order are the only ones there are.
	header[8] = 1
	const rows = data.flatMap((modules) => Array.from({ length: SCALE }, () => rowOf(modules)))
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(Buffer.concat(rows))),
		chunk('IEND', Buffer.alloc(0)),
	])
}

/** A row of pixels behind the number of its filter, none. */
function rowOf(modules: ReadonlyArray<boolean>): Buffer {
	const row = Buffer.alloc(1 + Math.ceil((modules.length * SCALE) / 8))
	for (let pixel = 0; pixel < modules.length * SCALE; pixel++) {
		const white = !modules[Math.floor(pixel / SCALE)]
		if (white) row[1 + (pixel >> 3)] = (row[1 + (pixel >> 3)] ?? 0) | (0x80 >> (pixel & 7))
	}
	return row
}

function chunk(type: string, content: Buffer): Buffer {
	const typed = Buffer.concat([Buffer.from(type, 'latin1'), content])
	const length = Buffer.alloc(4)
	length.writeUInt32BE(content.byteLength)
	const check = Buffer.alloc(4)
	check.writeUInt32BE(crc32(typed))
	return Buffer.concat([length, typed, check])
}
