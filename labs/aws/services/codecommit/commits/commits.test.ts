import {
	BatchGetCommitsCommand,
	CreateBranchCommand,
	CreateCommitCommand,
	type CreateCommitCommandInput,
	DeleteFileCommand,
	GetBlobCommand,
	GetBranchCommand,
	GetCommitCommand,
	GetDifferencesCommand,
	GetFileCommand,
	GetFolderCommand,
	ListFileCommitHistoryCommand,
	PutFileCommand,
} from '@aws-sdk/client-codecommit'
import { expect, test } from 'vitest'
import { refused } from '../../../people.fixture.ts'
import { MAIN, openRepository, SITE } from '../repository.fixture.ts'

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString()

test('a commit is told as git made it', async () => {
	const { codecommit, put } = await openRepository()
	const first = await put('a.txt', 'a', undefined, { commitMessage: 'Un\n', email: 'ada@example.org' })
	const second = await put('b/c.txt', 'c', first)
	const { commit } = await codecommit.send(new GetCommitCommand({ ...SITE, commitId: second }))
	const ada = { name: 'Ada', email: '', date: '1767603600 +0000' }
	expect(commit).toEqual({
		commitId: second,
		treeId: expect.stringMatching(/^[0-9a-f]{40}$/),
		parents: [first],
		message: 'Added b/c.txt',
		author: ada,
		committer: ada,
		additionalData: '',
	})
	const commitIds = [first, 'f'.repeat(40), 'main']
	expect(await codecommit.send(new BatchGetCommitsCommand({ ...SITE, commitIds }))).toMatchObject({
		commits: [{ commitId: first, message: 'Un\n', author: { email: 'ada@example.org' } }],
		errors: [
			{ commitId: 'f'.repeat(40), errorCode: 'CommitIdDoesNotExistException' },
			{ commitId: 'main', errorCode: 'InvalidCommitIdException' },
		],
	})
})

test('several files are put, moved, deleted and given modes in one commit', async () => {
	const { codecommit, put } = await openRepository()
	await put('keep.txt', 'keep')
	const before = await put(
		'old/a.txt',
		'a',
		(await codecommit.send(new GetBranchCommand(MAIN))).branch?.commitId,
	)
	const answer = await codecommit.send(
		new CreateCommitCommand({
			...MAIN,
			parentCommitId: before,
			authorName: 'Ada',
			putFiles: [
				{ filePath: '/new/b.txt', fileContent: Buffer.from('b') },
				{ filePath: 'new/a.txt', sourceFile: { filePath: 'old/a.txt', isMove: true } },
			],
			setFileModes: [{ filePath: 'keep.txt', fileMode: 'EXECUTABLE' }],
			keepEmptyFolders: true,
		}),
	)
	const paths = (files: typeof answer.filesAdded) => files?.map(({ absolutePath }) => absolutePath)
	expect(paths(answer.filesAdded)).toEqual(['new/a.txt', 'new/b.txt', 'old/.gitkeep'])
	expect(answer.filesUpdated).toMatchObject([{ absolutePath: 'keep.txt', fileMode: 'EXECUTABLE' }])
	expect(paths(answer.filesDeleted)).toEqual(['old/a.txt'])
	const folder = await codecommit.send(new GetFolderCommand({ ...SITE, folderPath: '/' }))
	expect(folder).toMatchObject({
		commitId: answer.commitId,
		treeId: answer.treeId,
		folderPath: '',
		files: [{ absolutePath: 'keep.txt', relativePath: 'keep.txt', fileMode: 'EXECUTABLE' }],
		subFolders: [{ absolutePath: 'new' }, { absolutePath: 'old' }],
	})
	const file = await codecommit.send(
		new GetFileCommand({ ...SITE, filePath: 'new/a.txt', commitSpecifier: 'main' }),
	)
	expect([text(file.fileContent), file.fileMode, file.fileSize]).toEqual(['a', 'NORMAL', 1])
	const { content } = await codecommit.send(new GetBlobCommand({ ...SITE, blobId: file.blobId }))
	expect(text(content)).toBe('a')
})

test('a file is deleted, with its folder unless that is kept', async () => {
	const { codecommit, put } = await openRepository()
	const first = await put('a/b.txt', 'b')
	const second = await put('c.txt', 'c', first)
	const gone = await codecommit.send(
		new DeleteFileCommand({ ...MAIN, filePath: 'a/b.txt', parentCommitId: second }),
	)
	expect(gone.filePath).toBe('a/b.txt')
	const { subFolders } = await codecommit.send(new GetFolderCommand({ ...SITE, folderPath: '' }))
	expect(subFolders).toEqual([])
})

