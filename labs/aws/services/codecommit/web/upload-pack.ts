import { findCommit } from '../git/commits.ts'
import { GitError } from '../git/git-error.ts'
import { commitOf } from '../git/history.ts'
import { OBJECT_ID } from '../git/objects.ts'
import { writePack } from '../git/pack-writer.ts'
import { cutAt, missingObjects } from '../git/reachable.ts'
import type { ObjectStore } from '../store/object-store.ts'

/** What a client asks for, in either version of the protocol. */
export interface FetchRequest {
	wants: Array<string>
	haves: Array<string>
	/** Commits that the client has without their parents. */
	shallow: Array<string>
	depth?: number
	done: boolean
	capabilities: ReadonlySet<string>
}

/** Packs that a client is sent at most, in objects; no repository that was pushed within bounds has more. */
const OBJECTS_AT_MOST = 200_000
const DEPTH_AT_MOST = 0x7fffffff

export function newFetchRequest(): FetchRequest {
	return { wants: [], haves: [], shallow: [], done: false, capabilities: new Set() }
}

/** Reads one line that both versions have. Answers whether it was one. Throws GitError. */
export function readLine(request: FetchRequest, text: string): boolean {
	const [word = '', value = ''] = text.split(' ')
	if (word === 'want' || word === 'have' || word === 'shallow') {
		if (!OBJECT_ID.test(value)) throw new GitError(`invalid ${word} line`)
		const into = { want: request.wants, have: request.haves, shallow: request.shallow }
		into[word].push(value)
	} else if (word === 'deepen') {
		const depth = Number(value)
		if (!Number.isInteger(depth) || depth < 1 || depth > DEPTH_AT_MOST)
			throw new GitError(`invalid depth ${value}`)
		request.depth = depth
	} else if (word === 'done') request.done = true
	else if (/^(deepen-since|deepen-not|filter)$/.test(word)) throw new GitError(`${word} is not emulated`)
	else return false
	return true
}

/** Haves that the server has too, each once. */
export async function commonOf(objects: ObjectStore, { haves }: FetchRequest): Promise<Array<string>> {
	const common: Array<string> = []
	for (const id of new Set(haves)) if ((await objects.typeOf(id)) === 'commit') common.push(id)
	return common
}

/** Throws GitError for a want that the repository has not. */
export async function assertWants(objects: ObjectStore, { wants }: FetchRequest): Promise<void> {
	for (const id of wants) {
		if ((await objects.typeOf(id)) === undefined) throw new GitError(`upload-pack: not our ref ${id}`)
	}
}

/** What a depth changes: where histories end for the client from now on, and where no more. */
export interface Shallows {
	shallow: ReadonlySet<string>
	unshallow: ReadonlyArray<string>
}

export async function shallowsOf(objects: ObjectStore, request: FetchRequest): Promise<Shallows> {
	const { depth, wants, shallow: known } = request
	if (depth === undefined) return { shallow: new Set(), unshallow: [] }
	const starts: Array<string> = []
	for (const want of wants) {
		const commit = await findCommit(objects, want)
		if (commit) starts.push(commit.id)
	}
	const { shallow, within } = await cutAt(objects, starts, depth)
	return { shallow, unshallow: known.filter((id) => within.has(id) && !shallow.has(id)) }
}

/** The pack that a client lacks. */
export async function packFor(
	objects: ObjectStore,
	request: FetchRequest,
	common: ReadonlyArray<string>,
	{ shallow, unshallow }: Shallows,
): Promise<Uint8Array> {
	const wants = [...request.wants]
	for (const id of unshallow) wants.push(...(await commitOf(objects, id)).parents)
	const clientShallow = new Set(request.shallow)
	const ids = await missingObjects(objects, { wants, haves: common, shallow, clientShallow })
	if (ids.length > OBJECTS_AT_MOST) throw new GitError('the repository is too large to be sent')
	const entries: Array<Uint8Array> = []
	for (const id of ids) {
		const entry = await objects.entry(id)
		if (entry) entries.push(entry)
	}
	return writePack(entries)
}
