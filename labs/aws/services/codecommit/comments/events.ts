import type { Call } from '../../../service.ts'
import type { Json } from '../../../world/json.ts'
import { emitEvent } from '../../events/bus.ts'
import { repositoryArn } from '../arns.ts'
import { repositoryNames } from '../collections.ts'
import type { Comment, Thread } from './collections.ts'
import { threadOf } from './store.ts'

// https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html

/** Tells EventBridge of a comment that was made or changed. */
export function emitComment(call: Call, comment: Readonly<Comment>, change: 'Created' | 'Updated'): void {
	const thread = threadOf(call, comment)
	const on = thread.pullRequestId === undefined ? 'Commit' : 'Pull Request'
	const place = thread.pullRequestId === undefined ? 'Commit' : 'PullRequest'
	emit(call, thread, `CodeCommit Comment on ${on}`, `commentOn${place}${change}`, {
		...(thread.beforeCommitId !== undefined && { beforeCommitId: thread.beforeCommitId }),
		afterCommitId: thread.afterCommitId,
		...(thread.pullRequestId !== undefined && { pullRequestId: thread.pullRequestId }),
		commentId: comment.id,
		...(comment.inReplyTo !== undefined && { inReplyTo: comment.inReplyTo }),
	})
}

/** Tells EventBridge of a reaction to a comment. */
export function emitReaction(call: Call, comment: Readonly<Comment>): void {
	const detail = { commentId: comment.id, reactionUserArn: call.principal.arn }
	emit(call, threadOf(call, comment), 'CodeCommit Comment Reaction Change', 'commentReactionCreated', detail)
}

function emit(
	call: Call,
	{ repositoryId }: Readonly<Thread>,
	detailType: string,
	event: string,
	about: Readonly<Record<string, string>>,
): void {
	const { name = '' } = call.world.get(repositoryNames, call.scope, repositoryId) ?? {}
	const detail: Json = {
		...about,
		callerUserArn: call.principal.arn,
		event,
		notificationBody: `A comment event occurred in the following AWS CodeCommit repository: ${name}. The user: ${call.principal.arn} made a comment. The comment was made on the following comment ID: ${about.commentId}. For more information, go to the AWS CodeCommit console https://${call.scope.region}.console.aws.amazon.com/codesuite/codecommit/repositories/${name}?region=${call.scope.region}`,
		repositoryId,
		repositoryName: name,
	}
	const resources = [repositoryArn(call.scope, name)]
	emitEvent(call, { source: 'aws.codecommit', 'detail-type': detailType, resources, detail })
}
