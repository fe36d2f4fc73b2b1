import { crc32 } from 'node:zlib'
import { unzipSync } from 'fflate'
import { ActionFailure } from '../actions/action.ts'

export interface ZippedFile {
	path: string
	bytes: Uint8Array
}

/** Bounds on what an archive may unfold to; AWS's are larger, a sandbox is smaller. */
const BYTES_AT_MOST = 256 * 1024 ** 2
const FILES_AT_MOST = 10_000

function broken(detail: string): ActionFailure {
	return new ActionFailure(
		'JobFailed',
		`The input artifact is not a ZIP file that can be extracted: ${detail}`,
	)
}

/**
 * The files of an archive, in its order. Refuses archives that are damaged,
 * that would unfold to too much, or whose paths leave their folder.
 */
export function openZip(zip: Uint8Array): Array<ZippedFile> {
	const checksums = readChecksums(zip)
	const expected = new Map<string, number | undefined>()
	let index = 0
	let total = 0
	const accept = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
		const checksum = checksums[index++]
		assertInside(name)
		total += originalSize
		if (total > BYTES_AT_MOST) throw broken(`it holds more than ${BYTES_AT_MOST} bytes`)
		if (index > FILES_AT_MOST) throw broken(`it holds more than ${FILES_AT_MOST} files`)
		if (name.endsWith('/')) return false
		expected.set(name, checksum)
		return true
	}
	const files = Object.entries(unzip(zip, accept))
	for (const [path, bytes] of files) {
		if (crc32(bytes) !== expected.get(path)) throw broken(`'${path}' is damaged`)
	}
	return files.map(([path, bytes]) => ({ path, bytes }))
}

function unzip(zip: Uint8Array, filter: (file: { name: string; originalSize: number }) => boolean) {
	try {
		return unzipSync(zip, { filter })
	} catch (error) {
		if (error instanceof ActionFailure) throw error
		throw broken(error instanceof Error ? error.message : String(error))
	}
}

function assertInside(path: string): void {
	const leaves = path.startsWith('/') || path.includes('\\') || /^[A-Za-z]:/.test(path)
	if (leaves || path.includes('\0') || path.split('/').includes('..')) {
		throw broken(`the path '${path}' leaves its folder`)
	}
}

// fflate does not compare checksums. They are in the central directory:
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT §4.3.12, §4.3.16
const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const END_BYTES = 22
const ENTRY_BYTES = 46
const COMMENT_BYTES_AT_MOST = 0xffff

/** The CRC-32 of each entry, in the order of the central directory. */
function readChecksums(zip: Uint8Array): Array<number> {
	const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
	const end = findEnd(view)
	if (end === undefined) throw broken('its end is missing')
	const checksums: Array<number> = []
	let at = view.getUint32(end + 16, true)
	for (let count = view.getUint16(end + 10, true); count > 0; count--) {
		if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) {
			throw broken('its directory is damaged')
		}
		checksums.push(view.getUint32(at + 16, true))
		const variable = [28, 30, 32].reduce((sum, offset) => sum + view.getUint16(at + offset, true), 0)
		at += ENTRY_BYTES + variable
	}
	return checksums
}

function findEnd(view: DataView): number | undefined {
	const last = view.byteLength - END_BYTES
	for (let at = last; at >= Math.max(0, last - COMMENT_BYTES_AT_MOST); at--) {
		if (view.getUint32(at, true) === END_OF_DIRECTORY) return at
	}
	return undefined
}
