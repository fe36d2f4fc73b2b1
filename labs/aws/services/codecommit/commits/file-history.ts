import type { ListFileCommitHistoryRequest } from '@aws-sdk/client-codecommit'
import { operation } from '../../../service.ts'
import { onRepository } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import type { Commit } from '../git/commits.ts'
import { commitOf, walk } from '../git/history.ts'
import type { ObjectReader } from '../git/objects.ts'
import { findEntry } from '../git/trees.ts'
import { pageOf, pageSize } from '../pages.ts'
import { requireCommit } from '../refs/specifiers.ts'
import { objectsOf, requireRepository } from '../repositories/find.ts'
import { requirePath } from './paths.ts'
import { describeCommit } from './read-commits.ts'

const PAGE = 100
const COMMITS_AT_MOST = 2_000

interface Version {
	id: string
	commit: Commit
	blob: string
}

/** The commits that made a file what it was in turn, newest first. */
export const listFileCommitHistory = operation<ListFileCommitHistoryRequest, object>({
	access: onRepository('ListFileCommitHistory'),
	async run({ repositoryName, commitSpecifier, filePath, maxResults, nextToken }, call) {
		const repository = requireRepository(call, repositoryName)
		const objects = objectsOf(call, repository)
		const path = requirePath(filePath)
		const { id } = await requireCommit(call, repository, objects, commitSpecifier)
		const versions = await versionsOf(objects, id, path)
		const { page, next } = pageOf(versions, nextToken, pageSize(maxResults, PAGE))
		return { revisionDag: page.map((version) => fileVersion(version, versions, path)), nextToken: next }
	},
})

async function versionsOf(objects: ObjectReader, from: string, path: string): Promise<Array<Version>> {
	const versions: Array<Version> = []
	let walked = 0
	// Most commits leave the folder of a file as it was.
	const known = new Map<string, Promise<string | undefined>>()
	const blobIn = (tree: string) => {
		const blob = known.get(tree) ?? blobAt(objects, tree, path)
		known.set(tree, blob)
		return blob
	}
	for await (const { id, commit } of walk(objects, [from])) {
		if (++walked > COMMITS_AT_MOST) throw refuse('TipsDivergenceExceededException')
		const blob = await blobIn(commit.tree)
		const before: Array<string | undefined> = []
		for (const parent of commit.parents) {
			before.push(await blobIn((await commitOf(objects, parent)).tree))
		}
		if (blob !== undefined && !before.includes(blob)) versions.push({ id, commit, blob })
	}
	return versions
}

async function blobAt(objects: ObjectReader, tree: string, path: string): Promise<string | undefined> {
	const entry = await findEntry(objects, tree, path)
	return entry?.mode === '40000' ? undefined : entry?.id
}

/** A version with the newer one that came of it, in the order of this list. */
function fileVersion({ id, commit, blob }: Version, versions: ReadonlyArray<Version>, path: string) {
	const position = versions.findIndex((version) => version.id === id)
	const child = versions[position - 1]
	return {
		commit: describeCommit(id, commit),
		blobId: blob,
		path,
		revisionChildren: child ? [child.id] : [],
	}
}
