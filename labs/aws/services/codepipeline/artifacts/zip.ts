import { crc32 } from 'node:zlib'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { inSlices, joined } from '../../../world/slices.ts'

export interface ZippedFile {
	path: string
	bytes: Uint8Array
}

/** Bounds on what an archive may unfold to; AWS's are larger, a sandbox is smaller. */
const BYTES_AT_MOST = 64 * 1024 ** 2
const FILES_AT_MOST = 2_000

/** Why an archive is not opened; the message goes on from « not a ZIP file that can be extracted: ». */
export class BrokenZip extends Error {
	override readonly name = 'BrokenZip'
}

/**
 * The files of an archive, in its order and without its folders, inflated
 * outside of this thread. Throws BrokenZip for archives that are damaged, that
 * would unfold to too much, or whose paths leave their folder.
 */
export function openZip(zip: Uint8Array): Promise<Array<ZippedFile>> {
	return withArchive(zip, async (archive) => {
		const files: Array<ZippedFile> = []
		for (const entry of await entriesOf(archive)) {
			files.push({ path: entry.fileName, bytes: await inflate(archive, entry) })
		}
		return files
	})
}

/** One file of an archive, or undefined. Throws BrokenZip as `openZip` does, and for a file of more bytes than that. */
export function openZipEntry(
	zip: Uint8Array,
	path: string,
	bytesAtMost: number,
): Promise<Uint8Array | undefined> {
	return withArchive(zip, async (archive) => {
		const entry = (await entriesOf(archive)).find(({ fileName }) => fileName === path)
		if (entry && entry.uncompressedSize > bytesAtMost)
			throw new BrokenZip(`'${path}' holds more than ${bytesAtMost} bytes`)
		return entry && inflate(archive, entry)
	})
}

async function withArchive<T>(zip: Uint8Array, read: (archive: ZipFile) => Promise<T>): Promise<T> {
	try {
		const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength)
		const options = { lazyEntries: true, autoClose: false, strictFileNames: true }
		return await read(await fromBufferPromise(bytes, options))
	} catch (error) {
		if (error instanceof BrokenZip) throw error
		throw new BrokenZip(error instanceof Error ? error.message : String(error))
	}
}

/** The directory's files. Nothing is inflated before all of it is known to fit. */
async function entriesOf(archive: ZipFile): Promise<Array<Entry>> {
	if (archive.entryCount > FILES_AT_MOST) throw new BrokenZip(`it holds more than ${FILES_AT_MOST} files`)
	const entries: Array<Entry> = []
	let total = 0
	for await (const entry of archive.eachEntry()) {
		if (entry.fileName.includes('\0')) throw new BrokenZip('a path holds a NUL character')
		total += entry.uncompressedSize
		if (total > BYTES_AT_MOST) throw new BrokenZip(`it holds more than ${BYTES_AT_MOST} bytes`)
		if (!entry.fileName.endsWith('/')) entries.push(entry)
	}
	return entries
}

/** A file's bytes; yauzl holds their number against the directory, and their checksum is held here. */
async function inflate(archive: ZipFile, entry: Entry): Promise<Uint8Array> {
	const pieces: Array<Uint8Array> = []
	for await (const piece of await archive.openReadStreamPromise(entry)) pieces.push(piece as Uint8Array)
	const bytes = await joined(pieces)
	let checksum = 0
	await inSlices(bytes, (slice) => {
		checksum = crc32(slice, checksum)
	})
	if (checksum !== entry.crc32) throw new BrokenZip(`'${entry.fileName}' is damaged`)
	return bytes
}
