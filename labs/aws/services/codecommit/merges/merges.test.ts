import {
	BatchDescribeMergeConflictsCommand,
	CreateBranchCommand,
	CreateUnreferencedMergeCommitCommand,
	DescribeMergeConflictsCommand,
	GetBranchCommand,
	GetCommitCommand,
	GetFileCommand,
	GetMergeCommitCommand,
	GetMergeConflictsCommand,
	GetMergeOptionsCommand,
	MergeBranchesByFastForwardCommand,
	MergeBranchesBySquashCommand,
	MergeBranchesByThreeWayCommand,
} from '@aws-sdk/client-codecommit'
import { expect, test } from 'vitest'
import { refused } from '../../../people.fixture.ts'
import { MAIN, openRepository, SITE } from '../repository.fixture.ts'

const LINES = 'a\nb\nc\nd\ne\nf\ng\n'
const BRANCHES = { ...SITE, sourceCommitSpecifier: 'topic', destinationCommitSpecifier: 'main' }

/** A branch `topic` beside main, which parted at a file of seven lines. */
async function openParted() {
	const world = await openRepository()
	const base = await world.put('lines.txt', LINES)
	await world.codecommit.send(new CreateBranchCommand({ ...SITE, branchName: 'topic', commitId: base }))
	const put = (branchName: string, path: string, text: string, parent: string) =>
		world.put(path, text, parent, { branchName, commitMessage: `${path} on ${branchName}` })
	const read = async (path: string, commitSpecifier = 'main') => {
		const { fileContent } = await world.codecommit.send(
			new GetFileCommand({ ...SITE, filePath: path, commitSpecifier }),
		)
		return Buffer.from(fileContent ?? []).toString()
	}
	const tip = async (branchName: string) =>
		(await world.codecommit.send(new GetBranchCommand({ ...SITE, branchName }))).branch?.commitId
	return { ...world, base, commit: put, read, tip }
}

/** The same, with the same line changed on both sides. */
async function openConflict() {
	const world = await openParted()
	const source = await world.commit('topic', 'lines.txt', LINES.replace('b', 'S'), world.base)
	const destination = await world.commit('main', 'lines.txt', LINES.replace('b', 'D'), world.base)
	return { ...world, source, destination }
}

test('a fast forward moves the branch and nothing else', async () => {
	const { codecommit, base, commit, tip, events } = await openParted()
	const source = await commit('topic', 'a.txt', 'a', base)
	const merged = await codecommit.send(new MergeBranchesByFastForwardCommand(BRANCHES))
	expect([merged.commitId, await tip('main')]).toEqual([source, source])
	expect(events().at(-1)).toMatchObject({
		event: 'referenceUpdated',
		referenceName: 'main',
		oldCommitId: base,
		baseCommitId: base,
		sourceCommitId: source,
		destinationCommitId: base,
		mergeOption: 'FAST_FORWARD_MERGE',
	})
})

test('a three-way merge has both parents, a squash one and all messages', async () => {
	const { codecommit, base, commit, read } = await openParted()
	const source = await commit('topic', 'a.txt', 'a', await commit('topic', 'b.txt', 'b', base))
	const destination = await commit('main', 'c.txt', 'c', base)
	await expect(codecommit.send(new MergeBranchesByFastForwardCommand(BRANCHES))).rejects.toMatchObject({
		name: 'ManualMergeRequiredException',
	})
	const options = await codecommit.send(new GetMergeOptionsCommand(BRANCHES))
	expect(options).toMatchObject({
		mergeOptions: ['SQUASH_MERGE', 'THREE_WAY_MERGE'],
		sourceCommitId: source,
		destinationCommitId: destination,
		baseCommitId: base,
	})
	const author = { authorName: 'Bob', email: 'bob@example.org' }
	const three = await codecommit.send(new MergeBranchesByThreeWayCommand({ ...BRANCHES, ...author }))
	const { commit: told } = await codecommit.send(new GetCommitCommand({ ...SITE, commitId: three.commitId }))
	expect(told).toMatchObject({
		parents: [destination, source],
		author: { name: 'Bob' },
		treeId: three.treeId,
	})
	expect([await read('a.txt'), await read('b.txt'), await read('c.txt')]).toEqual(['a', 'b', 'c'])
	await codecommit.send(new CreateBranchCommand({ ...SITE, branchName: 'other', commitId: destination }))
	const onto = { ...BRANCHES, destinationCommitSpecifier: 'other' }
	const squashed = await codecommit.send(new MergeBranchesBySquashCommand(onto))
	const { commit: one } = await codecommit.send(
		new GetCommitCommand({ ...SITE, commitId: squashed.commitId }),
	)
	expect(one).toMatchObject({
		parents: [destination],
		message: 'a.txt on topic\n\nb.txt on topic',
		treeId: three.treeId,
	})
	expect(await codecommit.send(new GetMergeCommitCommand(onto))).toMatchObject({
		sourceCommitId: source,
		baseCommitId: base,
	})
})

