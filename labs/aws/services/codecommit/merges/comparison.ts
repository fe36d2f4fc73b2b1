import type {
	ConflictDetailLevelTypeEnum,
	ConflictResolutionStrategyTypeEnum,
} from '@aws-sdk/client-codecommit'
import type { Call } from '../../../service.ts'
import { refuse } from '../codecommit-error.ts'
import type { Repository } from '../collections.ts'
import { TooManyPaths } from '../git/diff-trees.ts'
import { commitOf, isAncestor, mergeBase, TooFarApart } from '../git/history.ts'
import { type Merge, mergeTrees, type Side } from '../git/merge-trees.ts'
import { EMPTY_TREE } from '../git/trees.ts'
import { type Located, requireCommit } from '../refs/specifiers.ts'
import { objectsOf, requireRepository } from '../repositories/find.ts'
import type { ObjectStore } from '../store/object-store.ts'

/** What every operation that merges says of what and how. */
export interface MergeInput {
	repositoryName: string | undefined
	sourceCommitSpecifier: string | undefined
	destinationCommitSpecifier: string | undefined
	conflictDetailLevel?: ConflictDetailLevelTypeEnum
	conflictResolutionStrategy?: ConflictResolutionStrategyTypeEnum
}

/** Two commits that are to come together, and where they parted. */
export interface Comparison {
	repository: Readonly<Repository>
	objects: ObjectStore
	source: Located
	destination: Located
	/** Undefined when they have no history in common. */
	base?: string
}

/** Finds both commits and their base. Throws CommitRequired…, InvalidCommit…, CommitDoesNotExist… or TipsDivergenceExceeded…. */
export async function compare(call: Call, input: MergeInput): Promise<Comparison> {
	const repository = requireRepository(call, input.repositoryName)
	const objects = objectsOf(call, repository)
	if (!input.sourceCommitSpecifier || !input.destinationCommitSpecifier)
		throw refuse('CommitRequiredException')
	const source = await requireCommit(call, repository, objects, input.sourceCommitSpecifier)
	const destination = await requireCommit(call, repository, objects, input.destinationCommitSpecifier)
	return compareCommits(repository, objects, source, destination)
}

export async function compareCommits(
	repository: Readonly<Repository>,
	objects: ObjectStore,
	source: Located,
	destination: Located,
): Promise<Comparison> {
	const base = await within(() => mergeBase(objects, source.id, destination.id))
	return { repository, objects, source, destination, ...(base !== undefined && { base }) }
}

/** Whether the destination has nothing that the source has not. */
export function isFastForward({ objects, source, destination }: Comparison): Promise<boolean> {
	return within(() => isAncestor(objects, destination.id, source.id))
}

/** What a merge of both makes. Throws TipsDivergenceExceeded… or MaximumItemsToCompareExceeded…. */
export async function mergeOf(
	{ objects, source, destination, base }: Comparison,
	{
		conflictDetailLevel,
		conflictResolutionStrategy,
	}: Pick<MergeInput, 'conflictDetailLevel' | 'conflictResolutionStrategy'>,
): Promise<Merge> {
	const trees = {
		base: base === undefined ? EMPTY_TREE : (await commitOf(objects, base)).tree,
		source: source.commit.tree,
		destination: destination.commit.tree,
	}
	const winner = WINNERS[conflictResolutionStrategy ?? 'NONE']
	const options = { byLine: conflictDetailLevel === 'LINE_LEVEL', ...(winner && { winner }) }
	return within(() => mergeTrees(objects, trees, options))
}

const WINNERS: Readonly<Record<ConflictResolutionStrategyTypeEnum, Side | undefined>> = {
	NONE: undefined,
	AUTOMERGE: undefined,
	ACCEPT_SOURCE: 'source',
	ACCEPT_DESTINATION: 'destination',
}

async function within<Result>(work: () => Promise<Result>): Promise<Result> {
	try {
		return await work()
	} catch (error) {
		if (error instanceof TooFarApart) throw refuse('TipsDivergenceExceededException')
		if (error instanceof TooManyPaths) throw refuse('MaximumItemsToCompareExceededException')
		throw error
	}
}
