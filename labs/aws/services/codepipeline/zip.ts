import { unzipSync } from 'fflate'
import { ActionFailure } from './actions/action.ts'

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
	const sizes = new Map<string, number>()
	let total = 0
	const accept = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
		assertInside(name)
		total += originalSize
		if (total > BYTES_AT_MOST) throw broken(`it holds more than ${BYTES_AT_MOST} bytes`)
		if (sizes.size >= FILES_AT_MOST) throw broken(`it holds more than ${FILES_AT_MOST} files`)
		if (name.endsWith('/')) return false
		sizes.set(name, originalSize)
		return true
	}
	const files = Object.entries(unzip(zip, accept))
	for (const [path, bytes] of files) {
		if (bytes.byteLength !== sizes.get(path)) throw broken(`'${path}' is damaged`)
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
