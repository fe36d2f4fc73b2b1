import { unzipSync } from 'fflate'
import { TREE_BYTES, TREE_FILES } from '../limits.ts'

/** The files of a zip by path. Throws when it is damaged, unfolds to too much, or leaves its folder. */
export function openArchive(zip: Uint8Array): Array<[path: string, bytes: Uint8Array]> {
	let bytes = 0
	let files = 0
	const unfolded = unzipSync(zip, {
		filter({ name, originalSize }) {
			bytes += originalSize
			files++
			if (bytes > TREE_BYTES) throw new Error(`The source unfolds to more than ${TREE_BYTES} bytes`)
			if (files > TREE_FILES) throw new Error(`The source holds more than ${TREE_FILES} files`)
			if (name.startsWith('/') || name.includes('\\') || name.split('/').includes('..')) {
				throw new Error(`The path '${name}' leaves its folder`)
			}
			return !name.endsWith('/')
		},
	})
	return Object.entries(unfolded)
}