test('files that both sides changed conflict as such, and by line only where they meet', async () => {
	const { codecommit, base, commit, read } = await openParted()
	await commit('topic', 'lines.txt', LINES.replace('b', 'S'), base)
	await commit('main', 'lines.txt', LINES.replace('f', 'D'), base)
	const input = { ...BRANCHES, mergeOption: 'THREE_WAY_MERGE' } as const
	expect(await codecommit.send(new GetMergeConflictsCommand(input))).toMatchObject({
		mergeable: false,
		conflictMetadataList: [{ filePath: 'lines.txt', contentConflict: true }],
	})
	const byLine = { conflictDetailLevel: 'LINE_LEVEL' } as const
	expect(await codecommit.send(new GetMergeConflictsCommand({ ...input, ...byLine }))).toMatchObject({
		mergeable: true,
		conflictMetadataList: [],
	})
	await expect(codecommit.send(new MergeBranchesByThreeWayCommand(BRANCHES))).rejects.toEqual(
		refused(
			'ManualMergeRequiredException',
			'The pull request cannot be merged automatically into the destination branch. You must manually merge the branches and resolve any conflicts.',
		),
	)
	await codecommit.send(new MergeBranchesByThreeWayCommand({ ...BRANCHES, ...byLine }))
	expect(await read('lines.txt')).toBe('a\nS\nc\nd\ne\nD\ng\n')
})

test('a conflict is told with its sizes, modes and hunks', async () => {
	const { codecommit, base, source, destination } = await openConflict()
	const input = { ...BRANCHES, mergeOption: 'THREE_WAY_MERGE', conflictDetailLevel: 'LINE_LEVEL' } as const
	const metadata = {
		filePath: 'lines.txt',
		fileSizes: { source: 14, destination: 14, base: 14 },
		fileModes: { source: 'NORMAL', destination: 'NORMAL', base: 'NORMAL' },
		objectTypes: { source: 'FILE', destination: 'FILE', base: 'FILE' },
		numberOfConflicts: 1,
		isBinaryFile: { source: false, destination: false, base: false },
		contentConflict: true,
		fileModeConflict: false,
		objectTypeConflict: false,
		mergeOperations: { source: 'M', destination: 'M' },
	}
	const ids = { sourceCommitId: source, destinationCommitId: destination, baseCommitId: base }
	expect(await codecommit.send(new GetMergeConflictsCommand(input))).toMatchObject({
		mergeable: false,
		...ids,
		conflictMetadataList: [metadata],
	})
	const described = await codecommit.send(
		new DescribeMergeConflictsCommand({ ...input, filePath: 'lines.txt' }),
	)
	const content = (text: string) => Buffer.from(text).toString('base64')
	expect(described).toMatchObject({ conflictMetadata: metadata, ...ids })
	expect(described.mergeHunks?.[1]).toEqual({
		isConflict: true,
		source: { startLine: 2, endLine: 2, hunkContent: content('S\n') },
		destination: { startLine: 2, endLine: 2, hunkContent: content('D\n') },
		base: { startLine: 2, endLine: 2, hunkContent: content('b\n') },
	})
	const filePaths = ['lines.txt', 'absent']
	expect(
		await codecommit.send(new BatchDescribeMergeConflictsCommand({ ...input, filePaths })),
	).toMatchObject({
		conflicts: [{ conflictMetadata: metadata, mergeHunks: [{}, {}, {}] }],
		errors: [{ filePath: 'absent', exceptionName: 'FileDoesNotExistException' }],
	})
	await expect(
		codecommit.send(new DescribeMergeConflictsCommand({ ...input, filePath: 'absent' })),
	).rejects.toMatchObject({
		name: 'FileDoesNotExistException',
	})
})

test.for([
	['ACCEPT_SOURCE', 'S'],
	['ACCEPT_DESTINATION', 'D'],
] as const)('%s decides a conflict', async ([conflictResolutionStrategy, line]) => {
	const { codecommit, read } = await openConflict()
	await codecommit.send(new MergeBranchesByThreeWayCommand({ ...BRANCHES, conflictResolutionStrategy }))
	expect(await read('lines.txt')).toBe(LINES.replace('b', line))
})