test('differences are told by blob and mode, below a path where one is given', async () => {
	const { codecommit, put } = await openRepository()
	const first = await put('a.txt', 'a')
	const second = await put('css/b.css', 'b', first)
	const third = await put('a.txt', 'aa', second)
	const between = { ...SITE, beforeCommitSpecifier: first, afterCommitSpecifier: third }
	expect(await codecommit.send(new GetDifferencesCommand(between))).toMatchObject({
		differences: [
			{ changeType: 'M', beforeBlob: { path: 'a.txt', mode: '100644' }, afterBlob: { path: 'a.txt' } },
			{ changeType: 'A', afterBlob: { path: 'css/b.css', mode: '100644' } },
		],
	})
	const below = await codecommit.send(
		new GetDifferencesCommand({ ...between, afterPath: 'css', beforePath: 'css' }),
	)
	expect(below.differences).toMatchObject([{ changeType: 'A', afterBlob: { path: 'css/b.css' } }])
	const one = await codecommit.send(
		new GetDifferencesCommand({ ...between, afterPath: 'a.txt', beforePath: 'a.txt' }),
	)
	expect(one.differences).toMatchObject([{ changeType: 'M', afterBlob: { path: 'a.txt' } }])
	const paged = await codecommit.send(new GetDifferencesCommand({ ...between, MaxResults: 1 }))
	expect(paged.differences).toHaveLength(1)
	const rest = await codecommit.send(new GetDifferencesCommand({ ...between, NextToken: paged.NextToken }))
	expect(rest.differences).toMatchObject([{ changeType: 'A' }])
	await expect(
		codecommit.send(new GetDifferencesCommand({ ...between, afterPath: 'absent' })),
	).rejects.toMatchObject({
		name: 'PathDoesNotExistException',
	})
})

test('the history of a file is told from the newest on', async () => {
	const { codecommit, put } = await openRepository()
	const first = await put('a.txt', 'a')
	const second = await put('b.txt', 'b', first)
	const third = await put('a.txt', 'aa', second)
	const { revisionDag } = await codecommit.send(
		new ListFileCommitHistoryCommand({ ...SITE, filePath: 'a.txt' }),
	)
	expect(revisionDag).toMatchObject([
		{ commit: { commitId: third }, path: 'a.txt', revisionChildren: [] },
		{ commit: { commitId: first }, path: 'a.txt', revisionChildren: [third] },
	])
})

test('a parent that is not the tip is refused, each in its way', async () => {
	const { codecommit, put } = await openRepository()
	const nothing = { name: 'ParentCommitDoesNotExistException' }
	await expect(put('a.txt', 'a', 'f'.repeat(40))).rejects.toMatchObject(nothing)
	const first = await put('a.txt', 'a')
	const second = await put('a.txt', 'b', first)
	await expect(put('a.txt', 'c')).rejects.toEqual(
		refused(
			'ParentCommitIdRequiredException',
			'A parent commit ID is required. To view the full commit ID of a branch in a repository, use GetBranch or a Git command (for example, git pull or git log).',
		),
	)
	await expect(put('a.txt', 'c', first)).rejects.toEqual(
		refused(
			'ParentCommitIdOutdatedException',
			'The file could not be added because the provided parent commit ID is not the current tip of the specified branch. To view the full commit ID of the current head of the branch, use GetBranch.',
		),
	)
	await expect(put('a.txt', 'c', 'f'.repeat(40))).rejects.toMatchObject(nothing)
	await expect(put('a.txt', 'c', 'main')).rejects.toMatchObject({ name: 'InvalidParentCommitIdException' })
	await expect(put('a.txt', 'c', second, { branchName: 'absent' })).rejects.toMatchObject({
		name: 'BranchDoesNotExistException',
	})
	await expect(put('a.txt', 'b', second)).rejects.toMatchObject({ name: 'SameFileContentException' })
	await codecommit.send(new CreateBranchCommand({ ...SITE, branchName: 'old', commitId: first }))
	await put('a.txt', 'c', first, { branchName: 'old' })
})

