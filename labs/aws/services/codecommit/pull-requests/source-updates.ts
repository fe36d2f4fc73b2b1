import type { Call } from '../../../service.ts'
import type { Repository } from '../collections.ts'
import { mergeBase, TooFarApart } from '../git/history.ts'
import type { ReferenceChange } from '../refs/events.ts'
import { referenceTarget } from '../refs/targets.ts'
import { objectsOf } from '../repositories/find.ts'
import { openSources, type PullRequest } from './collections.ts'
import { emitPullRequest } from './events.ts'
import { describePullRequest, recordEvent, requirePullRequest } from './store.ts'

/** Has open pull requests follow the branches that they come from: a new revision, without its approvals. */
export async function noticeReferences(
	call: Call,
	repository: Readonly<Repository>,
	changes: ReadonlyArray<ReferenceChange>,
): Promise<void> {
	for (const { name, after } of changes) {
		if (after === undefined) continue
		const prefix = `${repository.id}/${name}|`
		for (const { id } of call.world.list(openSources, call.scope, { prefix })) {
			await follow(call, repository, requirePullRequest(call, id), after)
		}
	}
}

async function follow(
	call: Call,
	repository: Readonly<Repository>,
	pullRequest: Readonly<PullRequest>,
	after: string,
): Promise<void> {
	if (pullRequest.sourceCommit === after) return
	const base = await baseOf(call, repository, after, pullRequest.destinationReference)
	const moved: PullRequest = {
		...pullRequest,
		sourceCommit: after,
		revisionId: call.ids.hex(64),
		...(base !== undefined && { mergeBase: base }),
	}
	const recorded = recordEvent(call, moved, 'PULL_REQUEST_SOURCE_REFERENCE_UPDATED', {
		pullRequestSourceReferenceUpdatedEventMetadata: {
			repositoryName: repository.name,
			beforeCommitId: pullRequest.sourceCommit,
			afterCommitId: after,
			...(base !== undefined && { mergeBase: base }),
		},
	})
	emitPullRequest(call, recorded, 'pullRequestSourceBranchUpdated')
	call.announce('PullRequestFollowed', { pullRequest: describePullRequest(call, recorded) })
}

/** Where a commit and a branch parted; undefined when that is not to be told. */
export async function baseOf(
	call: Call,
	repository: Readonly<Repository>,
	commit: string,
	reference: string,
): Promise<string | undefined> {
	const tip = referenceTarget(call, repository, reference)
	if (tip === undefined) return
	try {
		return await mergeBase(objectsOf(call, repository), commit, tip)
	} catch (error) {
		if (error instanceof TooFarApart) return
		throw error
	}
}
