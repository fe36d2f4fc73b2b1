import { type Commit, readCommit } from './commits.ts'
import type { ObjectReader } from './objects.ts'
import { Pace } from './pace.ts'

/** Commits that a comparison of two histories walks at most. */
const COMMITS_AT_MOST = 20_000

/** Two histories that lie too far apart to be compared within bounds. */
export class TooFarApart extends Error {
	override readonly name = 'TooFarApart'
}

/** The commit of an id that is known to be one. */
export async function commitOf(objects: ObjectReader, id: string): Promise<Commit> {
	const object = await objects.read(id)
	if (object?.type !== 'commit') throw new Error(`${id} is no commit`)
	return readCommit(object.bytes)
}

/** A commit with what comes before it, each once, children before their parents' parents; `stop` ends a line. */
export async function* walk(
	objects: ObjectReader,
	from: Iterable<string>,
	stop: (id: string) => boolean = () => false,
): AsyncGenerator<{ id: string; commit: Commit }> {
	const seen = new Set(from)
	let wave = [...seen]
	const pace = new Pace()
	while (wave.length > 0) {
		const next: Array<string> = []
		for (const id of wave) {
			if (stop(id)) continue
			const commit = await commitOf(objects, id)
			await pace.step()
			yield { id, commit }
			for (const parent of commit.parents) {
				if (!seen.has(parent)) next.push(parent)
				seen.add(parent)
			}
		}
		wave = next
	}
}

/** The commits that come before some, those included. Throws TooFarApart past the bound. */
async function ancestors(objects: ObjectReader, from: Iterable<string>): Promise<Set<string>> {
	const found = new Set<string>()
	for await (const { id } of walk(objects, from)) {
		found.add(id)
		if (found.size > COMMITS_AT_MOST) throw new TooFarApart()
	}
	return found
}

/** Whether one commit comes before another, or is it. */
export async function isAncestor(objects: ObjectReader, one: string, of: string): Promise<boolean> {
	if (one === of) return true
	let walked = 0
	for await (const { id } of walk(objects, [of])) {
		if (id === one) return true
		if (++walked > COMMITS_AT_MOST) throw new TooFarApart()
	}
	return false
}

/**
 * The best common ancestor of two commits: one that no other common ancestor comes
 * after. Undefined when they have none; throws TooFarApart past the bound.
 */
export async function mergeBase(
	objects: ObjectReader,
	one: string,
	other: string,
): Promise<string | undefined> {
	if (one === other) return one
	const mine = await ancestors(objects, [one])
	const candidates: Array<string> = []
	const reached = new Set<string>()
	for await (const { id } of walk(objects, [other], (at) => {
		if (mine.has(at)) candidates.push(at)
		return mine.has(at)
	})) {
		reached.add(id)
		if (reached.size > COMMITS_AT_MOST) throw new TooFarApart()
	}
	const [first] = candidates
	if (candidates.length <= 1) return first
	for (const candidate of candidates) {
		const others = candidates.filter((another) => another !== candidate)
		const before = await ancestors(objects, others)
		if (!before.has(candidate)) return candidate
	}
	return first
}
