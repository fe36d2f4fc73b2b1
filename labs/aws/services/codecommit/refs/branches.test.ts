import {
	CreateBranchCommand,
	DeleteBranchCommand,
	GetBranchCommand,
	GetRepositoryCommand,
	ListBranchesCommand,
	UpdateDefaultBranchCommand,
} from '@aws-sdk/client-codecommit'
import { expect, test } from 'vitest'
import { refused } from '../../../people.fixture.ts'
import { ACCOUNT, ARN, MAIN, openRepository, SITE } from '../repository.fixture.ts'

test('the first branch is the default, others are made from a commit, and each change is an event', async () => {
	const { codecommit, put, events } = await openRepository()
	const first = await put('a.txt', 'a')
	await codecommit.send(new CreateBranchCommand({ ...SITE, branchName: 'topic', commitId: first }))
	const second = await put('a.txt', 'b', first)
	expect(await codecommit.send(new ListBranchesCommand(SITE))).toMatchObject({ branches: ['main', 'topic'] })
	const { repositoryMetadata } = await codecommit.send(new GetRepositoryCommand(SITE))
	expect(repositoryMetadata?.defaultBranch).toBe('main')
	expect(await codecommit.send(new DeleteBranchCommand({ ...SITE, branchName: 'topic' }))).toMatchObject({
		deletedBranch: { branchName: 'topic', commitId: first },
	})
	const about = {
		repositoryName: 'site',
		repositoryId: repositoryMetadata?.repositoryId,
		callerUserArn: `arn:aws:iam::${ACCOUNT}:root`,
	}
	const main = { referenceType: 'branch', referenceName: 'main', referenceFullName: 'refs/heads/main' }
	const topic = { referenceType: 'branch', referenceName: 'topic', referenceFullName: 'refs/heads/topic' }
	expect(events()).toEqual([
		{ event: 'referenceCreated', ...main, ...about, commitId: first },
		{ event: 'referenceCreated', ...topic, ...about, commitId: first },
		{ event: 'referenceUpdated', ...main, ...about, commitId: second, oldCommitId: first },
		{ event: 'referenceDeleted', ...topic, ...about, commitId: first, oldCommitId: first },
	])
})

test('branches that cannot be are refused', async () => {
	const { codecommit, put } = await openRepository()
	const commitId = await put('a.txt', 'a')
	const make = (branchName: string, commit = commitId) =>
		codecommit.send(new CreateBranchCommand({ ...SITE, branchName, commitId: commit }))
	for (const name of ['main', 'main/below']) {
		await expect(make(name)).rejects.toMatchObject({ name: 'BranchNameExistsException' })
	}
	await expect(make('a..b')).rejects.toEqual(
		refused('InvalidBranchNameException', 'The specified reference name is not valid.'),
	)
	await expect(make('topic', 'f'.repeat(40))).rejects.toMatchObject({ name: 'CommitDoesNotExistException' })
	await expect(make('topic', 'main')).rejects.toMatchObject({ name: 'InvalidCommitIdException' })
	await expect(codecommit.send(new GetBranchCommand({ ...SITE, branchName: 'absent' }))).rejects.toEqual(
		refused('BranchDoesNotExistException', 'The specified branch does not exist.'),
	)
	await expect(codecommit.send(new GetBranchCommand(SITE))).rejects.toMatchObject({
		name: 'BranchNameRequiredException',
	})
	await expect(codecommit.send(new DeleteBranchCommand(MAIN))).rejects.toMatchObject({
		name: 'DefaultBranchCannotBeDeletedException',
	})
	expect(
		await codecommit.send(new DeleteBranchCommand({ ...SITE, branchName: 'absent' })),
	).not.toHaveProperty('deletedBranch')
	await expect(
		codecommit.send(new UpdateDefaultBranchCommand({ ...SITE, defaultBranchName: 'absent' })),
	).rejects.toMatchObject({ name: 'BranchDoesNotExistException' })
})

test('a caller without the right on a branch is refused', async () => {
	const { put, user, clientOf } = await openRepository()
	const commitId = await put('a.txt', 'a')
	const Condition = { StringNotLike: { 'codecommit:References': 'refs/heads/prod*' } }
	const ada = clientOf(await user('ada', { Action: 'codecommit:CreateBranch', Condition }))
	await ada.send(new CreateBranchCommand({ ...SITE, branchName: 'topic', commitId }))
	await expect(
		ada.send(new CreateBranchCommand({ ...SITE, branchName: 'prod-1', commitId })),
	).rejects.toEqual(
		refused(
			'AccessDeniedException',
			`User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: codecommit:CreateBranch on resource: ${ARN} because no identity-based policy allows the codecommit:CreateBranch action`,
		),
	)
})
