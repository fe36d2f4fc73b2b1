import type { GitPullRequestEventType } from '@aws-sdk/client-codepipeline'

/** What happened in a repository behind a connection. */
export type GitEvent = Push | TagPush | PullRequest

interface Commit {
	commitId: string
	/** Paths that the change touches. */
	files: ReadonlyArray<string>
}

export interface Push extends Commit {
	kind: 'push'
	branch: string
}

export interface TagPush {
	kind: 'tag'
	tag: string
	commitId: string
}

export interface PullRequest extends Commit {
	kind: 'pullRequest'
	event: GitPullRequestEventType
	/** The branch that the request would be merged into. */
	branch: string
}

/** Where it happened. */
export interface GitRepository {
	connectionArn: string
	/** `owner/name`, in the letters of the provider. */
	fullRepositoryId: string
}
