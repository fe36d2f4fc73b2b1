import type { Call } from '../../../service.ts'
import type { Json } from '../../../world/json.ts'
import { emitEvent } from '../../events/bus.ts'
import { repositoryArn } from '../arns.ts'
import type { Repository } from '../collections.ts'

// https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html

/** What became of a reference; `before` or `after` are left out where it was not, or is no more. */
export interface ReferenceChange {
	/** In full: `refs/heads/main`. */
	name: string
	before?: string
	after?: string
}

/** A merge that a change comes from, as its event tells of it. */
export interface MergeDetail {
	baseCommitId?: string
	sourceCommitId: string
	destinationCommitId: string
	mergeOption: string
	conflictDetailsLevel?: string
	conflictResolutionStrategy?: string
}

/** Tells EventBridge that a reference came, moved or went. */
export function emitRepositoryState(
	call: Call,
	repository: Pick<Repository, 'id' | 'name'>,
	{ name, before, after }: ReferenceChange,
	merge?: MergeDetail,
): void {
	const [, kind = '', short = ''] = /^refs\/(heads|tags)\/(.*)$/.exec(name) ?? []
	emit(call, repository, {
		event:
			before === undefined
				? 'referenceCreated'
				: after === undefined
					? 'referenceDeleted'
					: 'referenceUpdated',
		referenceType: kind === 'heads' ? 'branch' : 'tag',
		referenceName: short,
		referenceFullName: name,
		// What is no longer there is told by its last commit.
		commitId: after ?? before ?? '',
		...(before !== undefined && { oldCommitId: before }),
		...detailOf(merge),
	})
}

/** Tells EventBridge of a merge commit that no reference leads to. */
export function emitUnreferencedMerge(
	call: Call,
	repository: Pick<Repository, 'id' | 'name'>,
	commitId: string,
	merge: MergeDetail,
): void {
	emit(call, repository, { event: 'unreferencedMergeCommitCreated', commitId, ...detailOf(merge) })
}

function detailOf(merge: MergeDetail | undefined): Record<string, string> {
	return Object.fromEntries(Object.entries(merge ?? {}).filter(([, value]) => value !== undefined))
}

function emit(
	call: Call,
	{ id, name }: Pick<Repository, 'id' | 'name'>,
	detail: Record<string, string>,
): void {
	const told: Json = { ...detail, repositoryName: name, repositoryId: id, callerUserArn: call.principal.arn }
	emitEvent(call, {
		source: 'aws.codecommit',
		'detail-type': 'CodeCommit Repository State Change',
		resources: [repositoryArn(call.scope, name)],
		detail: told,
	})
}
