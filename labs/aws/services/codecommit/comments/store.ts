import type { Access } from '../../../identity/access.ts'
import type { Call } from '../../../service.ts'
import { repositoryAccess } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { repositoryNames } from '../collections.ts'
import {
	type Comment,
	type CommentLocation,
	comments,
	commentTokens,
	type Thread,
	threads,
} from './collections.ts'

const CONTENT_AT_MOST = 10_240
/** Comments on one pull request or repository; the bound is ours. */
const THREADS_AT_MOST = 1_000

/** Throws CommentIdRequired…, InvalidCommentId…, CommentDoesNotExist… or CommentDeleted…. */
export function requireComment(call: Call, id: string | undefined): Readonly<Comment> {
	const found = findComment(call, id)
	if (found.content === undefined) throw refuse('CommentDeletedException')
	return found
}

function findComment({ world, scope }: Call, id: string | undefined): Readonly<Comment> {
	if (!id) throw refuse('CommentIdRequiredException')
	if (!/^[\w-]{1,80}(:[\w-]{1,80})?$/.test(id)) throw refuse('InvalidCommentIdException')
	const found = world.get(comments, scope, id)
	if (!found) throw refuse('CommentDoesNotExistException')
	return found
}

export function threadOf({ world, scope }: Call, { thread }: Readonly<Comment>): Readonly<Thread> {
	const found = world.get(threads, scope, thread)
	if (!found) throw new Error(`The thread ${thread} of a comment is gone`)
	return found
}

/** The access of an operation on a comment: what IAM knows is its repository. */
export function onComment(action: string) {
	return ({ commentId, inReplyTo }: { commentId?: string; inReplyTo?: string }, call: Call): Access => {
		const { repositoryId } = threadOf(call, findComment(call, commentId ?? inReplyTo))
		const { name = '' } = call.world.get(repositoryNames, call.scope, repositoryId) ?? {}
		return repositoryAccess(call, action, name)
	}
}

/** Throws CommentContentRequired… or CommentContentSizeLimitExceeded…. */
export function requireContent(content: string | undefined): string {
	if (!content) throw refuse('CommentContentRequiredException')
	if (content.length > CONTENT_AT_MOST) throw refuse('CommentContentSizeLimitExceededException')
	return content
}

/** What a new comment says, and of whom it is asked again. */
export interface NewComment {
	content: string
	inReplyTo?: string
	clientRequestToken?: string
	/** What was asked, to tell a repetition from another request with the same token. */
	asked: string
}

/** The comment that the same request made before. Throws InvalidClientRequestToken… or IdempotencyParameterMismatch…. */
export function findByToken(
	{ world, scope }: Call,
	{ clientRequestToken: token, asked }: Pick<NewComment, 'clientRequestToken' | 'asked'>,
): Readonly<Comment> | undefined {
	if (token === undefined) return
	if (!/^[\x21-\x7e]{1,64}$/.test(token)) throw refuse('InvalidClientRequestTokenException')
	const kept = world.get(commentTokens, scope, token)
	if (!kept) return
	if (kept.asked !== asked) throw refuse('IdempotencyParameterMismatchException')
	return world.get(comments, scope, kept.id)
}

/** Writes a comment into a thread. */
export function addComment(
	call: Call,
	threadId: string,
	thread: Readonly<Thread>,
	given: NewComment,
): Comment {
	const { content, inReplyTo, clientRequestToken, asked } = given
	const id = `${call.ids.uuid()}:${call.ids.uuid()}`
	const comment: Comment = {
		id,
		content,
		...(inReplyTo !== undefined && { inReplyTo }),
		...(clientRequestToken !== undefined && { clientRequestToken }),
		createdAt: call.now,
		modifiedAt: call.now,
		authorArn: call.principal.arn,
		thread: threadId,
		reactions: {},
	}
	if (clientRequestToken !== undefined)
		call.world.put(commentTokens, call.scope, clientRequestToken, { id, asked })
	call.world.put(threads, call.scope, threadId, { ...thread, comments: [...thread.comments, id] })
	return call.world.put(comments, call.scope, id, comment)
}

/** The thread of a place below an owner, there or new. */
export function openThread(
	{ world, scope }: Call,
	owner: string,
	wanted: Omit<Thread, 'comments'>,
): { id: string; thread: Readonly<Thread> } {
	const all = world.entries(threads, scope, { prefix: `${owner}/` })
	const found = all.find(([, thread]) => samePlace(thread, wanted))
	if (found) return { id: found[0], thread: found[1] }
	if (all.length >= THREADS_AT_MOST) throw refuse('CommentContentSizeLimitExceededException')
	return { id: `${owner}/${String(all.length + 1).padStart(6, '0')}`, thread: { ...wanted, comments: [] } }
}

function samePlace(one: Readonly<Thread>, other: Omit<Thread, 'comments'>): boolean {
	const place = (location: CommentLocation = {}) => [
		location.filePath,
		location.filePosition,
		location.relativeFileVersion,
	]
	const key = ({ beforeCommitId, afterCommitId, location }: Omit<Thread, 'comments'>) =>
		JSON.stringify([beforeCommitId, afterCommitId, ...place(location)])
	return key(one) === key(other)
}

/** A comment as the API tells of it. */
export function commentOf({ principal }: Pick<Call, 'principal'>, comment: Readonly<Comment>) {
	const { id, content, inReplyTo, createdAt, modifiedAt, authorArn, clientRequestToken, reactions } = comment
	const own = reactions[principal.arn]
	const counts: Record<string, number> = {}
	for (const reaction of Object.values(reactions)) counts[reaction] = (counts[reaction] ?? 0) + 1
	return {
		commentId: id,
		...(content !== undefined && { content }),
		...(inReplyTo !== undefined && { inReplyTo }),
		creationDate: new Date(createdAt),
		lastModifiedDate: new Date(modifiedAt),
		authorArn,
		deleted: content === undefined,
		...(clientRequestToken !== undefined && { clientRequestToken }),
		callerReactions: own === undefined ? [] : [own],
		reactionCounts: counts,
	}
}
