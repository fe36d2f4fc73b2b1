import { type Zippable, zipSync } from 'fflate'
import { BrokenZip, openZip } from './aws/services/codepipeline/artifacts/zip.ts'

/** Dates in a zip are fixed, so that the same files give the same archive. */
const MTIME = new Date('2026-01-01T12:00:00Z')

/** Files as a zip archive. */
export function zipFiles(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
	const zippable: Zippable = {}
	for (const [path, bytes] of Object.entries(files)) zippable[path] = [bytes, { mtime: MTIME }]
	return zipSync(zippable)
}

/** The files of a zip archive without its folders, or undefined when the bytes are none. */
export async function unzipFiles(archive: Uint8Array): Promise<Record<string, Uint8Array> | undefined> {
	try {
		return Object.fromEntries((await openZip(archive)).map(({ path, bytes }) => [path, bytes]))
	} catch (error) {
		if (error instanceof BrokenZip) return
		throw error
	}
}
