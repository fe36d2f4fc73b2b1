import type { Call } from '../../../service.ts'
import { type Repository, referenceId, references } from '../collections.ts'

/** Where a branch points, or undefined when there is none. */
export function branchTip(
	call: Pick<Call, 'world' | 'scope'>,
	repository: Readonly<Repository>,
	branch: string,
) {
	return referenceTarget(call, repository, `refs/heads/${branch}`)
}

/** Where a reference points: the id of a commit or an annotated tag. */
export function referenceTarget(
	{ world, scope }: Pick<Call, 'world' | 'scope'>,
	repository: Readonly<Repository>,
	name: string,
): string | undefined {
	return world.get(references, scope, referenceId(repository, name))?.objectId
}
