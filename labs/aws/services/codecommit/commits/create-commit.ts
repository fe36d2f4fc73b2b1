import type { CreateCommitInput } from '@aws-sdk/client-codecommit'
import { operation } from '../../../service.ts'
import { onBranch } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { diffTrees } from '../git/diff-trees.ts'
import { editTree } from '../git/edit-tree.ts'
import type { ObjectReader } from '../git/objects.ts'
import type { Leaf } from '../git/trees.ts'
import { objectsOf, requireRepository } from '../repositories/find.ts'
import { branchHead } from './branch-head.ts'
import { EMPTY_FILE, keeperOf } from './empty-folders.ts'
import { type FileEdits, fileEdits } from './file-entries.ts'
import { authorOf, messageOf } from './identity.ts'
import { commitOnBranch } from './make-commit.ts'
import { modeName } from './modes.ts'
import { leavesFolderEmpty } from './path-conflicts.ts'

export const createCommit = operation<CreateCommitInput, object>({
	access: onBranch('CreateCommit'),
	async run(input, call) {
		const repository = requireRepository(call, input.repositoryName)
		const objects = objectsOf(call, repository)
		const author = authorOf(call, input.authorName, input.email)
		const message = messageOf(input.commitMessage, '')
		const head = await branchHead(call, repository, objects, input.branchName, input.parentCommitId)
		const files = await fileEdits(objects, head.tree, input)
		if (input.keepEmptyFolders) await keepFolders(objects, head.tree, files)
		const edited = await editTree(objects, head.tree, files.edits)
		if (edited.id === head.tree) throw refuse('NoChangeException')
		objects.add([...files.fresh, ...edited.fresh])
		const changes = await diffTrees(objects, head.tree, edited.id)
		const parents = head.before === undefined ? [] : [head.before]
		const commit = { tree: edited.id, parents, author, committer: author, message }
		const commitId = await commitOnBranch(call, repository, objects, head, commit, [])
		const told = changes.map(({ path, before, after }) => ({ path, before, after }))
		return {
			commitId,
			treeId: edited.id,
			filesAdded: told.flatMap(({ path, before, after }) => (!before && after ? fileOf(path, after) : [])),
			filesUpdated: told.flatMap(({ path, before, after }) => (before && after ? fileOf(path, after) : [])),
			filesDeleted: told.flatMap(({ path, before, after }) => (before && !after ? fileOf(path, before) : [])),
		}
	},
})

function fileOf(absolutePath: string, { id, mode }: Leaf) {
	return { absolutePath, blobId: id, fileMode: modeName(mode) }
}

async function keepFolders(objects: ObjectReader, tree: string, files: FileEdits): Promise<void> {
	for (const [path, leaf] of [...files.edits]) {
		if (leaf !== null || !(await leavesFolderEmpty(objects, tree, path))) continue
		files.edits.set(keeperOf(path), { mode: '100644', id: EMPTY_FILE.id })
		files.fresh.push(EMPTY_FILE)
	}
}
