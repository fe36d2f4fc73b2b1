import { filesOf } from './diff-trees.ts'
import { commitOf } from './history.ts'
import type { KeptEntry } from './indexed-pack.ts'
import type { ObjectReader } from './objects.ts'
import { readHead } from './pack-entry.ts'
import { writePackIndex } from './pack-index.ts'
import { writePack } from './pack-writer.ts'
import { missingObjects } from './reachable.ts'
import { writeStage } from './stage.ts'

/** Where entries are read from as they are kept. */
export interface EntryReader extends ObjectReader {
	entry(id: string): Promise<Uint8Array | undefined>
}

/** A clone that is to be made. */
export interface Clone {
	/** Where it comes from. */
	url: string
	commit: string
	/** Checked out as a branch; without one, HEAD is the commit itself. */
	branch?: string
	/** All references of the repository, by their full names. */
	refs: ReadonlyArray<{ name: string; id: string }>
}

export interface FolderFile {
	path: string
	bytes: Uint8Array
}

/** What `git clone` leaves in `.git`, with the whole history of a commit and of every reference. */
export async function gitFolder(objects: EntryReader, clone: Clone): Promise<Array<FolderFile>> {
	const { url, commit, branch, refs } = clone
	const wants = [commit, ...refs.map(({ id }) => id)]
	const none = { haves: [], shallow: new Set<string>(), clientShallow: new Set<string>() }
	const kept: Array<KeptEntry> = []
	for (const id of await missingObjects(objects, { wants, ...none })) {
		const entry = await objects.entry(id)
		if (entry) kept.push({ id, entry })
	}
	const pack = await writePack(kept.map(({ entry }) => entry))
	const digest = pack.subarray(-20)
	const name = `objects/pack/pack-${Buffer.from(digest).toString('hex')}`
	const files: Array<[path: string, bytes: Uint8Array | string]> = [
		['HEAD', branch === undefined ? `${commit}\n` : `ref: refs/heads/${branch}\n`],
		['config', configuration(url, branch)],
		['packed-refs', packedRefs(clone)],
		[`${name}.pack`, pack],
		[`${name}.idx`, await writePackIndex(kept, digest)],
		['index', await stageOf(objects, commit)],
		// Git takes a folder for a repository only where these are.
		['refs/heads/.keep', ''],
	]
	return files.map(([path, bytes]) => ({ path: `.git/${path}`, bytes: Buffer.from(bytes) }))
}

function configuration(url: string, branch: string | undefined): string {
	const core = '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n'
	const remote = `[remote "origin"]\n\turl = ${url}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`
	const tracked =
		branch === undefined ? '' : `[branch "${branch}"]\n\tremote = origin\n\tmerge = refs/heads/${branch}\n`
	return core + remote + tracked
}

function packedRefs({ refs, branch, commit }: Clone): string {
	const remote = refs.map(({ name, id }) => `${id} ${name.replace(/^refs\/heads\//, 'refs/remotes/origin/')}`)
	const local = branch === undefined ? [] : [`${commit} refs/heads/${branch}`]
	const byName = (one: string, other: string) => (one.slice(41) < other.slice(41) ? -1 : 1)
	return `# pack-refs with: sorted \n${[...local, ...remote].sort(byName).join('\n')}\n`
}

async function stageOf(objects: EntryReader, commit: string): Promise<Uint8Array> {
	const { tree } = await commitOf(objects, commit)
	const files = []
	for (const file of await filesOf(objects, tree)) {
		const entry = await objects.entry(file.id)
		files.push({ ...file, size: entry ? readHead(entry, 0).size : 0 })
	}
	return writeStage(files)
}
