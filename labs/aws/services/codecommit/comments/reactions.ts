import type { GetCommentReactionsInput, PutCommentReactionInput } from '@aws-sdk/client-codecommit'
import { operation } from '../../../service.ts'
import { refuse } from '../codecommit-error.ts'
import { pageOf, pageSize } from '../pages.ts'
import { comments } from './collections.ts'
import { emitReaction } from './events.ts'
import { onComment, requireComment } from './store.ts'

const PAGE = 1_000
const NONE = 'none'

/** https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-commit-comment.html#emoji-reaction-table */
const REACTIONS = [
	{ emoji: '👍', shortCode: ':thumbsup:', unicode: 'U+1F44D' },
	{ emoji: '👎', shortCode: ':thumbsdown:', unicode: 'U+1F44E' },
	{ emoji: '😄', shortCode: ':smile:', unicode: 'U+1F604' },
	{ emoji: '❤️', shortCode: ':heart:', unicode: 'U+2764' },
	{ emoji: '😠', shortCode: ':angry:', unicode: 'U+1F620' },
	{ emoji: '😕', shortCode: ':confused:', unicode: 'U+1F615' },
	{ emoji: '😱', shortCode: ':scream:', unicode: 'U+1F631' },
	{ emoji: '😴', shortCode: ':sleeping:', unicode: 'U+1F634' },
]

/** The short code of a reaction, however it is given; none takes back what was there. */
function requireReaction(value: string | undefined): string {
	if (!value) throw refuse('ReactionValueRequiredException')
	if (value.toLowerCase() === NONE) return NONE
	const found = REACTIONS.find(({ emoji, shortCode, unicode }) => [emoji, shortCode, unicode].includes(value))
	if (!found) throw refuse('InvalidReactionValueException')
	return found.shortCode
}

/** A caller's one reaction to a comment. */
export const putCommentReaction = operation<PutCommentReactionInput, void>({
	access: onComment('PutCommentReaction'),
	run({ commentId, reactionValue }, call) {
		const comment = requireComment(call, commentId)
		const reaction = requireReaction(reactionValue)
		const { [call.principal.arn]: _, ...others } = comment.reactions
		const reactions = reaction === NONE ? others : { ...others, [call.principal.arn]: reaction }
		call.world.put(comments, call.scope, comment.id, { ...comment, reactions })
		if (reaction !== NONE) emitReaction(call, comment)
	},
})

export const getCommentReactions = operation<GetCommentReactionsInput, object>({
	access: onComment('GetCommentReactions'),
	run({ commentId, reactionUserArn, nextToken, maxResults }, call) {
		const { reactions } = requireComment(call, commentId)
		const given = Object.entries(reactions).filter(
			([arn]) => reactionUserArn === undefined || arn === reactionUserArn,
		)
		const found = REACTIONS.flatMap((reaction) => {
			const reactionUsers = given.flatMap(([arn, shortCode]) => (shortCode === reaction.shortCode ? arn : []))
			return reactionUsers.length > 0 ? { reaction, reactionUsers, reactionsFromDeletedUsersCount: 0 } : []
		})
		const { page, next } = pageOf(found, nextToken, pageSize(maxResults, PAGE))
		return { reactionsForComment: page, nextToken: next }
	},
})