const filePath = 'lines.txt'
const DECIDED = [
	[{ replaceContents: [{ filePath, replacementType: 'KEEP_BASE' }] }, LINES],
	[{ replaceContents: [{ filePath, replacementType: 'KEEP_SOURCE' }] }, LINES.replace('b', 'S')],
	[{ replaceContents: [{ filePath, replacementType: 'KEEP_DESTINATION' }] }, LINES.replace('b', 'D')],
	[
		{ replaceContents: [{ filePath, replacementType: 'USE_NEW_CONTENT', content: Buffer.from('new') }] },
		'new',
	],
] as const

test.for(DECIDED)('a caller decides by %o', async ([resolution, text]) => {
	const { codecommit, read } = await openConflict()
	const how = { conflictResolutionStrategy: 'AUTOMERGE', conflictResolution: resolution as never } as const
	await codecommit.send(new MergeBranchesBySquashCommand({ ...BRANCHES, ...how }))
	expect(await read('lines.txt')).toBe(text)
})

const REFUSED: Array<[code: string, input: object]> = [
	['ManualMergeRequiredException', { conflictResolutionStrategy: 'AUTOMERGE' }],
	['InvalidConflictResolutionException', { conflictResolution: { deleteFiles: [{ filePath }] } }],
	[
		'InvalidConflictResolutionException',
		{ conflictResolutionStrategy: 'AUTOMERGE', conflictResolution: { deleteFiles: [{ filePath: 'other' }] } },
	],
	[
		'MultipleConflictResolutionEntriesException',
		{
			conflictResolutionStrategy: 'AUTOMERGE',
			conflictResolution: { deleteFiles: [{ filePath }, { filePath }] },
		},
	],
	[
		'ReplacementContentRequiredException',
		{
			conflictResolutionStrategy: 'AUTOMERGE',
			conflictResolution: { replaceContents: [{ filePath, replacementType: 'USE_NEW_CONTENT' }] },
		},
	],
	['ConcurrentReferenceUpdateException', { targetBranch: 'topic' }],
	['CommitDoesNotExistException', { sourceCommitSpecifier: 'absent' }],
	['InvalidTargetBranchException', { destinationCommitSpecifier: 'HEAD' }],
]

test.for(REFUSED)('%s: %o', async ([name, change]) => {
	const { codecommit } = await openConflict()
	await expect(
		codecommit.send(new MergeBranchesByThreeWayCommand({ ...BRANCHES, ...change })),
	).rejects.toMatchObject({
		name,
		$metadata: { httpStatusCode: 400 },
	})
})

test('a merge that no branch has is reached by its id alone', async () => {
	const { codecommit, tip, destination, source, events } = await openConflict()
	const how = { mergeOption: 'THREE_WAY_MERGE', conflictResolutionStrategy: 'ACCEPT_SOURCE' } as const
	const { commitId } = await codecommit.send(
		new CreateUnreferencedMergeCommitCommand({ ...BRANCHES, ...how }),
	)
	expect(await tip('main')).toBe(destination)
	const { commit } = await codecommit.send(new GetCommitCommand({ ...SITE, commitId }))
	expect(commit?.parents).toEqual([destination, source])
	expect(events().at(-1)).toMatchObject({
		event: 'unreferencedMergeCommitCreated',
		commitId,
		mergeOption: 'THREE_WAY_MERGE',
	})
	const forward = { ...BRANCHES, mergeOption: 'FAST_FORWARD_MERGE' } as const
	await expect(codecommit.send(new CreateUnreferencedMergeCommitCommand(forward))).rejects.toMatchObject({
		name: 'InvalidMergeOptionException',
	})
})

test('a file in the way of a folder is a conflict of types', async () => {
	const { codecommit, base, commit } = await openParted()
	await commit('topic', 'x/y.txt', 'y', base)
	await commit('main', 'x', 'x', base)
	const input = { ...BRANCHES, mergeOption: 'SQUASH_MERGE' } as const
	expect(await codecommit.send(new GetMergeConflictsCommand(input))).toMatchObject({
		mergeable: false,
		conflictMetadataList: [{ filePath: 'x/y.txt', objectTypeConflict: true }],
	})
})

test('a merge of a branch is authorized by the branch that it changes', async () => {
	const { base, commit, user, clientOf } = await openParted()
	await commit('topic', 'a.txt', 'a', base)
	const Condition = { StringEquals: { 'codecommit:References': 'refs/heads/topic' } }
	const ada = clientOf(await user('ada', { Action: 'codecommit:Merge*', Condition }))
	await expect(ada.send(new MergeBranchesByFastForwardCommand(BRANCHES))).rejects.toMatchObject({
		name: 'AccessDeniedException',
	})
	expect(MAIN.branchName).toBe('main')
})
