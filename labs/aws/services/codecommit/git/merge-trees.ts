import { isUtf8 } from 'node:buffer'
import { type Change, diffTrees } from './diff-trees.ts'
import { type Hunk, linesOf, mergedText, mergeHunks, type Texts } from './merge-text.ts'
import { type GitObject, type ObjectReader, objectId } from './objects.ts'
import { Pace } from './pace.ts'
import type { Leaf } from './trees.ts'

export type Side = 'source' | 'destination'

/** One path that both sides changed, each in its own way. */
export interface Conflict {
	path: string
	base?: Leaf
	source?: Leaf
	destination?: Leaf
	/** What cannot be brought together. */
	content: boolean
	mode: boolean
	/** One side has a folder, a link or a submodule where the other has a file. */
	type: boolean
	/** The texts and their parts, when lines were compared. */
	lines?: { texts: Texts; hunks: ReadonlyArray<Hunk> }
}

export interface Merge {
	/** What becomes of the destination's tree where nothing is in conflict. */
	edits: Map<string, Leaf | null>
	/** Files that the merge of lines made. */
	fresh: Array<GitObject & { id: string }>
	conflicts: Array<Conflict>
}

export interface MergeOptions {
	/** Files that both sides changed are compared line by line, and not in conflict as such. */
	byLine: boolean
	/** Who wins where lines or files are in conflict. */
	winner?: Side
}

/** Files above this are not compared by line, in bytes. */
const TEXT_BYTES_AT_MOST = 512 * 1024

/** Brings what the source changed since the base into the destination. Throws TooManyPaths. */
export async function mergeTrees(
	objects: ObjectReader,
	trees: { base: string; source: string; destination: string },
	options: MergeOptions,
): Promise<Merge> {
	const mine = await diffTrees(objects, trees.base, trees.source)
	const theirs = new Map(
		(await diffTrees(objects, trees.base, trees.destination)).map((change) => [change.path, change]),
	)
	const merge: Merge = { edits: new Map(), fresh: [], conflicts: [] }
	const blocked = foldersOf(theirs)
	const pace = new Pace()
	for (const change of mine) {
		const other = theirs.get(change.path)
		if (change.after && (blocked.has(change.path) || standsInWay(change.path, theirs))) {
			settle(merge, { ...sidesOf(change, other), content: true, mode: false, type: true }, options)
		} else if (!other) merge.edits.set(change.path, change.after ?? null)
		else if (!same(change.after, other.after)) {
			await mergeFile(objects, merge, change, other, options)
			await pace.step(TEXT_BYTES_AT_MOST)
		}
	}
	return merge
}

/** The folders in which the other side put something. */
function foldersOf(changes: ReadonlyMap<string, Change>): Set<string> {
	const folders = new Set<string>()
	for (const { path, after } of changes.values())
		if (after) for (const folder of above(path)) folders.add(folder)
	return folders
}

function above(path: string): Array<string> {
	const parts = path.split('/')
	return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}

/** Whether the other side put a file where the path needs a folder. */
function standsInWay(path: string, changes: ReadonlyMap<string, Change>): boolean {
	return above(path).some((folder) => changes.get(folder)?.after !== undefined)
}

function sidesOf(mine: Change, theirs: Change | undefined) {
	return { path: mine.path, base: mine.before, source: mine.after, destination: theirs?.after }
}

function same(one: Leaf | undefined, other: Leaf | undefined): boolean {
	return one?.id === other?.id && one?.mode === other?.mode
}

async function mergeFile(
	objects: ObjectReader,
	merge: Merge,
	mine: Change,
	theirs: Change,
	options: MergeOptions,
): Promise<void> {
	const sides = sidesOf(mine, theirs)
	const { path, base, source, destination } = sides
	const mode = mergedMode(base, source, destination)
	const type = kindOf(source) !== kindOf(destination) && source !== undefined && destination !== undefined
	const conflict: Conflict = { ...sides, content: true, mode: mode === undefined, type }
	if (source?.id === destination?.id) conflict.content = false
	else if (options.byLine && source && destination && !type) {
		const lines = await compareLines(objects, base, source, destination)
		const text = lines && mergedText(lines.texts, lines.hunks, options.winner)
		if (text !== undefined && mode) return await keepText(merge, path, mode, text)
		if (lines) {
			conflict.lines = lines
			conflict.content = lines.hunks.some(({ changed }) => changed === 'conflict')
		}
	}
	settle(merge, conflict, options)
}

/** A conflict that one side wins is none; otherwise it waits for somebody to decide. */
function settle(merge: Merge, conflict: Conflict, { winner }: MergeOptions): void {
	if (winner === 'source') merge.edits.set(conflict.path, conflict.source ?? null)
	else if (winner === undefined) merge.conflicts.push(conflict)
}

async function keepText(merge: Merge, path: string, mode: Leaf['mode'], text: string): Promise<void> {
	const object: GitObject = { type: 'blob', bytes: Buffer.from(text) }
	const id = await objectId(object)
	merge.fresh.push({ ...object, id })
	merge.edits.set(path, { mode, id })
}

/** The mode that a merged file has; undefined when both sides changed it differently. */
function mergedMode(base?: Leaf, source?: Leaf, destination?: Leaf): Leaf['mode'] | undefined {
	if (!source || !destination) return source?.mode ?? destination?.mode
	if (source.mode === destination.mode || destination.mode === base?.mode) return source.mode
	return source.mode === base?.mode ? destination.mode : undefined
}

/** What can be merged with what: files with files. */
export function kindOf(leaf: Leaf | undefined): 'file' | 'link' | 'submodule' {
	if (leaf?.mode === '120000') return 'link'
	return leaf?.mode === '160000' ? 'submodule' : 'file'
}

async function compareLines(objects: ObjectReader, base: Leaf | undefined, source: Leaf, destination: Leaf) {
	if (kindOf(source) !== 'file') return
	const sides = await Promise.all([base, source, destination].map((leaf) => textAt(objects, leaf)))
	const [old, mine, theirs] = sides
	if (old === undefined || mine === undefined || theirs === undefined) return
	const texts = { base: linesOf(old), source: linesOf(mine), destination: linesOf(theirs) }
	const hunks = mergeHunks(texts)
	return hunks && { texts, hunks }
}

/** The text of a file; undefined when it is none, or too large. */
async function textAt(objects: ObjectReader, leaf: Leaf | undefined): Promise<string | undefined> {
	if (!leaf) return ''
	const object = await objects.read(leaf.id)
	if (!object || object.bytes.byteLength > TEXT_BYTES_AT_MOST || isBinary(object.bytes)) return
	return Buffer.from(object.bytes).toString('utf8')
}

/** As git sees it: a zero byte among the first 8,000, or not UTF-8. */
export function isBinary(bytes: Uint8Array): boolean {
	return bytes.subarray(0, 8_000).includes(0) || !isUtf8(bytes)
}
