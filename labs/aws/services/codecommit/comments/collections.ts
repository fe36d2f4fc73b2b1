import { collection } from '../../../world/world.ts'

/** Where in a comparison comments stand: on all of it, a file, or a line. */
export interface CommentLocation {
	filePath?: string
	filePosition?: number
	relativeFileVersion?: 'BEFORE' | 'AFTER'
}

/** Comments on one place of a comparison of commits, or of a pull request. */
export interface Thread {
	repositoryId: string
	pullRequestId?: string
	beforeCommitId?: string
	afterCommitId: string
	beforeBlobId?: string
	afterBlobId?: string
	location?: CommentLocation
	/** Ids, oldest first. */
	comments: ReadonlyArray<string>
}

export interface Comment {
	id: string
	/** Undefined once it is deleted. */
	content?: string
	inReplyTo?: string
	createdAt: number
	modifiedAt: number
	authorArn: string
	clientRequestToken?: string
	/** Id of the thread that it is in. */
	thread: string
	/** Who reacted how, by their ARN. */
	reactions: Readonly<Record<string, string>>
}

/** Id: the comment's. */
export const comments = collection<Comment>('codecommit', 'comments')
/** Id: `repository/number of the thread` on commits, `pull request/number` on a pull request; zero-padded. */
export const threads = collection<Thread>('codecommit', 'threads')
/** Comments by the token of their making. Id: the token. */
export const commentTokens = collection<{ id: string; asked: string }>('codecommit', 'comment-tokens')
