import type { PullRequestEventType } from '@aws-sdk/client-codecommit'
import type { Access } from '../../../identity/access.ts'
import type { Call } from '../../../service.ts'
import { repositoryAccess } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { type Repository, repositories, repositoryNames } from '../collections.ts'
import { referenceTarget } from '../refs/targets.ts'
import {
	openSources,
	type PullRequest,
	paddedNumber,
	pullRequestEvents,
	pullRequests,
	repositoryPullRequests,
} from './collections.ts'
import { contentDigest } from './rule-content.ts'

/** Throws PullRequestIdRequired…, InvalidPullRequestId… or PullRequestDoesNotExist…. */
export function requirePullRequest({ world, scope }: Call, id: string | undefined): Readonly<PullRequest> {
	if (!id) throw refuse('PullRequestIdRequiredException')
	if (!/^[1-9]\d{0,8}$/.test(id)) throw refuse('InvalidPullRequestIdException')
	const found = world.get(pullRequests, scope, paddedNumber(id))
	if (!found) throw refuse('PullRequestDoesNotExistException')
	return found
}

/** The same for operations that change it. Throws PullRequestAlreadyClosedException. */
export function requireOpen(call: Call, id: string | undefined): Readonly<PullRequest> {
	const found = requirePullRequest(call, id)
	if (found.status === 'CLOSED') throw refuse('PullRequestAlreadyClosedException')
	return found
}

/** The repository that a pull request is of. */
export function repositoryOf(
	{ world, scope }: Call,
	{ repositoryId }: Readonly<PullRequest>,
): Readonly<Repository> {
	const { name = '' } = world.get(repositoryNames, scope, repositoryId) ?? {}
	const found = world.get(repositories, scope, name)
	if (!found) throw new Error(`The repository ${repositoryId} of a pull request is gone`)
	return found
}

/** The access of an operation on a pull request: what IAM knows is its repository. */
export function onPullRequest(action: string) {
	return ({ pullRequestId }: { pullRequestId?: string }, call: Call): Access => {
		const { name } = repositoryOf(call, requirePullRequest(call, pullRequestId))
		return repositoryAccess(call, action, name)
	}
}

/** Writes a pull request anew, with what others find it by. */
export function putPullRequest({ world, scope }: Call, pullRequest: PullRequest): PullRequest {
	const number = paddedNumber(pullRequest.id)
	const { repositoryId, sourceReference, status, id } = pullRequest
	const source = `${repositoryId}/${sourceReference}|${number}`
	if (status === 'OPEN') world.put(openSources, scope, source, { id })
	else world.delete(openSources, scope, source)
	world.put(repositoryPullRequests, scope, `${repositoryId}/${number}`, { id })
	return world.put(pullRequests, scope, number, pullRequest)
}

/** Notes what happened to a pull request, and writes it. */
export function recordEvent(
	call: Call,
	pullRequest: PullRequest,
	type: PullRequestEventType,
	metadata: Readonly<Record<string, object>>,
): PullRequest {
	const events = pullRequest.events + 1
	const id = `${paddedNumber(pullRequest.id)}/${paddedNumber(String(events))}`
	call.world.put(pullRequestEvents, call.scope, id, {
		type,
		at: call.now,
		actorArn: call.principal.arn,
		metadata,
	})
	return putPullRequest(call, { ...pullRequest, events, activeAt: call.now })
}

/** Takes the pull requests of a repository away. */
export function removePullRequests({ world, scope }: Call, { id: repositoryId }: Readonly<Repository>): void {
	for (const [key, { id }] of world.entries(repositoryPullRequests, scope, { prefix: `${repositoryId}/` })) {
		const number = paddedNumber(id)
		for (const [event] of world.entries(pullRequestEvents, scope, { prefix: `${number}/` })) {
			world.delete(pullRequestEvents, scope, event)
		}
		world.delete(repositoryPullRequests, scope, key)
		world.delete(pullRequests, scope, number)
	}
	for (const [key] of world.entries(openSources, scope, { prefix: `${repositoryId}/` })) {
		world.delete(openSources, scope, key)
	}
}

/** A pull request as the API tells of it. */
export function describePullRequest(call: Call, pullRequest: Readonly<PullRequest>) {
	const { id, title, description, authorArn, status, createdAt, activeAt, clientRequestToken } = pullRequest
	return {
		pullRequestId: id,
		title,
		...(description !== undefined && { description }),
		lastActivityDate: new Date(activeAt),
		creationDate: new Date(createdAt),
		pullRequestStatus: status,
		authorArn,
		pullRequestTargets: [targetOf(call, pullRequest)],
		...(clientRequestToken !== undefined && { clientRequestToken }),
		revisionId: pullRequest.revisionId,
		approvalRules: pullRequest.rules.map(describeRule),
	}
}

function targetOf(call: Call, pullRequest: Readonly<PullRequest>) {
	const repository = repositoryOf(call, pullRequest)
	const { sourceReference, destinationReference, sourceCommit, mergeBase, merge, status } = pullRequest
	const now = status === 'OPEN' ? referenceTarget(call, repository, destinationReference) : undefined
	return {
		repositoryName: repository.name,
		sourceReference,
		destinationReference,
		destinationCommit: now ?? pullRequest.destinationCommit,
		sourceCommit,
		...(mergeBase !== undefined && { mergeBase }),
		mergeMetadata: merge ? { isMerged: true, ...merge } : { isMerged: false },
	}
}

/** An approval rule as the API tells of it. */
export function describeRule(rule: PullRequest['rules'][number]) {
	const { id, name, content, createdAt, modifiedAt, modifiedBy, template } = rule
	return {
		approvalRuleId: id,
		approvalRuleName: name,
		approvalRuleContent: content,
		ruleContentSha256: contentDigest(content),
		lastModifiedDate: new Date(modifiedAt),
		creationDate: new Date(createdAt),
		lastModifiedUser: modifiedBy,
		...(template && {
			originApprovalRuleTemplate: {
				approvalRuleTemplateId: template.id,
				approvalRuleTemplateName: template.name,
			},
		}),
	}
}
