import type { Call } from '../../../service.ts'
import { refuse } from '../codecommit-error.ts'
import type { Repository } from '../collections.ts'
import { type Commit, findCommit } from '../git/commits.ts'
import { OBJECT_ID, type ObjectReader } from '../git/objects.ts'
import { isBranchName } from '../git/ref-names.ts'
import { referenceTarget } from './targets.ts'

/** A commit and its id. */
export interface Located {
	id: string
	commit: Commit
}

/**
 * The commit that a specifier means: a branch, a tag, a full reference, HEAD or a
 * commit's id; HEAD when it is left out. Throws InvalidCommitException or
 * CommitDoesNotExistException.
 */
export async function requireCommit(
	call: Pick<Call, 'world' | 'scope'>,
	repository: Readonly<Repository>,
	objects: ObjectReader,
	specifier?: string,
): Promise<Located> {
	const id = resolve(call, repository, specifier ?? 'HEAD')
	const found = id === undefined ? undefined : await findCommit(objects, id)
	if (!found) throw refuse('CommitDoesNotExistException')
	return found
}

function resolve(
	call: Pick<Call, 'world' | 'scope'>,
	repository: Readonly<Repository>,
	specifier: string,
): string | undefined {
	const target = (name: string) => referenceTarget(call, repository, name)
	if (specifier === 'HEAD') {
		return repository.defaultBranch === undefined
			? undefined
			: target(`refs/heads/${repository.defaultBranch}`)
	}
	if (specifier.startsWith('refs/')) return target(specifier)
	if (!isBranchName(specifier)) throw refuse('InvalidCommitException')
	const named = target(`refs/heads/${specifier}`) ?? target(`refs/tags/${specifier}`)
	return named ?? (OBJECT_ID.test(specifier) ? specifier : undefined)
}
