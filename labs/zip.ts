import { unzipSync, type Zippable, zipSync } from 'fflate'

/** Dates in a zip are fixed, so that the same files give the same archive. */
const MTIME = new Date('2026-01-01T12:00:00Z')

/** Files as a zip archive. */
export function zipFiles(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
	const zippable: Zippable = {}
	for (const [path, bytes] of Object.entries(files)) zippable[path] = [bytes, { mtime: MTIME }]
	return zipSync(zippable)
}

/** The files of a zip archive without its folders, or undefined when the bytes are none. */
export function unzipFiles(archive: Uint8Array): Record<string, Uint8Array> | undefined {
	try {
		const entries = Object.entries(unzipSync(archive))
		return Object.fromEntries(entries.filter(([path]) => !path.endsWith('/')))
	} catch {
		return
	}
}
