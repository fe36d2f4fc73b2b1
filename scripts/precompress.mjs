// After the build: each text file of the site once more in brotli and gzip, so
// that the server compresses none of them while it runs.
import { glob, readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Below this many bytes a compressed file gains nothing; a lesson loads a dozen files of under a kilobyte. */
const MIN_BYTES = 400
/** The best quality is 7 % smaller and five times slower: too slow for an editor's megabytes. */
const BEST_UP_TO_BYTES = 256 * 1024
const brotli = (bytes) =>
	promisify(brotliCompress)(bytes, {
		params: { [constants.BROTLI_PARAM_QUALITY]: bytes.length <= BEST_UP_TO_BYTES ? 11 : 9 },
	})

async function precompress(file) {
	const bytes = await readFile(file)
	if (bytes.length < MIN_BYTES) return
	const [br, gz] = await Promise.all([brotli(bytes), promisify(gzip)(bytes, { level: 9 })])
	await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)])
}

const files = await Array.fromAsync(glob('build/client/**/*.{js,css,svg,html,json,xml,txt,wasm}'))
await Promise.all(files.map(precompress))
