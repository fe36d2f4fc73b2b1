import type { MergeOptionTypeEnum, MergePullRequestByThreeWayInput } from '@aws-sdk/client-codecommit'
import { operation } from '../../../service.ts'
import { repositoryAccess } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { commitOf } from '../git/history.ts'
import { OBJECT_ID } from '../git/objects.ts'
import { compareCommits } from '../merges/comparison.ts'
import { mergeDetail, performMerge } from '../merges/perform.ts'
import { referenceTarget } from '../refs/targets.ts'
import { moveReferences } from '../refs/update.ts'
import { objectsOf, requireRepository } from '../repositories/find.ts'
import { evaluate } from './evaluation.ts'
import { emitPullRequest } from './events.ts'
import { describePullRequest, recordEvent, repositoryOf, requireOpen, requirePullRequest } from './store.ts'

/** A fast forward takes less of it. */
type MergeInput = MergePullRequestByThreeWayInput

function mergePullRequest(action: string, option: MergeOptionTypeEnum) {
	return operation<MergeInput, object>({
		access(input, call) {
			const pullRequest = requirePullRequest(call, input.pullRequestId)
			const { name } = repositoryOf(call, pullRequest)
			return repositoryAccess(call, action, name, [pullRequest.destinationReference])
		},
		async run(input, call) {
			const pullRequest = requireOpen(call, input.pullRequestId)
			const repository = requireRepository(call, input.repositoryName)
			if (repository.id !== pullRequest.repositoryId) {
				throw refuse('RepositoryNotAssociatedWithPullRequestException')
			}
			const { sourceReference, destinationReference } = pullRequest
			const source = referenceTarget(call, repository, sourceReference)
			const destination = referenceTarget(call, repository, destinationReference)
			if (source === undefined || destination === undefined) throw refuse('ReferenceDoesNotExistException')
			if (input.sourceCommitId !== undefined) {
				if (!OBJECT_ID.test(input.sourceCommitId)) throw refuse('InvalidCommitIdException')
				if (input.sourceCommitId !== source) throw refuse('TipOfSourceReferenceIsDifferentException')
			}
			if (!evaluate(pullRequest).approved) throw refuse('PullRequestApprovalRulesNotSatisfiedException')
			const objects = objectsOf(call, repository)
			const at = async (id: string) => ({ id, commit: await commitOf(objects, id) })
			const comparison = await compareCommits(repository, objects, await at(source), await at(destination))
			const titles = { source: short(sourceReference), destination: short(destinationReference) }
			const { commitId } = await performMerge(call, comparison, option, input, titles)
			const merge = { mergedBy: call.principal.arn, mergeCommitId: commitId, mergeOption: option }
			const merged = { ...pullRequest, status: 'CLOSED' as const, destinationCommit: destination, merge }
			const recorded = recordEvent(call, merged, 'PULL_REQUEST_MERGE_STATE_CHANGED', {
				pullRequestMergedStateChangedEventMetadata: {
					repositoryName: repository.name,
					destinationReference,
					mergeMetadata: { isMerged: true, ...merge },
				},
			})
			const closed = recordEvent(call, recorded, 'PULL_REQUEST_STATUS_CHANGED', {
				pullRequestStatusChangedEventMetadata: { pullRequestStatus: 'CLOSED' },
			})
			const change = { name: destinationReference, before: destination, after: commitId }
			await moveReferences(call, repository, [change], mergeDetail(comparison, option, input))
			emitPullRequest(call, closed, 'pullRequestMergeStatusUpdated')
			return { pullRequest: describePullRequest(call, closed) }
		},
	})
}

function short(reference: string): string {
	return reference.replace(/^refs\/heads\//, '')
}

export const mergePullRequestByFastForward = mergePullRequest(
	'MergePullRequestByFastForward',
	'FAST_FORWARD_MERGE',
)
export const mergePullRequestBySquash = mergePullRequest('MergePullRequestBySquash', 'SQUASH_MERGE')
export const mergePullRequestByThreeWay = mergePullRequest('MergePullRequestByThreeWay', 'THREE_WAY_MERGE')
