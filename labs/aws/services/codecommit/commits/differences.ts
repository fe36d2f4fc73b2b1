import type { GetDifferencesInput } from '@aws-sdk/client-codecommit'
import { type Call, operation } from '../../../service.ts'
import { onRepository } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { type Change, diffTrees, TooManyPaths } from '../git/diff-trees.ts'
import type { ObjectReader } from '../git/objects.ts'
import { EMPTY_TREE, findEntry, type Leaf } from '../git/trees.ts'
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
		const [was, is] = [folderPath(input.beforePath), folderPath(input.afterPath)]
		const from = await subtree(objects, before, was)
		const to = await subtree(objects, after, is)
		// A path that is on neither side is none.
		if (from === undefined && to === undefined) throw refuse('PathDoesNotExistException')
		const changes = await compare(objects, from ?? EMPTY_TREE, to ?? EMPTY_TREE)
		const { page, next } = pageOf(changes, input.NextToken, size)
		return { differences: page.map((change) => differenceOf(change, was, is)), NextToken: next }
	},
})

/** The tree at a path; a file stands as a tree of its own, and undefined is nothing. */
async function subtree(objects: ObjectReader, tree: string, path: string): Promise<string | undefined> {
	if (path === '') return tree
	const entry = await findEntry(objects, tree, path)
	return entry?.mode === '40000' ? entry.id : undefined
}

async function compare(objects: ObjectReader, from: string, to: string): Promise<Array<Change>> {
	try {
		return await diffTrees(objects, from, to)
	} catch (error) {
		if (error instanceof TooManyPaths) throw refuse('PathDoesNotExistException')
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
	return { blobId: id, path: folder === '' ? path : `${folder}/${path}`, mode }
}
