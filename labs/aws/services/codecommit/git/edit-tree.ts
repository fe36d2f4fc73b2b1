import { type GitObject, type ObjectReader, objectId } from './objects.ts'
import { EMPTY_TREE, entriesOf, type Leaf, type TreeEntry, writeTree } from './trees.ts'

/** What is to be at paths; null takes away what is there. */
export type Edits = ReadonlyMap<string, Leaf | null>

/** A tree and the objects that are new with it. */
export interface EditedTree {
	id: string
	fresh: Array<GitObject & { id: string }>
}

/**
 * A tree with files put and taken away. A folder that holds nothing any more
 * goes too; a file in the way of a folder, or a folder in that of a file, is
 * replaced, so that the caller refuses what it does not want.
 */
export async function editTree(objects: ObjectReader, tree: string, edits: Edits): Promise<EditedTree> {
	const fresh: EditedTree['fresh'] = []
	const id = (await edit(objects, tree, edits, fresh)) ?? (await keep([], fresh))
	return { id, fresh }
}

/** The tree of files alone. */
export function treeOf(files: ReadonlyMap<string, Leaf>): Promise<EditedTree> {
	const nothing: ObjectReader = { read: async () => undefined, typeOf: async () => undefined }
	return editTree(nothing, EMPTY_TREE, files)
}

async function edit(
	objects: ObjectReader,
	tree: string,
	edits: Edits,
	fresh: EditedTree['fresh'],
): Promise<string | undefined> {
	const entries = new Map((await entriesOf(objects, tree)).map((entry) => [entry.name, entry]))
	const below = new Map<string, Map<string, Leaf | null>>()
	for (const [path, leaf] of edits) {
		const slash = path.indexOf('/')
		if (slash < 0) {
			if (leaf) entries.set(path, { name: path, ...leaf })
			else if (entries.get(path)?.mode !== '40000') entries.delete(path)
			continue
		}
		const name = path.slice(0, slash)
		const inside = below.get(name) ?? new Map()
		below.set(name, inside.set(path.slice(slash + 1), leaf))
	}
	for (const [name, inside] of below) {
		const entry = entries.get(name)
		const folder = entry?.mode === '40000' ? entry.id : EMPTY_TREE
		const id = await edit(objects, folder, inside, fresh)
		if (id !== undefined) entries.set(name, { mode: '40000', name, id })
		else if (entry?.mode === '40000') entries.delete(name)
	}
	return entries.size === 0 ? undefined : keep([...entries.values()], fresh)
}

async function keep(entries: ReadonlyArray<TreeEntry>, fresh: EditedTree['fresh']): Promise<string> {
	const object: GitObject = { type: 'tree', bytes: writeTree(entries) }
	const id = await objectId(object)
	fresh.push({ ...object, id })
	return id
}
