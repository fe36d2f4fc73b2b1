import type { GetDifferencesInput } from '@aws-sdk/client-codecommit'
import { type Call, operation } from '../../../service.ts'
import { onRepository } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { type Change, diffTrees, TooManyPaths } from '../git/diff-trees.ts'
import type { ObjectReader } from '../git/objects.ts'
import { EMPTY_TREE, findEntry, type Leaf, type TreeEntry } from '../git/trees.ts'
import { pageOf, pageSize } from '../pages.ts'
import { requireCommit } from '../refs/specifiers.ts'
import { objectsOf, requireRepository } from '../repositories/find.ts'
import { folderPath } from './paths.ts'

const PAGE = 400

/** What differs between two commits; without a first one, everything is added. */
export const getDifferences = operation<GetDifferencesInput, object>({
	access: onRepository('GetDifferences'),
	async run(input, call: Call) {
		const repository = requireRepository(call, input.repositoryName)
		const objects = objectsOf(call, repository)
		const size = pageSize(input.MaxResults, PAGE)
		if (!input.afterCommitSpecifier) throw refuse('CommitRequiredException')
		const { beforeCommitSpecifier } = input
		const before = beforeCommitSpecifier
			? (await requireCommit(call, repository, objects, beforeCommitSpecifier)).commit.tree
			: EMPTY_TREE
		const after = (await requireCommit(call, repository, objects, input.afterCommitSpecifier)).commit.tree
		// One path stands for both sides.
		const { beforePath, afterPath } = input
		const [was, is] = [folderPath(beforePath ?? afterPath), folderPath(afterPath ?? beforePath)]
		const from = await entryAt(objects, before, was)
		const to = await entryAt(objects, after, is)
		if (!from && !to) throw refuse('PathDoesNotExistException')
		const changes = await compare(objects, from, to)
		const { page, next } = pageOf(changes, input.NextToken, size)
		return { differences: page.map((change) => differenceOf(change, was, is)), NextToken: next }
	},
})

/** What is at a path: the whole tree at none, undefined for nothing. */
async function entryAt(objects: ObjectReader, tree: string, path: string): Promise<TreeEntry | undefined> {
	return path === '' ? { mode: '40000', name: '', id: tree } : findEntry(objects, tree, path)
}

/** Folders are compared by what is in them, and a file with what is in its place; its path is then the whole. */
async function compare(
	objects: ObjectReader,
	from: TreeEntry | undefined,
	to: TreeEntry | undefined,
): Promise<Array<Change>> {
	const leaves = [from, to].map((entry) => (entry?.mode === '40000' ? undefined : entry))
	const [before, after] = leaves
	const isChanged = before?.id !== after?.id || before?.mode !== after?.mode
	const own = (before || after) && isChanged ? [{ path: '', before, after }] : []
	const folder = (entry: TreeEntry | undefined) => (entry?.mode === '40000' ? entry.id : EMPTY_TREE)
	try {
		return [...own, ...(await diffTrees(objects, folder(from), folder(to)))]
	} catch (error) {
		// AWS has no refusal for it here; the wording is ours.
		if (error instanceof TooManyPaths)
			throw refuse('InvalidPathException', 'The commits differ in too many paths.')
		throw error
	}
}

function differenceOf({ path, before, after }: Change, was: string, is: string) {
	return {
		...(before && { beforeBlob: blobOf(before, was, path) }),
		...(after && { afterBlob: blobOf(after, is, path) }),
		changeType: before ? (after ? 'M' : 'D') : 'A',
	} as const
}

function blobOf({ id, mode }: Leaf, folder: string, path: string) {
	return { blobId: id, path: [folder, path].filter(Boolean).join('/'), mode }
}
