import { promisify } from 'node:util'
import { crc32, inflateRaw } from 'node:zlib'
import { inSlices } from '../../../world/slices.ts'
import { ActionFailure } from '../actions/action.ts'
import { readDirectory, type ZipEntry } from './zip-directory.ts'
import { broken } from './zip-error.ts'

export interface ZippedFile {
	path: string
	bytes: Uint8Array
}

/** Bounds on what an archive may unfold to; AWS's are larger, a sandbox is smaller. */
const BYTES_AT_MOST = 256 * 1024 ** 2
const FILES_AT_MOST = 10_000
const STORED = 0
const DEFLATED = 8

/** Off the main thread, by Node's own pool. */
const inflate = promisify(inflateRaw) as (bytes: Uint8Array, options: object) => Promise<Buffer>

/**
 * The files of an archive, in its order. Refuses archives that are damaged,
 * that would unfold to too much, or whose paths leave their folder.
 */
export async function openZip(zip: Uint8Array): Promise<Array<ZippedFile>> {
	const entries = readDirectory(zip)
	if (entries.length > FILES_AT_MOST) throw broken(`it holds more than ${FILES_AT_MOST} files`)
	for (const { name } of entries) assertInside(name)
	const total = entries.reduce((sum, { size }) => sum + size, 0)
	if (total > BYTES_AT_MOST) throw broken(`it holds more than ${BYTES_AT_MOST} bytes`)
	const files: Array<ZippedFile> = []
	for (const entry of entries) {
		if (!entry.name.endsWith('/')) files.push({ path: entry.name, bytes: await unfold(entry) })
	}
	return files
}

/** One file of an archive, or undefined. Refuses one that is damaged or larger than that. */
export async function openZipEntry(
	zip: Uint8Array,
	path: string,
	bytesAtMost: number,
): Promise<Uint8Array | undefined> {
	const entry = readDirectory(zip).find(({ name }) => name === path)
	if (entry && entry.size > bytesAtMost) throw broken(`'${path}' holds more than ${bytesAtMost} bytes`)
	return entry && unfold(entry)
}

async function unfold({ name, method, kept, size, crc32: expected }: ZipEntry): Promise<Uint8Array> {
	if (method !== STORED && method !== DEFLATED) throw broken(`'${name}' is kept in a way that is not known`)
	try {
		// One byte more than it says is too many.
		const bytes = method === STORED ? kept : await inflate(kept, { maxOutputLength: size + 1 })
		if (bytes.byteLength === size && (await checksumOf(bytes)) === expected) return bytes
	} catch (error) {
		if (error instanceof ActionFailure) throw error
	}
	throw broken(`'${name}' is damaged`)
}

async function checksumOf(bytes: Uint8Array): Promise<number> {
	let checksum = 0
	await inSlices(bytes, (slice) => {
		checksum = crc32(slice, checksum)
	})
	return checksum
}

function assertInside(path: string): void {
	const leaves = path.startsWith('/') || path.includes('\\') || /^[A-Za-z]:/.test(path)
	if (leaves || path.includes('\0') || path.split('/').includes('..')) {
		throw broken(`the path '${path}' leaves its folder`)
	}
}
