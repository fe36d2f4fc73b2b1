import type {
	DeleteCommentContentInput,
	GetCommentInput,
	GetCommentsForComparedCommitInput,
	GetCommentsForPullRequestInput,
	UpdateCommentInput,
} from '@aws-sdk/client-codecommit'
import { type Call, operation } from '../../../service.ts'
import { onRepository } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { repositoryNames } from '../collections.ts'
import { OBJECT_ID } from '../git/objects.ts'
import { pageOf, pageSize } from '../pages.ts'
import { paddedNumber } from '../pull-requests/collections.ts'
import { onPullRequest, requirePullRequest } from '../pull-requests/store.ts'
import { requireRepository } from '../repositories/find.ts'
import { comments, type Thread, threads } from './collections.ts'
import { emitComment } from './events.ts'
import { commentOf, onComment, requireComment, requireContent } from './store.ts'

const PAGE = 500

export const getComment = operation<GetCommentInput, object>({
	access: onComment('GetComment'),
	run: ({ commentId }, call) => ({ comment: commentOf(call, requireComment(call, commentId)) }),
})

export const updateComment = operation<UpdateCommentInput, object>({
	access: onComment('UpdateComment'),
	run({ commentId, content: given }, call) {
		const content = requireContent(given)
		const comment = requireComment(call, commentId)
		if (comment.authorArn !== call.principal.arn) throw refuse('CommentNotCreatedByCallerException')
		const updated = { ...comment, content, modifiedAt: call.now }
		call.world.put(comments, call.scope, comment.id, updated)
		emitComment(call, updated, 'Updated')
		return { comment: commentOf(call, updated) }
	},
})

/** Takes away what a comment says; that there was one stays. */
export const deleteCommentContent = operation<DeleteCommentContentInput, object>({
	access: onComment('DeleteCommentContent'),
	run({ commentId }, call) {
		const { content: _, ...comment } = requireComment(call, commentId)
		const deleted = call.world.put(comments, call.scope, comment.id, { ...comment, modifiedAt: call.now })
		return { comment: commentOf(call, deleted) }
	},
})

function dataOf(call: Call, { repositoryId, location, comments: ids, ...place }: Readonly<Thread>) {
	const { name: repositoryName = '' } = call.world.get(repositoryNames, call.scope, repositoryId) ?? {}
	return {
		repositoryName,
		...place,
		...(location && { location: { ...location } }),
		comments: ids.flatMap((id) => {
			const comment = call.world.get(comments, call.scope, id)
			return comment ? commentOf(call, comment) : []
		}),
	}
}

export const getCommentsForComparedCommit = operation<GetCommentsForComparedCommitInput, object>({
	access: onRepository('GetCommentsForComparedCommit'),
	run({ repositoryName, beforeCommitId, afterCommitId, nextToken, maxResults }, call) {
		const { id } = requireRepository(call, repositoryName)
		if (!afterCommitId) throw refuse('CommitIdRequiredException')
		if (!OBJECT_ID.test(afterCommitId)) throw refuse('InvalidCommitIdException')
		const found = call.world
			.list(threads, call.scope, { prefix: `${id}/` })
			.filter((thread) => thread.afterCommitId === afterCommitId && thread.beforeCommitId === beforeCommitId)
		const { page, next } = pageOf(found, nextToken, pageSize(maxResults, PAGE))
		return { commentsForComparedCommitData: page.map((thread) => dataOf(call, thread)), nextToken: next }
	},
})

export const getCommentsForPullRequest = operation<GetCommentsForPullRequestInput, object>({
	access: onPullRequest('GetCommentsForPullRequest'),
	run({ pullRequestId, beforeCommitId, afterCommitId, nextToken, maxResults }, call) {
		const { id } = requirePullRequest(call, pullRequestId)
		const found = call.world
			.list(threads, call.scope, { prefix: `${paddedNumber(id)}/` })
			.filter((thread) => afterCommitId === undefined || thread.afterCommitId === afterCommitId)
			.filter((thread) => beforeCommitId === undefined || thread.beforeCommitId === beforeCommitId)
		const { page, next } = pageOf(found, nextToken, pageSize(maxResults, PAGE))
		return { commentsForPullRequestData: page.map((thread) => dataOf(call, thread)), nextToken: next }
	},
})
