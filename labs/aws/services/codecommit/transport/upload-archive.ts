import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { onRepository } from '../arns.ts'
import { zipTree } from '../git/archive.ts'
import { GitError } from '../git/git-error.ts'
import { requireCommit } from '../refs/specifiers.ts'
import { objectsOf, requireRepository } from '../repositories/find.ts'

// What CodePipeline asks of CodeCommit beside its API; IAM knows these actions as others:
// https://docs.aws.amazon.com/codecommit/latest/userguide/auth-and-access-control-permissions-reference.html

interface UploadArchiveInput {
	repositoryName?: string
	commitId?: string
}

/** The files of a commit as a zip. */
export const uploadArchive = operation<UploadArchiveInput, { uploadId: string; archive: Uint8Array }>({
	access: onRepository('UploadArchive'),
	async run({ repositoryName, commitId }, call) {
		const repository = requireRepository(call, repositoryName)
		const objects = objectsOf(call, repository)
		const { commit } = await requireCommit(call, repository, objects, commitId)
		const date = new Date(Math.max(commit.committer.seconds * 1000, Date.UTC(1980, 0, 2)))
		try {
			return { uploadId: call.ids.uuid(), archive: await zipTree(objects, commit.tree, date) }
		} catch (error) {
			// The wording is ours.
			if (error instanceof GitError) throw new AwsError('FileTooLargeException', error.message)
			throw error
		}
	},
})

interface UploadArchiveStatusInput {
	repositoryName?: string
	uploadId?: string
}

/** An archive is whole when `UploadArchive` answers: it is asked for what IAM says of it. */
export const getUploadArchiveStatus = operation<UploadArchiveStatusInput, { status: string }>({
	access: onRepository('GetUploadArchiveStatus'),
	run({ repositoryName }, call) {
		requireRepository(call, repositoryName)
		return { status: 'Completed' }
	},
})
