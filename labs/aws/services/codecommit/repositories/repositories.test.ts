import {
	BatchGetRepositoriesCommand,
	CreateRepositoryCommand,
	DeleteRepositoryCommand,
	GetRepositoryCommand,
	ListRepositoriesCommand,
	ListTagsForResourceCommand,
	TagResourceCommand,
	UntagResourceCommand,
	UpdateRepositoryDescriptionCommand,
	UpdateRepositoryEncryptionKeyCommand,
	UpdateRepositoryNameCommand,
} from '@aws-sdk/client-codecommit'
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { expect, test } from 'vitest'
import { refused } from '../../../people.fixture.ts'
import { ACCOUNT, ARN, openRepository, SITE } from '../repository.fixture.ts'

test('a repository is told with its addresses, its ARN and AWS’s own key', async () => {
	const { codecommit } = await openRepository()
	const made = { repositoryName: 'app', repositoryDescription: 'Une application', tags: { equipe: 'web' } }
	const { repositoryMetadata } = await codecommit.send(new CreateRepositoryCommand(made))
	expect(repositoryMetadata).toEqual({
		accountId: ACCOUNT,
		repositoryId: expect.stringMatching(/^[0-9a-f-]{36}$/),
		repositoryName: 'app',
		repositoryDescription: 'Une application',
		lastModifiedDate: new Date(Date.UTC(2026, 0, 5, 9)),
		creationDate: new Date(Date.UTC(2026, 0, 5, 9)),
		cloneUrlHttp: 'http://localhost:4566/v1/repos/app',
		cloneUrlSsh: 'ssh://git-codecommit.eu-west-3.amazonaws.com/v1/repos/app',
		Arn: `arn:aws:codecommit:eu-west-3:${ACCOUNT}:app`,
		kmsKeyId: expect.stringMatching(/^arn:aws:kms:eu-west-3:111122223333:key\//),
	})
	expect(await codecommit.send(new GetRepositoryCommand({ repositoryName: 'app' }))).toMatchObject({
		repositoryMetadata,
	})
})

test('names are taken once, are of AWS’s form, and go with their repository', async () => {
	const { codecommit } = await openRepository()
	await expect(codecommit.send(new CreateRepositoryCommand(SITE))).rejects.toEqual(
		refused('RepositoryNameExistsException', 'Repository named site already exists'),
	)
	await expect(
		codecommit.send(new CreateRepositoryCommand({ repositoryName: 'site.git' })),
	).rejects.toMatchObject({
		name: 'InvalidRepositoryNameException',
	})
	await expect(codecommit.send(new GetRepositoryCommand({ repositoryName: 'absent' }))).rejects.toEqual(
		refused('RepositoryDoesNotExistException', 'absent does not exist'),
	)
	await codecommit.send(new UpdateRepositoryNameCommand({ oldName: 'site', newName: 'web' }))
	const { repositories } = await codecommit.send(new ListRepositoriesCommand({}))
	expect(repositories?.map(({ repositoryName }) => repositoryName)).toEqual(['web'])
	const gone = await codecommit.send(new DeleteRepositoryCommand({ repositoryName: 'web' }))
	expect(gone.repositoryId).toBe(repositories?.[0]?.repositoryId)
	expect(await codecommit.send(new DeleteRepositoryCommand({ repositoryName: 'web' }))).not.toHaveProperty(
		'repositoryId',
	)
	await codecommit.send(new CreateRepositoryCommand(SITE))
})

test('several are told at once, those that are missing by their names', async () => {
	const { codecommit } = await openRepository()
	await codecommit.send(new UpdateRepositoryDescriptionCommand({ ...SITE, repositoryDescription: 'Le site' }))
	const repositoryNames = ['site', 'absent', 'site']
	expect(await codecommit.send(new BatchGetRepositoriesCommand({ repositoryNames }))).toMatchObject({
		repositories: [{ repositoryName: 'site', repositoryDescription: 'Le site' }],
		repositoriesNotFound: ['absent'],
	})
})

test('a key of one’s own must be there and usable', async () => {
	const { codecommit, root } = await openRepository()
	const kms = new KMSClient(root)
	const { KeyMetadata } = await kms.send(new CreateKeyCommand({}))
	const kmsKeyId = KeyMetadata?.KeyId ?? ''
	expect(
		await codecommit.send(new UpdateRepositoryEncryptionKeyCommand({ ...SITE, kmsKeyId })),
	).toMatchObject({
		kmsKeyId: KeyMetadata?.Arn,
	})
	await kms.send(new DisableKeyCommand({ KeyId: kmsKeyId }))
	const other = { repositoryName: 'app', kmsKeyId }
	await expect(codecommit.send(new CreateRepositoryCommand(other))).rejects.toEqual(
		refused('EncryptionKeyDisabledException', 'The encryption key is disabled.'),
	)
	const absent = { repositoryName: 'app', kmsKeyId: '00000000-0000-4000-8000-000000000000' }
	await expect(codecommit.send(new CreateRepositoryCommand(absent))).rejects.toEqual(
		refused('EncryptionKeyNotFoundException', 'No encryption key was found.'),
	)
})

test('tags are put, taken and held to their form', async () => {
	const { codecommit } = await openRepository()
	const resourceArn = ARN
	await codecommit.send(new TagResourceCommand({ resourceArn, tags: { a: '1', b: '2' } }))
	await codecommit.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }))
	expect(await codecommit.send(new ListTagsForResourceCommand({ resourceArn }))).toMatchObject({
		tags: { b: '2' },
	})
	await expect(
		codecommit.send(new TagResourceCommand({ resourceArn, tags: { 'aws:x': '1' } })),
	).rejects.toMatchObject({
		name: 'InvalidSystemTagUsageException',
	})
	await expect(
		codecommit.send(new ListTagsForResourceCommand({ resourceArn: 'site' })),
	).rejects.toMatchObject({
		name: 'InvalidResourceArnException',
	})
})

test('a caller without the right is refused, and another account does not see the repository', async () => {
	const { user, other, clientOf } = await openRepository()
	const lea = clientOf(await user('lea', { Action: 'codecommit:ListRepositories' }))
	await expect(lea.send(new GetRepositoryCommand(SITE))).rejects.toEqual(
		refused(
			'AccessDeniedException',
			`User: arn:aws:iam::${ACCOUNT}:user/lea is not authorized to perform: codecommit:GetRepository on resource: ${ARN} because no identity-based policy allows the codecommit:GetRepository action`,
		),
	)
	await expect(clientOf(other).send(new GetRepositoryCommand(SITE))).rejects.toMatchObject({
		name: 'RepositoryDoesNotExistException',
	})
	const tagged = { Action: 'codecommit:*', Condition: { StringEquals: { 'aws:ResourceTag/equipe': 'web' } } }
	const ada = clientOf(await user('ada', tagged))
	await expect(ada.send(new GetRepositoryCommand(SITE))).rejects.toMatchObject({
		name: 'AccessDeniedException',
	})
	await clientOf(await user('bob', { Action: 'codecommit:TagResource' })).send(
		new TagResourceCommand({ resourceArn: ARN, tags: { equipe: 'web' } }),
	)
	await ada.send(new GetRepositoryCommand(SITE))
})
