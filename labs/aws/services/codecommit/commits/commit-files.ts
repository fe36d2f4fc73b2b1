import type { PutFileEntry } from '@aws-sdk/client-codecommit'
import { operation } from '../../../service.ts'
import { onBranch } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { editTree } from '../git/edit-tree.ts'
import { commitOf } from '../git/history.ts'
import { EMPTY_TREE } from '../git/trees.ts'
import { requireBranchName } from '../refs/branches.ts'
import { branchTip } from '../refs/targets.ts'
import { objectsOf, requireRepository } from '../repositories/find.ts'
import { fileEdits } from './file-entries.ts'
import { authorOf, messageOf } from './identity.ts'
import { commitOnBranch } from './make-commit.ts'

interface CommitFilesInput {
	repositoryName?: string
	/** Made from the default branch when it is not there yet. */
	branchName?: string
	putFiles?: Array<PutFileEntry>
	deleteFiles?: Array<{ filePath: string }>
	commitMessage?: string
	authorName?: string
	email?: string
}

/**
 * What one `git commit` and one `git push` do together, wherever the branch is by now:
 * its reference moves once, even when it is new. For services that play somebody who has a clone.
 */
export const commitFiles = operation<CommitFilesInput, { commitId: string }>({
	access: onBranch('GitPush'),
	async run(input, call) {
		const repository = requireRepository(call, input.repositoryName)
		const objects = objectsOf(call, repository)
		const name = requireBranchName(input.branchName)
		const before = branchTip(call, repository, name)
		const { defaultBranch } = repository
		const parent = before ?? (defaultBranch && branchTip(call, repository, defaultBranch))
		const tree = parent ? (await commitOf(objects, parent)).tree : EMPTY_TREE
		const author = authorOf(call, input.authorName, input.email)
		const message = messageOf(input.commitMessage, '')
		const files = await fileEdits(objects, tree, input)
		const edited = await editTree(objects, tree, files.edits)
		if (edited.id === tree) throw refuse('NoChangeException')
		const commit = {
			tree: edited.id,
			parents: parent ? [parent] : [],
			author,
			committer: author,
			message,
		}
		const branch = { name, ...(before !== undefined && { before }) }
		const fresh = [...files.fresh, ...edited.fresh]
		return { commitId: await commitOnBranch(call, repository, objects, branch, commit, fresh) }
	},
})
