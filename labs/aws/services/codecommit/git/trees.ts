import { isUtf8 } from 'node:buffer'
import { GitError } from './git-error.ts'
import type { ObjectReader } from './objects.ts'

export type Mode = '100644' | '100755' | '120000' | '40000' | '160000'

export interface TreeEntry {
	mode: Mode
	name: string
	id: string
}

/** A file, a link or a submodule of a tree. */
export type Leaf = Pick<TreeEntry, 'mode' | 'id'>

/** The id of the tree with nothing in it. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

const MODES: ReadonlySet<string> = new Set<Mode>(['100644', '100755', '120000', '40000', '160000'])
/** Modes that old clients wrote. */
const OLD_MODES: Readonly<Record<string, Mode>> = { '100664': '100644', '040000': '40000' }
/** Folders within folders: a tree that refers to deeper ones is refused. */
export const DEPTH_AT_MOST = 64

/** The entries of a tree. Throws GitError for what is none, or has a name that would lead a checkout astray. */
export function readTree(bytes: Uint8Array): Array<TreeEntry> {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
	const entries: Array<TreeEntry> = []
	for (let at = 0; at < buffer.byteLength; ) {
		const space = buffer.indexOf(0x20, at)
		const end = buffer.indexOf(0, space)
		if (space < 0 || space - at > 6 || end < 0 || end + 21 > buffer.byteLength) {
			throw new GitError('a tree is cut off')
		}
		const mode = readMode(buffer.toString('latin1', at, space))
		const name = readName(buffer.subarray(space + 1, end))
		entries.push({ mode, name, id: buffer.toString('hex', end + 1, end + 21) })
		at = end + 21
	}
	return entries
}

function readMode(text: string): Mode {
	const mode = OLD_MODES[text] ?? text
	if (!MODES.has(mode)) throw new GitError(`a tree has an entry of the mode ${text.slice(0, 6)}`)
	return mode as Mode
}

function readName(bytes: Buffer): string {
	if (!isUtf8(bytes)) throw new GitError('a tree has a name that is not UTF-8')
	const name = bytes.toString('utf8')
	if (name === '' || name === '.' || name === '..' || name.includes('/') || isGitFolder(name)) {
		throw new GitError(`a tree has an entry of the name ${JSON.stringify(name.slice(0, 100))}`)
	}
	return name
}

/** `.git` in the forms that file systems take for it. */
function isGitFolder(name: string): boolean {
	return /^(\.git[ .]*|git~1)$/i.test(name)
}

/** The bytes of a tree, its entries in git's order: a folder sorts as if its name ended with a slash. */
export function writeTree(entries: ReadonlyArray<TreeEntry>): Uint8Array {
	return Buffer.concat(
		inOrder(entries).flatMap(({ mode, name, id }) => [
			Buffer.from(`${mode} ${name}\0`),
			Buffer.from(id, 'hex'),
		]),
	)
}

function inOrder(entries: ReadonlyArray<TreeEntry>): Array<TreeEntry> {
	return entries
		.map((entry) => ({ entry, key: orderKey(entry) }))
		.sort((one, other) => Buffer.compare(one.key, other.key))
		.map(({ entry }) => entry)
}

function orderKey({ mode, name }: TreeEntry): Buffer {
	return Buffer.from(mode === '40000' ? `${name}/` : name)
}

/** Throws GitError for a tree whose entries are not in order, or twice there. */
export function assertOrder(entries: ReadonlyArray<TreeEntry>): void {
	for (let index = 1; index < entries.length; index++) {
		const [before, entry] = [entries[index - 1], entries[index]]
		if (!before || !entry || Buffer.compare(orderKey(before), orderKey(entry)) < 0) continue
		throw new GitError(`a tree is not in order at ${JSON.stringify(entry.name.slice(0, 100))}`)
	}
	if (new Set(entries.map(({ name }) => name)).size < entries.length) {
		throw new GitError('a tree has a name twice')
	}
}

/** The entries of the tree of an id. Throws GitError when it is not there. */
export async function entriesOf(objects: ObjectReader, id: string): Promise<Array<TreeEntry>> {
	if (id === EMPTY_TREE) return []
	const object = await objects.read(id)
	if (object?.type !== 'tree') throw new GitError(`there is no tree ${id}`)
	return readTree(object.bytes)
}

/** What is at a path of a tree: names joined by slashes. Undefined when nothing is. */
export async function findEntry(
	objects: ObjectReader,
	tree: string,
	path: string,
): Promise<TreeEntry | undefined> {
	let entry: TreeEntry | undefined = { mode: '40000', name: '', id: tree }
	for (const part of path.split('/')) {
		if (entry?.mode !== '40000') return
		entry = (await entriesOf(objects, entry.id)).find(({ name }) => name === part)
	}
	return entry
}
