import type { MergeOptionTypeEnum, PullRequestEventType } from '@aws-sdk/client-codecommit'
import { collection } from '../../../world/world.ts'

export interface ApprovalRule {
	id: string
	name: string
	content: string
	createdAt: number
	modifiedAt: number
	modifiedBy: string
	/** The template that made it; such a rule cannot be changed, only overridden. */
	template?: { id: string; name: string }
}

export interface PullRequestMerge {
	mergedBy: string
	mergeCommitId: string
	mergeOption: MergeOptionTypeEnum
}

export interface PullRequest {
	/** A number, as AWS counts them in an account and Region. */
	id: string
	title: string
	description?: string
	authorArn: string
	status: 'OPEN' | 'CLOSED'
	createdAt: number
	activeAt: number
	clientRequestToken?: string
	repositoryId: string
	/** In full: `refs/heads/…`. */
	sourceReference: string
	destinationReference: string
	sourceCommit: string
	/** The destination's tip when it was last looked at; while it is open, that of now is told. */
	destinationCommit: string
	mergeBase?: string
	merge?: PullRequestMerge
	/** Changes when the source moves: approvals and overrides are of one revision. */
	revisionId: string
	rules: ReadonlyArray<ApprovalRule>
	/** By revision, then by the approver's ARN. */
	approvals: Readonly<Record<string, Readonly<Record<string, 'APPROVE' | 'REVOKE'>>>>
	/** Who overrode the rules, by revision. */
	overrides: Readonly<Record<string, string>>
	/** How many events it has had. */
	events: number
}

/** Something that happened to a pull request; `metadata` is the one member of its kind. */
export interface PullRequestEvent {
	type: PullRequestEventType
	at: number
	actorArn: string
	metadata: Readonly<Record<string, object>>
}

/** Id: the number, zero-padded. */
export const pullRequests = collection<PullRequest>('codecommit', 'pull-requests')
/** Id: `pull request/event`, both zero-padded. */
export const pullRequestEvents = collection<PullRequestEvent>('codecommit', 'pull-request-events')
/** A repository's pull requests. Id: `repository/number`. */
export const repositoryPullRequests = collection<{ id: string }>('codecommit', 'repository-pull-requests')
/** Open pull requests by where they come from. Id: `repository/reference|number`. */
export const openSources = collection<{ id: string }>('codecommit', 'open-sources')
/** Pull requests by the token of their creation. Id: the token. */
export const pullRequestTokens = collection<{ id: string; asked: string }>(
	'codecommit',
	'pull-request-tokens',
)

export interface RuleTemplate {
	id: string
	name: string
	description?: string
	content: string
	createdAt: number
	modifiedAt: number
	modifiedBy: string
}

/** Id: the name. */
export const ruleTemplates = collection<RuleTemplate>('codecommit', 'rule-templates')
/** Which templates a repository has. Id: `repository/template's id`. */
export const templatesOfRepositories = collection<{ name: string }>('codecommit', 'templates-of-repositories')
/** Which repositories a template has. Id: `template's id/repository`. */
export const repositoriesOfTemplates = collection<{ repositoryId: string }>(
	'codecommit',
	'repositories-of-templates',
)

export function paddedNumber(id: string): string {
	return id.padStart(9, '0')
}
