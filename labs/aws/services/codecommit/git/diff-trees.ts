import type { ObjectReader } from './objects.ts'
import { Pace } from './pace.ts'
import { DEPTH_AT_MOST, EMPTY_TREE, entriesOf, type Leaf, type TreeEntry } from './trees.ts'

/** What is at one path on two sides; undefined is nothing. */
export interface Change {
	path: string
	before?: Leaf
	after?: Leaf
}

/** Paths that a comparison visits at most: trees can hold the same folder many times over. */
const PATHS_AT_MOST = 100_000

/** Two trees with more between them than is compared. */
export class TooManyPaths extends Error {
	override readonly name = 'TooManyPaths'
}

/** Files, links and submodules that differ between two trees, by path in git's order. Throws TooManyPaths. */
export async function diffTrees(
	objects: ObjectReader,
	before: string,
	after: string,
): Promise<Array<Change>> {
	const changes: Array<Change> = []
	await new Comparison(objects, changes).compare('', before, after, 0)
	return changes
}

/** Every file, link and submodule of a tree, by path in git's order. Throws TooManyPaths. */
export async function filesOf(objects: ObjectReader, tree: string): Promise<Array<Leaf & { path: string }>> {
	const all = await diffTrees(objects, EMPTY_TREE, tree)
	return all.flatMap(({ path, after }) => (after ? { path, ...after } : []))
}

class Comparison {
	readonly #objects: ObjectReader
	readonly #changes: Array<Change>
	readonly #pace = new Pace()
	#visited = 0

	constructor(objects: ObjectReader, changes: Array<Change>) {
		this.#objects = objects
		this.#changes = changes
	}

	async compare(prefix: string, before: string, after: string, depth: number): Promise<void> {
		if (before === after) return
		if (depth > DEPTH_AT_MOST) throw new TooManyPaths()
		const old = byName(await entriesOf(this.#objects, before))
		const now = byName(await entriesOf(this.#objects, after))
		for (const name of new Set([...old.keys(), ...now.keys()].sort())) {
			const [was, is] = [old.get(name), now.get(name)]
			if (was?.id === is?.id && was?.mode === is?.mode) continue
			if (++this.#visited > PATHS_AT_MOST) throw new TooManyPaths()
			await this.#pace.step()
			await this.#one(prefix + name, was, is, depth)
		}
	}

	async #one(path: string, was: TreeEntry | undefined, is: TreeEntry | undefined, depth: number) {
		const [before, after] = [leaf(was), leaf(is)]
		if (before || after) this.#changes.push({ path, before, after })
		const folders = [folder(was), folder(is)] as const
		await this.compare(`${path}/`, ...folders, depth + 1)
	}
}

function byName(entries: ReadonlyArray<TreeEntry>): Map<string, TreeEntry> {
	return new Map(entries.map((entry) => [entry.name, entry]))
}

function leaf(entry: TreeEntry | undefined): Leaf | undefined {
	return entry && entry.mode !== '40000' ? { mode: entry.mode, id: entry.id } : undefined
}

function folder(entry: TreeEntry | undefined): string {
	return entry?.mode === '40000' ? entry.id : EMPTY_TREE
}
