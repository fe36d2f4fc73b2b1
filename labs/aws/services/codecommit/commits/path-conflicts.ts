import { refuse } from '../codecommit-error.ts'
import type { ObjectReader } from '../git/objects.ts'
import { findEntry, type TreeEntry } from '../git/trees.ts'

/**
 * What is at a path where a file is to be put. Throws where a folder, a file on
 * the way or a submodule stands.
 */
export async function placeOf(
	objects: ObjectReader,
	tree: string,
	path: string,
): Promise<TreeEntry | undefined> {
	const parts = path.split('/')
	for (let depth = 1; depth < parts.length; depth++) {
		const above = await findEntry(objects, tree, parts.slice(0, depth).join('/'))
		if (!above) return
		if (above.mode === '160000') throw refuse('FilePathConflictsWithSubmodulePathException')
		if (above.mode !== '40000') throw refuse('DirectoryNameConflictsWithFileNameException')
	}
	const there = await findEntry(objects, tree, path)
	if (there?.mode === '40000') throw refuse('FileNameConflictsWithDirectoryNameException')
	if (there?.mode === '160000') throw refuse('FilePathConflictsWithSubmodulePathException')
	return there
}

/** The files of the folder that a path is in, if it would be left empty without that one. */
export async function leavesFolderEmpty(objects: ObjectReader, tree: string, path: string): Promise<boolean> {
	const slash = path.lastIndexOf('/')
	if (slash < 0) return false
	const folder = await findEntry(objects, tree, path.slice(0, slash))
	const object = folder && (await objects.read(folder.id))
	return object?.type === 'tree' && countOf(object.bytes) === 1
}

function countOf(tree: Uint8Array): number {
	let count = 0
	for (let at = 0; at < tree.byteLength; count++) at = tree.indexOf(0, at) + 21
	return count
}
