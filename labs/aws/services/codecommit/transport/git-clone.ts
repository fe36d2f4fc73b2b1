import { operation } from '../../../service.ts'
import { onRepository } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { references } from '../collections.ts'
import { zipTree } from '../git/archive.ts'
import { GitError } from '../git/git-error.ts'
import { gitFolder } from '../git/git-folder.ts'
import { requireCommit } from '../refs/specifiers.ts'
import { objectsOf, requireRepository } from '../repositories/find.ts'

interface GitCloneInput {
	repositoryName?: string
	/** A branch, a tag or a commit; the default branch unless given. */
	commitSpecifier?: string
	/** Checked out as a branch of that name, at the commit. */
	branchName?: string
	/** What the clone takes for its origin; CodeCommit's own address unless given. */
	remoteUrl?: string
}

/** What a service of AWS has after `git clone` and a checkout: files and `.git`, as a zip. IAM decides as on a fetch. */
export const gitClone = operation<GitCloneInput, { commitId: string; archive: Uint8Array }>({
	access: onRepository('GitPull'),
	async run({ repositoryName, commitSpecifier, branchName, remoteUrl }, call) {
		const repository = requireRepository(call, repositoryName)
		const objects = objectsOf(call, repository)
		const { id, commit } = await requireCommit(call, repository, objects, commitSpecifier)
		const prefix = `${repository.id}/`
		const refs = call.world
			.entries(references, call.scope, { prefix })
			.map(([key, { objectId }]) => ({ name: key.slice(prefix.length), id: objectId }))
		const branch = branchName !== undefined && { branch: branchName }
		const url = remoteUrl ?? `${call.endpoint}/v1/repos/${repository.name}`
		try {
			const folder = await gitFolder(objects, { url, commit: id, refs, ...branch })
			const date = new Date(Math.max(commit.committer.seconds * 1000, Date.UTC(1980, 0, 2)))
			return { commitId: id, archive: await zipTree(objects, commit.tree, date, folder) }
		} catch (error) {
			// The wording is ours.
			if (error instanceof GitError) throw refuse('FileTooLargeException', error.message)
			throw error
		}
	},
})
