import type { Call } from '../../../service.ts'
import type { Json } from '../../../world/json.ts'
import { emitEvent } from '../../events/bus.ts'
import { repositoryArn } from '../arns.ts'
import { referenceTarget } from '../refs/targets.ts'
import type { PullRequest } from './collections.ts'
import { repositoryOf } from './store.ts'

// https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html

type EventName =
	| 'pullRequestCreated'
	| 'pullRequestSourceBranchUpdated'
	| 'pullRequestStatusChanged'
	| 'pullRequestMergeStatusUpdated'
	| 'pullRequestApprovalRuleCreated'
	| 'pullRequestApprovalRuleUpdated'
	| 'pullRequestApprovalRuleDeleted'
	| 'pullRequestApprovalRuleOverridden'
	| 'pullRequestApprovalStateChanged'

/** Tells EventBridge what happened to a pull request. */
export function emitPullRequest(
	call: Call,
	pullRequest: Readonly<PullRequest>,
	event: EventName,
	more: Readonly<Record<string, string>> = {},
): void {
	const repository = repositoryOf(call, pullRequest)
	const { id, title, description, status, merge } = pullRequest
	const { sourceReference, destinationReference, sourceCommit, revisionId } = pullRequest
	const tip = status === 'OPEN' ? referenceTarget(call, repository, destinationReference) : undefined
	const what = event.replace(/^pullRequest/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
	const detail: Json = {
		author: pullRequest.authorArn,
		callerUserArn: call.principal.arn,
		creationDate: eventDate(pullRequest.createdAt),
		...(description !== undefined && { description }),
		destinationCommit: tip ?? pullRequest.destinationCommit,
		destinationReference,
		event,
		isMerged: merge ? 'True' : 'False',
		lastModifiedDate: eventDate(pullRequest.activeAt),
		...(merge && { mergeOption: merge.mergeOption }),
		...more,
		notificationBody: `A pull request event occurred in the following AWS CodeCommit repository: ${repository.name}. User: ${call.principal.arn}. Event: ${what}. Pull request: ${id}. Title: ${title}. For more information, go to the AWS CodeCommit console https://${call.scope.region}.console.aws.amazon.com/codesuite/codecommit/repositories/${repository.name}/pull-requests/${id}?region=${call.scope.region}`,
		pullRequestId: id,
		pullRequestStatus: status === 'OPEN' ? 'Open' : 'Closed',
		repositoryNames: [repository.name],
		revisionId,
		sourceCommit,
		sourceReference,
		title,
	}
	emitEvent(call, {
		source: 'aws.codecommit',
		'detail-type': 'CodeCommit Pull Request State Change',
		resources: [repositoryArn(call.scope, repository.name)],
		detail,
	})
}

/** `Mon Jan 5 2026 09:00:00 UTC`, the form that the guide's samples have. */
function eventDate(at: number): string {
	const [day = '', date = '', month = '', year = '', time = ''] = new Date(at).toUTCString().split(' ')
	return `${day.replace(',', '')} ${month} ${Number(date)} ${year} ${time} UTC`
}
