import type { CreatePullRequestInput, Target } from '@aws-sdk/client-codecommit'
import { type Call, operation } from '../../../service.ts'
import { repositoryAccess } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { counters, type Repository, references } from '../collections.ts'
import { isBranchName } from '../git/ref-names.ts'
import { referenceTarget } from '../refs/targets.ts'
import { requireRepository } from '../repositories/find.ts'
import {
	openSources,
	type PullRequest,
	paddedNumber,
	pullRequests,
	pullRequestTokens,
} from './collections.ts'
import { emitPullRequest } from './events.ts'
import { baseOf } from './source-updates.ts'
import { describePullRequest, recordEvent } from './store.ts'
import { rulesFromTemplates } from './templates.ts'

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const OPEN_AT_MOST = 1_000
const COUNTER = 'pull-requests'

export const createPullRequest = operation<CreatePullRequestInput, object>({
	access: ({ targets = [] }, call) =>
		targets.map(({ repositoryName = '' }) => repositoryAccess(call, 'CreatePullRequest', repositoryName)),
	async run(input, call) {
		const { title, description, targets = [], clientRequestToken } = input
		const known = findByToken(call, input)
		if (known) return { pullRequest: describePullRequest(call, known) }
		if (!title) throw refuse('TitleRequiredException')
		const place = requireTarget(call, targets)
		const { repository, sourceReference, destinationReference, sourceCommit, destinationCommit } = place
		const opened = call.world.entries(openSources, call.scope, {
			prefix: `${repository.id}/`,
			limit: OPEN_AT_MOST,
		})
		if (opened.length >= OPEN_AT_MOST) throw refuse('MaximumOpenPullRequestsExceededException')
		const base = await baseOf(call, repository, sourceCommit, destinationReference)
		const { count } = call.world.get(counters, call.scope, COUNTER) ?? { count: 0 }
		call.world.put(counters, call.scope, COUNTER, { count: count + 1 })
		const pullRequest: PullRequest = {
			id: String(count + 1),
			title,
			...(description !== undefined && { description }),
			authorArn: call.principal.arn,
			status: 'OPEN',
			createdAt: call.now,
			activeAt: call.now,
			...(clientRequestToken !== undefined && { clientRequestToken }),
			repositoryId: repository.id,
			sourceReference,
			destinationReference,
			sourceCommit,
			destinationCommit,
			...(base !== undefined && { mergeBase: base }),
			revisionId: call.ids.hex(64),
			rules: rulesFromTemplates(call, repository, destinationReference),
			approvals: {},
			overrides: {},
			events: 0,
		}
		if (clientRequestToken !== undefined) {
			const kept = { id: pullRequest.id, asked: fingerprint(input) }
			call.world.put(pullRequestTokens, call.scope, clientRequestToken, kept)
		}
		const recorded = recordEvent(call, pullRequest, 'PULL_REQUEST_CREATED', {
			pullRequestCreatedEventMetadata: {
				repositoryName: repository.name,
				sourceCommitId: sourceCommit,
				destinationCommitId: destinationCommit,
				...(base !== undefined && { mergeBase: base }),
			},
		})
		emitPullRequest(call, recorded, 'pullRequestCreated')
		return { pullRequest: describePullRequest(call, recorded) }
	},
})

function fingerprint({ title, description, targets }: CreatePullRequestInput): string {
	return JSON.stringify([title, description, targets])
}

function findByToken(call: Call, input: CreatePullRequestInput): Readonly<PullRequest> | undefined {
	const { clientRequestToken: token } = input
	if (token === undefined) return
	if (!/^[\x21-\x7e]{1,64}$/.test(token)) throw refuse('InvalidClientRequestTokenException')
	const kept = call.world.get(pullRequestTokens, call.scope, token)
	if (!kept) return
	if (kept.asked !== fingerprint(input)) throw refuse('IdempotencyParameterMismatchException')
	return call.world.get(pullRequests, call.scope, paddedNumber(kept.id))
}

/** Where a pull request comes from and goes to. */
function requireTarget(call: Call, targets: ReadonlyArray<Target>) {
	const [target, ...more] = targets
	if (!target) throw refuse('TargetsRequiredException')
	if (more.some(({ repositoryName }) => repositoryName !== target.repositoryName)) {
		throw refuse('MultipleRepositoriesInPullRequestException')
	}
	if (more.length > 0) throw refuse('InvalidTargetsException')
	const repository = requireRepository(call, target.repositoryName)
	const sourceReference = branchReference(call, repository, target.sourceReference)
	const destinationReference = branchReference(
		call,
		repository,
		target.destinationReference ?? repository.defaultBranch,
	)
	if (sourceReference === destinationReference) throw refuse('SourceAndDestinationAreSameException')
	const tip = (name: string) => {
		const commit = referenceTarget(call, repository, name)
		if (commit === undefined) throw refuse('ReferenceDoesNotExistException')
		return commit
	}
	const [sourceCommit, destinationCommit] = [tip(sourceReference), tip(destinationReference)]
	return { repository, sourceReference, destinationReference, sourceCommit, destinationCommit }
}

/** A branch in full, however it is given. Tags are no sources: ReferenceTypeNotSupportedException. */
function branchReference(
	{ world, scope }: Call,
	{ id }: Readonly<Repository>,
	given: string | undefined,
): string {
	if (!given) throw refuse('ReferenceNameRequiredException')
	if (given.startsWith('refs/tags/')) throw refuse('ReferenceTypeNotSupportedException')
	const name = given.replace(/^refs\/heads\//, '')
	if (!isBranchName(name) || name.startsWith('refs/')) throw refuse('InvalidReferenceNameException')
	const isTag = world.get(references, scope, `${id}/refs/tags/${name}`) !== undefined
	if (isTag && !world.get(references, scope, `${id}/refs/heads/${name}`)) {
		throw refuse('ReferenceTypeNotSupportedException')
	}
	return `refs/heads/${name}`
}
