import type { BatchGetCommitsInput, GetCommitInput } from '@aws-sdk/client-codecommit'
import { operation } from '../../../service.ts'
import { onRepository } from '../arns.ts'
import { refuse, textOf } from '../codecommit-error.ts'
import { type Commit, readCommit, type Signature } from '../git/commits.ts'
import { OBJECT_ID, type ObjectReader } from '../git/objects.ts'
import { objectsOf, requireRepository } from '../repositories/find.ts'

const IDS_AT_MOST = 100

export const getCommit = operation<GetCommitInput, object>({
	access: onRepository('GetCommit'),
	async run({ repositoryName, commitId }, call) {
		const objects = objectsOf(call, requireRepository(call, repositoryName))
		if (!commitId) throw refuse('CommitIdRequiredException')
		if (!OBJECT_ID.test(commitId)) throw refuse('InvalidCommitIdException')
		const commit = await commitById(objects, commitId)
		if (!commit) throw refuse('CommitIdDoesNotExistException')
		return { commit: describeCommit(commitId, commit) }
	},
})

export const batchGetCommits = operation<BatchGetCommitsInput, object>({
	access: onRepository('BatchGetCommits'),
	async run({ repositoryName, commitIds = [] }, call) {
		const objects = objectsOf(call, requireRepository(call, repositoryName))
		if (commitIds.length === 0) throw refuse('CommitIdsListRequiredException')
		if (commitIds.length > IDS_AT_MOST) throw refuse('CommitIdsLimitExceededException')
		const commits: Array<object> = []
		const errors: Array<object> = []
		for (const commitId of commitIds) {
			const commit = await commitById(objects, commitId)
			if (commit) commits.push(describeCommit(commitId, commit))
			else errors.push({ commitId, ...errorOf(commitId) })
		}
		return { commits, errors }
	},
})

function errorOf(commitId: string) {
	const errorCode = OBJECT_ID.test(commitId) ? 'CommitIdDoesNotExistException' : 'InvalidCommitIdException'
	return { errorCode, errorMessage: textOf(errorCode) } as const
}

/** The commit of an id; undefined when there is none. */
export async function commitById(objects: ObjectReader, id: string): Promise<Commit | undefined> {
	if (!OBJECT_ID.test(id)) return
	const object = await objects.read(id)
	return object?.type === 'commit' ? readCommit(object.bytes) : undefined
}

/** A commit as the API tells of it. */
export function describeCommit(commitId: string, { tree, parents, author, committer, message }: Commit) {
	return {
		commitId,
		treeId: tree,
		parents: [...parents],
		message,
		author: describePerson(author),
		committer: describePerson(committer),
		additionalData: '',
	}
}

function describePerson({ name, email, seconds, zone }: Signature) {
	return { name, email, date: `${seconds} ${zone}` }
}
