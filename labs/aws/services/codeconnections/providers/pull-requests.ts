import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { atProvider, type RepositoryInput } from './repositories.ts'
import { keptName } from './repository-name.ts'

interface OpenInput extends RepositoryInput {
	Title?: string
	SourceBranch?: string
	DestinationBranch?: string
}

export const openProviderPullRequest = operation<OpenInput, { PullRequestId: string }>({
	async run({ Title, SourceBranch, DestinationBranch, ...repository }, call) {
		const target = {
			repositoryName: keptName(repository.FullRepositoryId ?? ''),
			sourceReference: SourceBranch,
			destinationReference: DestinationBranch,
		}
		const { pullRequest } = await atProvider<{ pullRequest: { pullRequestId: string } }>(
			...([call, repository, 'CreatePullRequest', { title: Title, targets: [target] }] as const),
		)
		return { PullRequestId: pullRequest.pullRequestId }
	},
})

interface PullRequestInput extends RepositoryInput {
	PullRequestId?: string
}

/** Closes a pull request without a merge. */
export const closeProviderPullRequest = operation<PullRequestInput, object>({
	async run({ PullRequestId: pullRequestId, ...repository }, call) {
		const { pullRequest } = await atProvider<{ pullRequest: { pullRequestStatus: string } }>(
			...([call, repository, 'GetPullRequest', { pullRequestId }] as const),
		)
		if (pullRequest.pullRequestStatus === 'CLOSED')
			throw new AwsError('PullRequestAlreadyClosedException', 'The pull request is closed already')
		const closed = { pullRequestId, pullRequestStatus: 'CLOSED' }
		await atProvider(call, repository, 'UpdatePullRequestStatus', closed)
		return {}
	},
})

/** Merges a pull request by a commit of its own, as the providers do unless told otherwise. */
export const mergeProviderPullRequest = operation<PullRequestInput, object>({
	async run({ PullRequestId: pullRequestId, ...repository }, call) {
		await atProvider(call, repository, 'MergePullRequestByThreeWay', { pullRequestId })
		return {}
	},
})