type Change = Partial<CreateCommitCommandInput>
const x = Buffer.from('x')
const REFUSED: Array<[code: string, change: Change]> = [
	['FileEntryRequiredException', {}],
	['NoChangeException', { putFiles: [{ filePath: 'a/b.txt', fileContent: Buffer.from('b') }] }],
	[
		'MaximumFileEntriesExceededException',
		{ putFiles: Array.from({ length: 101 }, (_, index) => ({ filePath: `f${index}`, fileContent: x })) },
	],
	[
		'SamePathRequestException',
		{ putFiles: [{ filePath: 'c', fileContent: x }], deleteFiles: [{ filePath: '/c' }] },
	],
	[
		'PutFileEntryConflictException',
		{
			putFiles: [
				{ filePath: 'c', fileContent: x },
				{ filePath: 'c/d', fileContent: x },
			],
		},
	],
	['SourceFileOrContentRequiredException', { putFiles: [{ filePath: 'c' }] }],
	[
		'FileContentAndSourceFileSpecifiedException',
		{ putFiles: [{ filePath: 'c', fileContent: x, sourceFile: { filePath: 'a/b.txt' } }] },
	],
	['FileDoesNotExistException', { deleteFiles: [{ filePath: 'absent' }] }],
	['FileDoesNotExistException', { putFiles: [{ filePath: 'c', sourceFile: { filePath: 'absent' } }] }],
	['FileNameConflictsWithDirectoryNameException', { putFiles: [{ filePath: 'a', fileContent: x }] }],
	['DirectoryNameConflictsWithFileNameException', { putFiles: [{ filePath: 'a/b.txt/c', fileContent: x }] }],
	['InvalidPathException', { putFiles: [{ filePath: '../etc/passwd', fileContent: x }] }],
	['InvalidPathException', { putFiles: [{ filePath: 'a/.git/config', fileContent: x }] }],
	[
		'InvalidPathException',
		{ putFiles: [{ filePath: Array.from({ length: 21 }, () => 'd').join('/'), fileContent: x }] },
	],
	['InvalidEmailException', { email: 'a b', putFiles: [{ filePath: 'c', fileContent: x }] }],
	[
		'CommitMessageLengthExceededException',
		{ commitMessage: 'x'.repeat(256 * 1024 + 1), putFiles: [{ filePath: 'c', fileContent: x }] },
	],
	['BranchNameIsTagNameException', { branchName: 'v1', putFiles: [{ filePath: 'c', fileContent: x }] }],
]

test.for(REFUSED)('%s of CreateCommit: %o', async ([name, change]) => {
	const { codecommit, put, sandbox } = await openRepository()
	const parentCommitId = await put('a/b.txt', 'b')
	await sandbox.call({
		principal: { type: 'root', account: '111122223333', arn: 'arn:aws:iam::111122223333:root' },
		scope: { account: '111122223333', region: 'eu-west-3' },
		service: 'codecommit',
		operation: 'GitPush',
		input: { repositoryName: 'site', moves: [{ name: 'refs/tags/v1', after: parentCommitId }] },
	})
	const input = { ...MAIN, parentCommitId, authorName: 'Ada', ...change }
	await expect(codecommit.send(new CreateCommitCommand(input))).rejects.toMatchObject({
		name,
		$metadata: { httpStatusCode: 400 },
	})
})

test('reads of what is not there are refused', async () => {
	const { codecommit, put } = await openRepository()
	await expect(codecommit.send(new GetFolderCommand({ ...SITE, folderPath: '/' }))).rejects.toEqual(
		refused(
			'CommitDoesNotExistException',
			'The specified commit does not exist or no commit was specified, and the specified repository has no default branch.',
		),
	)
	await put('a.txt', 'a')
	const send = (specifier: string) =>
		codecommit.send(new GetFileCommand({ ...SITE, filePath: 'a.txt', commitSpecifier: specifier }))
	await expect(send('a..b')).rejects.toMatchObject({ name: 'InvalidCommitException' })
	await expect(send('absent')).rejects.toMatchObject({ name: 'CommitDoesNotExistException' })
	await expect(codecommit.send(new GetFileCommand({ ...SITE, filePath: 'b.txt' }))).rejects.toMatchObject({
		name: 'FileDoesNotExistException',
	})
	await expect(codecommit.send(new GetFolderCommand({ ...SITE, folderPath: 'b' }))).rejects.toMatchObject({
		name: 'FolderDoesNotExistException',
	})
	const blobId = 'f'.repeat(40)
	await expect(codecommit.send(new GetBlobCommand({ ...SITE, blobId }))).rejects.toMatchObject({
		name: 'BlobIdDoesNotExistException',
	})
	await expect(codecommit.send(new GetBlobCommand({ ...SITE, blobId: 'x' }))).rejects.toMatchObject({
		name: 'InvalidBlobIdException',
	})
	await expect(codecommit.send(new GetCommitCommand({ ...SITE, commitId: blobId }))).rejects.toEqual(
		refused('CommitIdDoesNotExistException', 'The specified commit ID does not exist.'),
	)
})

test('a file may have 6 MB and no more', async () => {
	const { codecommit } = await openRepository()
	const put = (bytes: number) =>
		codecommit.send(new PutFileCommand({ ...MAIN, filePath: 'big', fileContent: Buffer.alloc(bytes) }))
	await expect(put(6 * 1024 * 1024 + 1)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } })
	await put(6 * 1024 * 1024)
	const { fileSize } = await codecommit.send(new GetFileCommand({ ...SITE, filePath: 'big' }))
	expect(fileSize).toBe(6 * 1024 * 1024)
})

test('a caller without the right to a branch does not write to it', async () => {
	const { put, user, clientOf } = await openRepository()
	const parentCommitId = await put('a.txt', 'a')
	const lea = clientOf(await user('lea', { Action: 'codecommit:Get*' }))
	const input = { ...MAIN, filePath: 'b.txt', fileContent: x, parentCommitId }
	await expect(lea.send(new PutFileCommand(input))).rejects.toMatchObject({ name: 'AccessDeniedException' })
})
