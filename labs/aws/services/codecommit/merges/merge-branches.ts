import type {
	CreateUnreferencedMergeCommitInput,
	GetMergeCommitInput,
	GetMergeOptionsInput,
	MergeBranchesByThreeWayInput,
	MergeOptionTypeEnum,
} from '@aws-sdk/client-codecommit'
import { type Call, operation } from '../../../service.ts'
import { onRepository, repositoryAccess } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { mergeCommits } from '../collections.ts'
import { requireBranchName, requireTip } from '../refs/branches.ts'
import { emitUnreferencedMerge } from '../refs/events.ts'
import { branchTip } from '../refs/targets.ts'
import { moveReferences } from '../refs/update.ts'
import { type Comparison, compare, isFastForward, mergeOf } from './comparison.ts'
import { mergeDetail, mergeId, performMerge } from './perform.ts'

/** A fast forward takes less of it. */
type MergeBranchesInput = MergeBranchesByThreeWayInput

/** The branch that is to have the merge: the one that is named, or else the destination. */
function targetOf({ targetBranch, destinationCommitSpecifier = '' }: MergeBranchesInput): string {
	return targetBranch ?? destinationCommitSpecifier.replace(/^refs\/heads\//, '')
}

function mergeBranches(action: string, option: MergeOptionTypeEnum) {
	return operation<MergeBranchesInput, object>({
		access: (input, call) =>
			repositoryAccess(call, action, input.repositoryName ?? '', [`refs/heads/${targetOf(input)}`]),
		async run(input, call) {
			const comparison = await compare(call, input)
			const name = requireTarget(call, comparison, input)
			const titles = { source: input.sourceCommitSpecifier ?? '', destination: name }
			const merged = await performMerge(call, comparison, option, input, titles)
			const { repository, destination } = comparison
			const change = { name: `refs/heads/${name}`, before: destination.id, after: merged.commitId }
			await moveReferences(call, repository, [change], mergeDetail(comparison, option, input))
			return merged
		},
	})
}

/** The name of the target, whose tip the destination must be. */
function requireTarget(
	call: Call,
	{ repository, destination }: Comparison,
	input: MergeBranchesInput,
): string {
	const target = targetOf(input)
	if (input.targetBranch === undefined && branchTip(call, repository, target) === undefined) {
		throw refuse('InvalidTargetBranchException')
	}
	const name = requireBranchName(target)
	if (requireTip(call, repository, name) !== destination.id)
		throw refuse('ConcurrentReferenceUpdateException')
	return name
}

export const mergeBranchesByFastForward = mergeBranches('MergeBranchesByFastForward', 'FAST_FORWARD_MERGE')
export const mergeBranchesBySquash = mergeBranches('MergeBranchesBySquash', 'SQUASH_MERGE')
export const mergeBranchesByThreeWay = mergeBranches('MergeBranchesByThreeWay', 'THREE_WAY_MERGE')

/** A merge commit that no branch leads to, for tools that look at what a merge would be. */
export const createUnreferencedMergeCommit = operation<CreateUnreferencedMergeCommitInput, object>({
	access: onRepository('CreateUnreferencedMergeCommit'),
	async run({ mergeOption, ...input }, call) {
		const comparison = await compare(call, input)
		if (!mergeOption) throw refuse('MergeOptionRequiredException')
		if (mergeOption === 'FAST_FORWARD_MERGE') throw refuse('InvalidMergeOptionException')
		const titles = {
			source: input.sourceCommitSpecifier ?? '',
			destination: input.destinationCommitSpecifier ?? '',
		}
		const merged = await performMerge(call, comparison, mergeOption, input, titles)
		const detail = mergeDetail(comparison, mergeOption, input)
		emitUnreferencedMerge(call, comparison.repository, merged.commitId, detail)
		return merged
	},
})

/** Ways in which two commits can be merged without anybody deciding conflicts. */
export const getMergeOptions = operation<GetMergeOptionsInput, object>({
	access: onRepository('GetMergeOptions'),
	async run(input, call) {
		const comparison = await compare(call, input)
		const { source, destination, base } = comparison
		if (base === undefined) throw refuse('TipsDivergenceExceededException')
		const { conflicts } = await mergeOf(comparison, input)
		const mergeOptions: Array<MergeOptionTypeEnum> = []
		if (await isFastForward(comparison)) mergeOptions.push('FAST_FORWARD_MERGE')
		if (conflicts.length === 0) mergeOptions.push('SQUASH_MERGE', 'THREE_WAY_MERGE')
		return {
			mergeOptions,
			sourceCommitId: source.id,
			destinationCommitId: destination.id,
			baseCommitId: base,
		}
	},
})

/** The commit that a merge of two commits made, if one did. */
export const getMergeCommit = operation<GetMergeCommitInput, object>({
	access: onRepository('GetMergeCommit'),
	async run(input, call) {
		const comparison = await compare(call, input)
		const { source, destination, base } = comparison
		const merged = call.world.get(mergeCommits, call.scope, mergeId(comparison, input))
		return {
			sourceCommitId: source.id,
			destinationCommitId: destination.id,
			baseCommitId: base,
			mergedCommitId: merged?.commitId,
		}
	},
})
