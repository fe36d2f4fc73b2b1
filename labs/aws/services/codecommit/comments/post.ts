import type {
	Location,
	PostCommentForComparedCommitInput,
	PostCommentForPullRequestInput,
	PostCommentReplyInput,
} from '@aws-sdk/client-codecommit'
import { type Call, operation } from '../../../service.ts'
import { onRepository } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import type { Repository } from '../collections.ts'
import { requirePath } from '../commits/paths.ts'
import { commitById } from '../commits/read-commits.ts'
import { OBJECT_ID } from '../git/objects.ts'
import { findEntry } from '../git/trees.ts'
import { paddedNumber } from '../pull-requests/collections.ts'
import { onPullRequest, requirePullRequest } from '../pull-requests/store.ts'
import { objectsOf, requireRepository } from '../repositories/find.ts'
import type { Comment, CommentLocation, Thread } from './collections.ts'
import { emitComment } from './events.ts'
import {
	addComment,
	commentOf,
	findByToken,
	onComment,
	openThread,
	requireComment,
	requireContent,
	threadOf,
} from './store.ts'

interface Compared {
	beforeCommitId?: string | undefined
	afterCommitId?: string | undefined
	location?: Location | undefined
}

/** What is compared, and what of it a comment is on. Throws CommitIdRequired…, InvalidCommitId…, CommitDoesNotExist…, …. */
async function placeOf(call: Call, repository: Readonly<Repository>, compared: Compared) {
	const { beforeCommitId, afterCommitId } = compared
	if (!afterCommitId) throw refuse('CommitIdRequiredException')
	if (beforeCommitId === afterCommitId) throw refuse('BeforeCommitIdAndAfterCommitIdAreSameException')
	const location = readLocation(compared.location)
	const before = beforeCommitId ? await blobAt(call, repository, beforeCommitId, location) : undefined
	const after = await blobAt(call, repository, afterCommitId, location)
	if (location?.filePath !== undefined && before === undefined && after === undefined) {
		throw refuse('PathDoesNotExistException')
	}
	return {
		...(beforeCommitId && { beforeCommitId }),
		afterCommitId,
		...(before !== undefined && { beforeBlobId: before }),
		...(after !== undefined && { afterBlobId: after }),
		...(location && { location }),
	}
}

function readLocation(given: Location | undefined): CommentLocation | undefined {
	if (!given) return
	const { filePath, filePosition, relativeFileVersion } = given
	if (filePosition !== undefined && (filePosition < 1 || filePath === undefined)) {
		throw refuse('InvalidFilePositionException')
	}
	return {
		...(filePath !== undefined && { filePath: requirePath(filePath) }),
		...(filePosition !== undefined && { filePosition: Number(filePosition) }),
		...(relativeFileVersion !== undefined && { relativeFileVersion }),
	}
}

async function blobAt(
	call: Call,
	repository: Readonly<Repository>,
	commitId: string,
	location: CommentLocation | undefined,
): Promise<string | undefined> {
	if (!OBJECT_ID.test(commitId)) throw refuse('InvalidCommitIdException')
	const objects = objectsOf(call, repository)
	const commit = await commitById(objects, commitId)
	if (!commit) throw refuse('CommitDoesNotExistException')
	if (location?.filePath === undefined) return
	return (await findEntry(objects, commit.tree, location.filePath))?.id
}

function answer(call: Call, { name: repositoryName }: Readonly<Repository>, comment: Readonly<Comment>) {
	const { repositoryId: _, comments: __, location, ...place } = threadOf(call, comment)
	return {
		repositoryName,
		...place,
		...(location && { location: { ...location } }),
		comment: commentOf(call, comment),
	}
}

export const postCommentForComparedCommit = operation<PostCommentForComparedCommitInput, object>({
	access: onRepository('PostCommentForComparedCommit'),
	async run(input, call) {
		const repository = requireRepository(call, input.repositoryName)
		const { clientRequestToken, ...told } = input
		const given = {
			asked: JSON.stringify(told),
			...(clientRequestToken !== undefined && { clientRequestToken }),
		}
		const known = findByToken(call, given)
		if (known) return answer(call, repository, known)
		const content = requireContent(input.content)
		const wanted = { repositoryId: repository.id, ...(await placeOf(call, repository, input)) }
		const { id, thread } = openThread(call, repository.id, wanted)
		const comment = addComment(call, id, thread, { ...given, content })
		emitComment(call, comment, 'Created')
		return answer(call, repository, comment)
	},
})

export const postCommentForPullRequest = operation<PostCommentForPullRequestInput, object>({
	access: onPullRequest('PostCommentForPullRequest'),
	async run(input, call) {
		const pullRequest = requirePullRequest(call, input.pullRequestId)
		const repository = requireRepository(call, input.repositoryName)
		if (pullRequest.repositoryId !== repository.id)
			throw refuse('RepositoryNotAssociatedWithPullRequestException')
		const { clientRequestToken, ...told } = input
		const given = {
			asked: JSON.stringify(told),
			...(clientRequestToken !== undefined && { clientRequestToken }),
		}
		const known = findByToken(call, given)
		if (known) return answer(call, repository, known)
		const content = requireContent(input.content)
		const place = await placeOf(call, repository, input)
		const wanted: Omit<Thread, 'comments'> = {
			repositoryId: repository.id,
			pullRequestId: pullRequest.id,
			...place,
		}
		const { id, thread } = openThread(call, paddedNumber(pullRequest.id), wanted)
		const comment = addComment(call, id, thread, { ...given, content })
		emitComment(call, comment, 'Created')
		return answer(call, repository, comment)
	},
})

export const postCommentReply = operation<PostCommentReplyInput, object>({
	access: onComment('PostCommentReply'),
	run({ inReplyTo, content: given, clientRequestToken }, call) {
		const parent = requireComment(call, inReplyTo)
		const asked = JSON.stringify([inReplyTo, given])
		const token = clientRequestToken !== undefined && { clientRequestToken }
		const known = findByToken(call, { asked, ...token })
		if (known) return { comment: commentOf(call, known) }
		const content = requireContent(given)
		const thread = threadOf(call, parent)
		const comment = addComment(call, parent.thread, thread, {
			content,
			asked,
			inReplyTo: parent.id,
			...token,
		})
		emitComment(call, comment, 'Created')
		return { comment: commentOf(call, comment) }
	},
})
