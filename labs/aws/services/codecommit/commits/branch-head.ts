import type { Call } from '../../../service.ts'
import { refuse } from '../codecommit-error.ts'
import { type Repository, references } from '../collections.ts'
import { commitOf } from '../git/history.ts'
import { OBJECT_ID } from '../git/objects.ts'
import { EMPTY_TREE } from '../git/trees.ts'
import { requireBranchName, requireTip } from '../refs/branches.ts'
import { branchTip } from '../refs/targets.ts'
import type { ObjectStore } from '../store/object-store.ts'

/** The branch that a commit goes to, as it is now. */
export interface BranchHead {
	name: string
	/** Undefined in a repository that is empty. */
	before?: string
	tree: string
}

/**
 * The branch that a caller writes to, held against the commit that it takes for
 * the tip. Throws ParentCommitId…, BranchDoesNotExist… or BranchNameIsTagName….
 */
export async function branchHead(
	call: Call,
	repository: Readonly<Repository>,
	objects: ObjectStore,
	branchName: string | undefined,
	parent: string | undefined,
): Promise<BranchHead> {
	const name = requireBranchName(branchName)
	if (parent !== undefined && !OBJECT_ID.test(parent)) throw refuse('InvalidParentCommitIdException')
	if (isEmpty(call, repository)) {
		if (parent !== undefined) throw refuse('ParentCommitDoesNotExistException')
		return { name, tree: EMPTY_TREE }
	}
	const tip = branchTip(call, repository, name) ?? requireTip(call, repository, name)
	if (parent === undefined) throw refuse('ParentCommitIdRequiredException')
	if (parent !== tip) {
		const known = (await objects.typeOf(parent)) === 'commit'
		throw refuse(known ? 'ParentCommitIdOutdatedException' : 'ParentCommitDoesNotExistException')
	}
	return { name, before: tip, tree: (await commitOf(objects, tip)).tree }
}

function isEmpty({ world, scope }: Call, { id }: Readonly<Repository>): boolean {
	return world.entries(references, scope, { prefix: `${id}/refs/heads/`, limit: 1 }).length === 0
}
