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

/** Whether a reference could not be beside those that are there: `a/b` is none where there is an `a`. */
export function standsInWay(
	{ world, scope }: Pick<Call, 'world' | 'scope'>,
	repository: Readonly<Repository>,
	name: string,
): boolean {
	const below = world.entries(references, scope, { prefix: `${referenceId(repository, name)}/`, limit: 1 })
	const parts = name.split('/')
	const above = parts.slice(3).map((_, index) => parts.slice(0, index + 3).join('/'))
	return (
		below.length > 0 || above.some((folder) => world.get(references, scope, referenceId(repository, folder)))
	)
}
