import type { ConflictResolution, MergeOptionTypeEnum } from '@aws-sdk/client-codecommit'
import type { Call } from '../../../service.ts'
import { refuse } from '../codecommit-error.ts'
import { mergeCommits } from '../collections.ts'
import { EMPTY_FILE, keeperOf } from '../commits/empty-folders.ts'
import { authorOf, messageOf } from '../commits/identity.ts'
import { keepCommit } from '../commits/make-commit.ts'
import { leavesFolderEmpty } from '../commits/path-conflicts.ts'
import { editTree } from '../git/edit-tree.ts'
import { walk } from '../git/history.ts'
import type { Merge } from '../git/merge-trees.ts'
import type { MergeDetail } from '../refs/events.ts'
import { type Comparison, isFastForward, type MergeInput, mergeOf } from './comparison.ts'
import { resolveConflicts } from './resolution.ts'

/** How two commits are to be merged, as all operations that do so say it. */
export interface MergeRequest extends Pick<MergeInput, 'conflictDetailLevel' | 'conflictResolutionStrategy'> {
	conflictResolution?: ConflictResolution
	authorName?: string
	email?: string
	commitMessage?: string
	keepEmptyFolders?: boolean
}

/** Source messages that a squashed commit tells of at most. */
const MESSAGES_AT_MOST = 500

/**
 * Makes the commit of a merge and answers it; a fast forward is the source itself.
 * No reference moves. Throws ManualMergeRequiredException where both do not fit.
 */
export async function performMerge(
	call: Call,
	comparison: Comparison,
	option: MergeOptionTypeEnum,
	request: MergeRequest,
	titles: { source: string; destination: string },
): Promise<{ commitId: string; treeId: string }> {
	const { source, destination, objects } = comparison
	if (option === 'FAST_FORWARD_MERGE') {
		if (!(await isFastForward(comparison))) throw refuse('ManualMergeRequiredException')
		return { commitId: source.id, treeId: source.commit.tree }
	}
	const author = authorOf(call, request.authorName, request.email)
	const otherwise =
		option === 'SQUASH_MERGE'
			? await sourceMessages(comparison)
			: `Merge branch '${titles.source}' into ${titles.destination}`
	const message = messageOf(request.commitMessage, otherwise)
	const merge = await mergeOf(comparison, request)
	await resolveConflicts(merge, request)
	if (request.keepEmptyFolders) await keepFolders(comparison, merge)
	const { id: tree, fresh } = await editTree(objects, destination.commit.tree, merge.edits)
	const parents = option === 'SQUASH_MERGE' ? [destination.id] : [destination.id, source.id]
	const commit = { tree, parents, author, committer: author, message }
	const commitId = await keepCommit(call, objects, commit, [...merge.fresh, ...fresh])
	call.world.put(mergeCommits, call.scope, mergeId(comparison, request), { commitId })
	return { commitId, treeId: tree }
}

/** The id under which a merge of two commits is remembered. */
export function mergeId(
	{ repository, source, destination }: Comparison,
	{ conflictDetailLevel = 'FILE_LEVEL', conflictResolutionStrategy = 'NONE' }: MergeRequest,
): string {
	return [repository.id, source.id, destination.id, conflictDetailLevel, conflictResolutionStrategy].join('/')
}

/** What the event of a merge tells of it. */
export function mergeDetail(
	{ base, source, destination }: Comparison,
	mergeOption: MergeOptionTypeEnum,
	{ conflictDetailLevel = 'FILE_LEVEL', conflictResolutionStrategy = 'NONE' }: MergeRequest,
): MergeDetail {
	const how = { conflictDetailsLevel: conflictDetailLevel, conflictResolutionStrategy }
	return {
		...(base !== undefined && { baseCommitId: base }),
		sourceCommitId: source.id,
		destinationCommitId: destination.id,
		mergeOption,
		...(mergeOption !== 'FAST_FORWARD_MERGE' && how),
	}
}

/** The messages of the source since the base, newest first: what AWS squashes under when none is given. */
async function sourceMessages({ objects, source, base }: Comparison): Promise<string> {
	const messages: Array<string> = []
	for await (const { commit } of walk(objects, [source.id], (id) => id === base)) {
		messages.push(commit.message.trimEnd())
		if (messages.length >= MESSAGES_AT_MOST) break
	}
	return messages.join('\n\n').slice(0, 200_000)
}

async function keepFolders({ objects, destination }: Comparison, merge: Merge): Promise<void> {
	for (const [path, leaf] of [...merge.edits]) {
		if (leaf !== null || !(await leavesFolderEmpty(objects, destination.commit.tree, path))) continue
		merge.edits.set(keeperOf(path), { mode: '100644', id: EMPTY_FILE.id })
		merge.fresh.push(EMPTY_FILE)
	}
}
