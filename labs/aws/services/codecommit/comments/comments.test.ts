import {
	CreateBranchCommand,
	CreatePullRequestCommand,
	DeleteCommentContentCommand,
	GetCommentCommand,
	GetCommentReactionsCommand,
	GetCommentsForComparedCommitCommand,
	GetCommentsForPullRequestCommand,
	PostCommentForComparedCommitCommand,
	PostCommentForPullRequestCommand,
	PostCommentReplyCommand,
	PutCommentReactionCommand,
	UpdateCommentCommand,
} from '@aws-sdk/client-codecommit'
import { expect, test } from 'vitest'
import { openRepository, SITE } from '../repository.fixture.ts'

const LOCATION = { filePath: 'a.txt', filePosition: 1, relativeFileVersion: 'AFTER' } as const

async function openCompared() {
	const world = await openRepository()
	const beforeCommitId = await world.put('a.txt', 'a')
	const afterCommitId = await world.put('a.txt', 'b', beforeCommitId)
	return { ...world, compared: { ...SITE, beforeCommitId, afterCommitId } }
}

test('comments on one line of a comparison stand together, with their answers', async () => {
	const { codecommit, compared, events } = await openCompared()
	const post = (content: string, clientRequestToken?: string) =>
		codecommit.send(
			new PostCommentForComparedCommitCommand({
				...compared,
				location: LOCATION,
				content,
				...(clientRequestToken && { clientRequestToken }),
			}),
		)
	const { comment, beforeBlobId, afterBlobId } = await post('Pourquoi b ?')
	expect(beforeBlobId).not.toBe(afterBlobId)
	const twice = [await post('Une fois', 'jeton'), await post('Une fois', 'jeton')]
	expect(twice[0]?.comment?.commentId).toBe(twice[1]?.comment?.commentId)
	const reply = { inReplyTo: comment?.commentId, content: 'Parce que.' }
	await codecommit.send(new PostCommentReplyCommand(reply))
	const { commentsForComparedCommitData } = await codecommit.send(
		new GetCommentsForComparedCommitCommand(compared),
	)
	expect(commentsForComparedCommitData).toMatchObject([
		{
			...compared,
			location: LOCATION,
			comments: [
				{ content: 'Pourquoi b ?', deleted: false },
				{ content: 'Une fois' },
				{ content: 'Parce que.', inReplyTo: comment?.commentId },
			],
		},
	])
	expect(events('CodeCommit Comment on Commit')[0]).toMatchObject({
		event: 'commentOnCommitCreated',
		repositoryName: 'site',
		commentId: comment?.commentId,
		afterCommitId: compared.afterCommitId,
	})
})

test('a comment on a pull request is changed by its author alone, and keeps its place when it is deleted', async () => {
	const { codecommit, put, compared, user, clientOf, events } = await openCompared()
	const { afterCommitId: main } = compared
	await codecommit.send(new CreateBranchCommand({ ...SITE, branchName: 'topic', commitId: main }))
	const source = await put('c.txt', 'c', main, { branchName: 'topic' })
	const target = { ...SITE, sourceReference: 'topic' }
	const { pullRequest } = await codecommit.send(
		new CreatePullRequestCommand({ title: 'C', targets: [target] }),
	)
	const id = { pullRequestId: pullRequest?.pullRequestId }
	const on = { ...id, ...SITE, beforeCommitId: main, afterCommitId: source, content: 'Bien' }
	const { comment } = await codecommit.send(new PostCommentForPullRequestCommand(on))
	const named = { commentId: comment?.commentId }
	const lea = clientOf(await user('lea', { Action: 'codecommit:*' }))
	await expect(lea.send(new UpdateCommentCommand({ ...named, content: 'Mal' }))).rejects.toMatchObject({
		name: 'CommentNotCreatedByCallerException',
	})
	await codecommit.send(new UpdateCommentCommand({ ...named, content: 'Très bien' }))
	await lea.send(new PutCommentReactionCommand({ ...named, reactionValue: '👍' }))
	expect(await codecommit.send(new GetCommentReactionsCommand(named))).toMatchObject({
		reactionsForComment: [
			{ reaction: { shortCode: ':thumbsup:' }, reactionUsers: ['arn:aws:iam::111122223333:user/lea'] },
		],
	})
	const told = await codecommit.send(new GetCommentCommand(named))
	expect(told.comment).toMatchObject({
		content: 'Très bien',
		reactionCounts: { ':thumbsup:': 1 },
		callerReactions: [],
	})
	await codecommit.send(new DeleteCommentContentCommand(named))
	await expect(codecommit.send(new GetCommentCommand(named))).rejects.toMatchObject({
		name: 'CommentDeletedException',
	})
	const { commentsForPullRequestData } = await codecommit.send(new GetCommentsForPullRequestCommand(id))
	expect(commentsForPullRequestData?.[0]?.comments).toMatchObject([{ deleted: true }])
	expect(events('CodeCommit Comment on Pull Request').map(({ event }) => event)).toEqual([
		'commentOnPullRequestCreated',
		'commentOnPullRequestUpdated',
	])
	expect(events('CodeCommit Comment Reaction Change')).toMatchObject([{ event: 'commentReactionCreated' }])
})

const REFUSED: Array<[code: string, change: object]> = [
	['CommentContentRequiredException', { content: '' }],
	['CommentContentSizeLimitExceededException', { content: 'x'.repeat(10_241) }],
	['CommitDoesNotExistException', { afterCommitId: 'f'.repeat(40) }],
	['InvalidCommitIdException', { afterCommitId: 'main' }],
	['PathDoesNotExistException', { location: { filePath: 'absent' } }],
	['InvalidFilePositionException', { location: { filePath: 'a.txt', filePosition: -1 } }],
]

test.for(REFUSED)('%s: %o', async ([name, change]) => {
	const { codecommit, compared } = await openCompared()
	const input = { ...compared, content: 'x', ...change }
	await expect(codecommit.send(new PostCommentForComparedCommitCommand(input))).rejects.toMatchObject({
		name,
		$metadata: { httpStatusCode: 400 },
	})
})

test('comments and reactions that are none are refused', async () => {
	const { codecommit, compared } = await openCompared()
	await expect(codecommit.send(new GetCommentCommand({ commentId: 'absent' }))).rejects.toMatchObject({
		name: 'CommentDoesNotExistException',
	})
	await expect(codecommit.send(new GetCommentCommand({ commentId: '/' }))).rejects.toMatchObject({
		name: 'InvalidCommentIdException',
	})
	const { comment } = await codecommit.send(
		new PostCommentForComparedCommitCommand({ ...compared, content: 'x' }),
	)
	const reaction = { commentId: comment?.commentId, reactionValue: ':nothing:' }
	await expect(codecommit.send(new PutCommentReactionCommand(reaction))).rejects.toMatchObject({
		name: 'InvalidReactionValueException',
	})
})
