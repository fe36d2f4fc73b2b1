import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { joined } from '../../../world/slices.ts'
import { filesOf } from './diff-trees.ts'
import { GitError } from './git-error.ts'
import type { FolderFile } from './git-folder.ts'
import type { ObjectReader } from './objects.ts'
import { Pace } from './pace.ts'
import type { Leaf } from './trees.ts'

/** What an archive may hold; AWS's is 1 GB, and what takes it in here opens no more. */
const BYTES_AT_MOST = 256 * 1024 * 1024
const FILES_AT_MOST = 10_000
/** Larger files are put in as they are: to press them would hold the event loop. */
const PRESSED_BYTES = 256 * 1024
const UNIX = 3

/** The files of a tree as a zip, and others beside them. Throws GitError for more than an archive may hold. */
export async function zipTree(
	objects: ObjectReader,
	tree: string,
	date: Date,
	beside: ReadonlyArray<FolderFile> = [],
): Promise<Uint8Array> {
	const files = (await filesOf(objects, tree)).filter(({ mode }) => mode !== '160000')
	if (files.length > FILES_AT_MOST)
		throw new GitError(`the archive would hold more than ${FILES_AT_MOST} files`)
	const pieces: Array<Uint8Array> = []
	const zip = new Zip((error, piece) => {
		if (error) throw error
		pieces.push(piece)
	})
	const pace = new Pace()
	let total = 0
	async function add(path: string, mode: Leaf['mode'], bytes: Uint8Array): Promise<void> {
		total += bytes.byteLength
		if (total > BYTES_AT_MOST) throw new GitError(`the archive would hold more than ${BYTES_AT_MOST} bytes`)
		put(zip, path, mode, bytes, date)
		await pace.step(bytes.byteLength * 4)
	}
	for (const { path, mode, id } of files) {
		const object = await objects.read(id)
		if (!object) throw new GitError(`the file ${path} is missing`)
		await add(path, mode, object.bytes)
	}
	for (const { path, bytes } of beside) await add(path, '100644', bytes)
	zip.end()
	return joined(pieces)
}

function put(zip: Zip, path: string, mode: Leaf['mode'], bytes: Uint8Array, date: Date): void {
	const file = bytes.byteLength > PRESSED_BYTES ? new ZipPassThrough(path) : new ZipDeflate(path)
	file.mtime = date
	file.os = UNIX
	file.attrs = Number.parseInt(mode, 8) * 0x10000
	zip.add(file)
	file.push(bytes, true)
}
