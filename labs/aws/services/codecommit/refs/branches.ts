import type {
	CreateBranchInput,
	DeleteBranchInput,
	GetBranchInput,
	ListBranchesInput,
	UpdateDefaultBranchInput,
} from '@aws-sdk/client-codecommit'
import { type Call, operation } from '../../../service.ts'
import { onBranch, onRepository } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { type Repository, references } from '../collections.ts'
import { OBJECT_ID } from '../git/objects.ts'
import { isBranchName } from '../git/ref-names.ts'
import { pageOf } from '../pages.ts'
import { objectsOf, putRepository, requireRepository } from '../repositories/find.ts'
import { branchTip, referenceTarget, standsInWay } from './targets.ts'
import { moveReferences } from './update.ts'

const PAGE = 1_000

/** The name of a branch, well formed. Throws BranchNameRequiredException or InvalidBranchNameException. */
export function requireBranchName(name: string | undefined): string {
	if (!name) throw refuse('BranchNameRequiredException')
	if (!isBranchName(name)) throw refuse('InvalidBranchNameException')
	return name
}

/** The commit at the tip of a branch. Throws BranchDoesNotExistException, or BranchNameIsTagNameException for a tag's name. */
export function requireTip(call: Call, repository: Readonly<Repository>, name: string): string {
	const tip = branchTip(call, repository, name)
	if (tip !== undefined) return tip
	if (referenceTarget(call, repository, `refs/tags/${name}`)) throw refuse('BranchNameIsTagNameException')
	throw refuse('BranchDoesNotExistException')
}

export const createBranch = operation<CreateBranchInput, void>({
	access: onBranch('CreateBranch'),
	async run({ repositoryName, branchName, commitId }, call) {
		const repository = requireRepository(call, repositoryName)
		const name = requireBranchName(branchName)
		if (!commitId) throw refuse('CommitIdRequiredException')
		if (!OBJECT_ID.test(commitId)) throw refuse('InvalidCommitIdException')
		const taken = branchTip(call, repository, name) ?? standsInWay(call, repository, `refs/heads/${name}`)
		if (taken) throw refuse('BranchNameExistsException')
		if ((await objectsOf(call, repository).typeOf(commitId)) !== 'commit') {
			throw refuse('CommitDoesNotExistException')
		}
		await moveReferences(call, repository, [{ name: `refs/heads/${name}`, after: commitId }])
	},
})

export const getBranch = operation<GetBranchInput, object>({
	access: onRepository('GetBranch'),
	run({ repositoryName, branchName }, call) {
		const repository = requireRepository(call, repositoryName)
		const name = requireBranchName(branchName)
		const commitId = branchTip(call, repository, name)
		if (commitId === undefined) throw refuse('BranchDoesNotExistException')
		return { branch: { branchName: name, commitId } }
	},
})

export const listBranches = operation<ListBranchesInput, object>({
	access: onRepository('ListBranches'),
	run({ repositoryName, nextToken }, call) {
		const { id } = requireRepository(call, repositoryName)
		const prefix = `${id}/refs/heads/`
		const names = call.world
			.entries(references, call.scope, { prefix })
			.map(([key]) => key.slice(prefix.length))
		const { page, next } = pageOf(names, nextToken, PAGE)
		return { branches: page, nextToken: next }
	},
})

/** Takes a branch away; one that is not there is no error, and answers nothing. */
export const deleteBranch = operation<DeleteBranchInput, object>({
	access: onBranch('DeleteBranch'),
	async run({ repositoryName, branchName }, call) {
		const repository = requireRepository(call, repositoryName)
		const name = requireBranchName(branchName)
		const commitId = branchTip(call, repository, name)
		if (commitId === undefined) return {}
		if (repository.defaultBranch === name) throw refuse('DefaultBranchCannotBeDeletedException')
		await moveReferences(call, repository, [{ name: `refs/heads/${name}`, before: commitId }])
		return { deletedBranch: { branchName: name, commitId } }
	},
})

export const updateDefaultBranch = operation<UpdateDefaultBranchInput, void>({
	access: onRepository('UpdateDefaultBranch'),
	run({ repositoryName, defaultBranchName }, call) {
		const repository = requireRepository(call, repositoryName)
		const defaultBranch = requireBranchName(defaultBranchName)
		if (!branchTip(call, repository, defaultBranch)) throw refuse('BranchDoesNotExistException')
		putRepository(call, { ...repository, defaultBranch, modifiedAt: call.now })
	},
})
