import { broken } from './zip-error.ts'

// The central directory of an archive, which names its files and says how they are kept:
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT §4.3.7, §4.3.12, §4.3.16

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const END_BYTES = 22
const ENTRY_BYTES = 46
const LOCAL_BYTES = 30
const COMMENT_BYTES_AT_MOST = 0xffff

export interface ZipEntry {
	name: string
	crc32: number
	/** 0 is stored, 8 is deflated. */
	method: number
	/** As the directory says; what unfolds to more is damaged. */
	size: number
	/** The bytes as they are kept. */
	kept: Uint8Array
}

/** The entries of an archive, in the order of its directory. Throws ActionFailure. */
export function readDirectory(zip: Uint8Array): Array<ZipEntry> {
	const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
	const end = findEnd(view)
	if (end === undefined) throw broken('its end is missing')
	const entries: Array<ZipEntry> = []
	let at = view.getUint32(end + 16, true)
	for (let count = view.getUint16(end + 10, true); count > 0; count--) {
		if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== DIRECTORY_ENTRY)
			throw broken('its directory is damaged')
		const nameBytes = view.getUint16(at + 28, true)
		const isUtf8 = (view.getUint16(at + 8, true) & 0x800) !== 0
		const raw = zip.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes)
		entries.push({
			name: Buffer.from(raw).toString(isUtf8 ? 'utf8' : 'latin1'),
			method: view.getUint16(at + 10, true),
			crc32: view.getUint32(at + 16, true),
			size: view.getUint32(at + 24, true),
			kept: keptBytes(zip, view, view.getUint32(at + 42, true), view.getUint32(at + 20, true)),
		})
		at += ENTRY_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
	}
	return entries
}

/** What stands behind an entry's own header. */
function keptBytes(zip: Uint8Array, view: DataView, header: number, length: number): Uint8Array {
	if (header + LOCAL_BYTES > zip.byteLength || view.getUint32(header, true) !== LOCAL_HEADER)
		throw broken('its directory is damaged')
	const start = header + LOCAL_BYTES + view.getUint16(header + 26, true) + view.getUint16(header + 28, true)
	if (start + length > zip.byteLength) throw broken('its directory is damaged')
	return zip.subarray(start, start + length)
}

function findEnd(view: DataView): number | undefined {
	const last = view.byteLength - END_BYTES
	for (let at = last; at >= Math.max(0, last - COMMENT_BYTES_AT_MOST); at--) {
		if (view.getUint32(at, true) === END_OF_DIRECTORY) return at
	}
	return undefined
}
