import type {
	DescribePullRequestEventsInput,
	GetPullRequestInput,
	ListPullRequestsInput,
	UpdatePullRequestDescriptionInput,
	UpdatePullRequestStatusInput,
	UpdatePullRequestTitleInput,
} from '@aws-sdk/client-codecommit'
import { operation } from '../../../service.ts'
import { onRepository } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { pageOf, pageSize } from '../pages.ts'
import { referenceTarget } from '../refs/targets.ts'
import { requireRepository } from '../repositories/find.ts'
import { paddedNumber, pullRequestEvents, pullRequests, repositoryPullRequests } from './collections.ts'
import { emitPullRequest } from './events.ts'
import {
	describePullRequest,
	onPullRequest,
	putPullRequest,
	recordEvent,
	repositoryOf,
	requireOpen,
	requirePullRequest,
} from './store.ts'

const PAGE = 100

export const getPullRequest = operation<GetPullRequestInput, object>({
	access: onPullRequest('GetPullRequest'),
	run: ({ pullRequestId }, call) => ({
		pullRequest: describePullRequest(call, requirePullRequest(call, pullRequestId)),
	}),
})

export const listPullRequests = operation<ListPullRequestsInput, object>({
	access: onRepository('ListPullRequests'),
	run({ repositoryName, authorArn, pullRequestStatus, nextToken, maxResults }, call) {
		const { id: repositoryId } = requireRepository(call, repositoryName)
		if (authorArn !== undefined && !/^arn:aws[\w-]*:(iam|sts)::\d{12}:/.test(authorArn)) {
			throw refuse('InvalidAuthorArnException')
		}
		const ids = call.world
			.list(repositoryPullRequests, call.scope, { prefix: `${repositoryId}/` })
			.flatMap(({ id }) => call.world.get(pullRequests, call.scope, paddedNumber(id)) ?? [])
			.filter(({ status }) => pullRequestStatus === undefined || status === pullRequestStatus)
			.filter((one) => authorArn === undefined || one.authorArn === authorArn)
			.map(({ id }) => id)
			.reverse()
		const { page, next } = pageOf(ids, nextToken, pageSize(maxResults, PAGE))
		return { pullRequestIds: page, nextToken: next }
	},
})

export const describePullRequestEvents = operation<DescribePullRequestEventsInput, object>({
	access: onPullRequest('DescribePullRequestEvents'),
	run({ pullRequestId, pullRequestEventType, actorArn, nextToken, maxResults }, call) {
		const { id } = requirePullRequest(call, pullRequestId)
		const found = call.world
			.list(pullRequestEvents, call.scope, { prefix: `${paddedNumber(id)}/` })
			.filter(({ type }) => pullRequestEventType === undefined || type === pullRequestEventType)
			.filter((event) => actorArn === undefined || event.actorArn === actorArn)
			.map(({ type, at, actorArn: actor, metadata }) => ({
				pullRequestId: id,
				eventDate: new Date(at),
				pullRequestEventType: type,
				actorArn: actor,
				...metadata,
			}))
		const { page, next } = pageOf(found, nextToken, pageSize(maxResults, PAGE))
		return { pullRequestEvents: page, nextToken: next }
	},
})

export const updatePullRequestTitle = operation<UpdatePullRequestTitleInput, object>({
	access: onPullRequest('UpdatePullRequestTitle'),
	run({ pullRequestId, title }, call) {
		const pullRequest = requireOpen(call, pullRequestId)
		if (!title) throw refuse('TitleRequiredException')
		const updated = putPullRequest(call, { ...pullRequest, title, activeAt: call.now })
		return { pullRequest: describePullRequest(call, updated) }
	},
})

export const updatePullRequestDescription = operation<UpdatePullRequestDescriptionInput, object>({
	access: onPullRequest('UpdatePullRequestDescription'),
	run({ pullRequestId, description = '' }, call) {
		const pullRequest = requireOpen(call, pullRequestId)
		const updated = putPullRequest(call, { ...pullRequest, description, activeAt: call.now })
		return { pullRequest: describePullRequest(call, updated) }
	},
})

/** Closes a pull request; a closed one stays so. */
export const updatePullRequestStatus = operation<UpdatePullRequestStatusInput, object>({
	access: onPullRequest('UpdatePullRequestStatus'),
	run({ pullRequestId, pullRequestStatus: status }, call) {
		const pullRequest = requirePullRequest(call, pullRequestId)
		if (!status) throw refuse('PullRequestStatusRequiredException')
		if (pullRequest.status === 'CLOSED' && status === 'OPEN') {
			throw refuse('InvalidPullRequestStatusUpdateException')
		}
		if (pullRequest.status === status) return { pullRequest: describePullRequest(call, pullRequest) }
		const tip = referenceTarget(call, repositoryOf(call, pullRequest), pullRequest.destinationReference)
		const closed = { ...pullRequest, status, destinationCommit: tip ?? pullRequest.destinationCommit }
		const metadata = { pullRequestStatusChangedEventMetadata: { pullRequestStatus: status } }
		const recorded = recordEvent(call, closed, 'PULL_REQUEST_STATUS_CHANGED', metadata)
		emitPullRequest(call, recorded, 'pullRequestStatusChanged')
		return { pullRequest: describePullRequest(call, recorded) }
	},
})
