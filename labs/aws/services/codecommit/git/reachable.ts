import { readTag } from './commits.ts'
import { commitOf } from './history.ts'
import type { ObjectReader } from './objects.ts'
import { Pace } from './pace.ts'
import { EMPTY_TREE, entriesOf } from './trees.ts'

export interface Wanted {
	/** Ids of commits, tags, or any object. */
	wants: Iterable<string>
	/** Commits that the client has, with all that comes before them. */
	haves: Iterable<string>
	/** Commits whose parents the client does not want. */
	shallow: ReadonlySet<string>
	/** Commits that the client has without their parents. */
	clientShallow: ReadonlySet<string>
}

/** The ids of what a client lacks: commits, tags, trees and files, each once. */
export async function missingObjects(objects: ObjectReader, wanted: Wanted): Promise<Array<string>> {
	const { wants, haves, shallow, clientShallow } = wanted
	const collection = new Missing(objects)
	const known = new Set<string>()
	const pace = new Pace()
	// What the client has is known from its newest commits on; to leave out a little too little does no harm.
	for (const have of haves) {
		if (known.has(have)) continue
		await collection.leaveOut((await commitOf(objects, have)).tree)
		const waiting = [have]
		for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
			if (known.has(id)) continue
			known.add(id)
			if (!clientShallow.has(id)) waiting.push(...(await commitOf(objects, id)).parents)
			await pace.step()
		}
	}
	for (const want of wants) {
		const start = await collection.untag(want)
		if (start === undefined) continue
		await collection.takeHistory(start, known, shallow)
	}
	return [...collection.found]
}

class Missing {
	readonly found = new Set<string>()
	readonly #objects: ObjectReader
	readonly #leftOut = new Set<string>([EMPTY_TREE])
	readonly #pace = new Pace()

	constructor(objects: ObjectReader) {
		this.#objects = objects
	}

	async leaveOut(tree: string): Promise<void> {
		await this.#takeTree(tree, this.#leftOut)
	}

	/** Takes the tags on the way to a commit, which it answers; anything else is taken as it is. */
	async untag(id: string): Promise<string | undefined> {
		for (let at = id; ; ) {
			const object = await this.#objects.read(at)
			if (!object || object.type === 'commit') return object && at
			this.found.add(at)
			if (object.type === 'tree') await this.#takeTree(at, this.found)
			if (object.type !== 'tag') return
			at = readTag(object.bytes).object
		}
	}

	async takeHistory(start: string, known: ReadonlySet<string>, shallow: ReadonlySet<string>): Promise<void> {
		const waiting = [start]
		for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
			if (known.has(id) || this.found.has(id)) continue
			this.found.add(id)
			const { tree, parents } = await commitOf(this.#objects, id)
			await this.#takeTree(tree, this.found)
			await this.#pace.step()
			if (!shallow.has(id)) waiting.push(...parents)
		}
	}

	async #takeTree(tree: string, into: Set<string>): Promise<void> {
		if (into.has(tree) || this.#leftOut.has(tree)) return
		into.add(tree)
		const folders: Array<string> = [tree]
		for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
			for (const { id, mode } of await entriesOf(this.#objects, at)) {
				if (mode === '160000' || into.has(id) || this.#leftOut.has(id)) continue
				into.add(id)
				if (mode === '40000') folders.push(id)
			}
			await this.#pace.step()
		}
	}
}

/**
 * Where a history of so many commits ends: those whose parents are left out, and
 * all that is within.
 */
export async function cutAt(
	objects: ObjectReader,
	wants: Iterable<string>,
	depth: number,
): Promise<{ shallow: Set<string>; within: Set<string> }> {
	const shallow = new Set<string>()
	const within = new Set<string>()
	let wave = [...wants]
	for (let level = 1; level <= depth && wave.length > 0; level++) {
		const next: Array<string> = []
		for (const id of wave) {
			if (within.has(id)) continue
			within.add(id)
			const { parents } = await commitOf(objects, id)
			if (level === depth && parents.length > 0) shallow.add(id)
			next.push(...parents)
		}
		wave = next
	}
	return { shallow, within }
}
