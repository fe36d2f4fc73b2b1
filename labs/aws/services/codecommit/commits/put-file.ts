import type { DeleteFileInput, PutFileInput } from '@aws-sdk/client-codecommit'
import { operation } from '../../../service.ts'
import { onBranch } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { type Edits, editTree } from '../git/edit-tree.ts'
import { objectId } from '../git/objects.ts'
import { findEntry, type Leaf } from '../git/trees.ts'
import { objectsOf, requireRepository } from '../repositories/find.ts'
import { branchHead } from './branch-head.ts'
import { EMPTY_FILE, keeperOf } from './empty-folders.ts'
import { authorOf, messageOf } from './identity.ts'
import { commitOnBranch } from './make-commit.ts'
import { modeOf } from './modes.ts'
import { leavesFolderEmpty, placeOf } from './path-conflicts.ts'
import { requirePath } from './paths.ts'

export const putFile = operation<PutFileInput, object>({
	access: onBranch('PutFile'),
	async run(input, call) {
		const repository = requireRepository(call, input.repositoryName)
		const objects = objectsOf(call, repository)
		const path = requirePath(input.filePath)
		if (input.fileContent === undefined) throw refuse('FileContentRequiredException')
		const author = authorOf(call, input.name, input.email)
		const message = messageOf(input.commitMessage, `Added ${path}`)
		const head = await branchHead(call, repository, objects, input.branchName, input.parentCommitId)
		const there = await placeOf(objects, head.tree, path)
		const blob = { type: 'blob' as const, bytes: input.fileContent }
		const blobId = await objectId(blob)
		const mode = modeOf(input.fileMode ?? 'NORMAL')
		if (there?.id === blobId && there.mode === mode) throw refuse('SameFileContentException')
		const { id: tree, fresh } = await editTree(objects, head.tree, new Map([[path, { mode, id: blobId }]]))
		const parents = head.before === undefined ? [] : [head.before]
		const commit = { tree, parents, author, committer: author, message }
		const all = [...fresh, { ...blob, id: blobId }]
		const commitId = await commitOnBranch(call, repository, objects, head, commit, all)
		return { commitId, blobId, treeId: tree }
	},
})

export const deleteFile = operation<DeleteFileInput, object>({
	access: onBranch('DeleteFile'),
	async run(input, call) {
		const repository = requireRepository(call, input.repositoryName)
		const objects = objectsOf(call, repository)
		const path = requirePath(input.filePath)
		const author = authorOf(call, input.name, input.email)
		const message = messageOf(input.commitMessage, `Deleted ${path}`)
		const head = await branchHead(call, repository, objects, input.branchName, input.parentCommitId)
		const there = await findEntry(objects, head.tree, path)
		if (!there || there.mode === '40000' || there.mode === '160000') throw refuse('FileDoesNotExistException')
		const edits = new Map<string, Leaf | null>([[path, null]])
		const keepsFolder = input.keepEmptyFolders && (await leavesFolderEmpty(objects, head.tree, path))
		if (keepsFolder) edits.set(keeperOf(path), { mode: '100644', id: EMPTY_FILE.id })
		const { id: tree, fresh } = await editTree(objects, head.tree, edits satisfies Edits)
		const parents = head.before === undefined ? [] : [head.before]
		const commit = { tree, parents, author, committer: author, message }
		const all = keepsFolder ? [...fresh, EMPTY_FILE] : fresh
		const commitId = await commitOnBranch(call, repository, objects, head, commit, all)
		return { commitId, blobId: there.id, treeId: tree, filePath: path }
	},
})
