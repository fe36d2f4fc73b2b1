import {
	CreateRepositoryCommand,
	DeleteRepositoryCommand,
	DeleteRepositoryPolicyCommand,
	DescribeRepositoriesCommand,
	ECRClient,
	GetAuthorizationTokenCommand,
	GetRepositoryPolicyCommand,
	ListTagsForResourceCommand,
	PutImageTagMutabilityCommand,
	SetRepositoryPolicyCommand,
	TagResourceCommand,
	UntagResourceCommand,
} from '@aws-sdk/client-ecr'
import { expect, test } from 'vitest'
import { OTHER_ACCOUNT, refused } from '../../../people.fixture.ts'
import { ACCOUNT, openRegistry, SHOP } from '../registry.fixture.ts'

const NAMED = `the repository with name 'atelier/boutique' in the registry with id '${ACCOUNT}'`

test('a repository is made once, told and taken away', async () => {
	const { ecr } = await openRegistry()
	await expect(ecr.send(new CreateRepositoryCommand(SHOP))).rejects.toEqual(
		refused(
			'RepositoryAlreadyExistsException',
			`The repository with name 'atelier/boutique' already exists in the registry with id '${ACCOUNT}'`,
		),
	)
	const { repositories } = await ecr.send(new DescribeRepositoriesCommand({}))
	expect(repositories).toEqual([
		{
			repositoryArn: `arn:aws:ecr:eu-west-3:${ACCOUNT}:repository/atelier/boutique`,
			registryId: ACCOUNT,
			repositoryName: 'atelier/boutique',
			repositoryUri: `${ACCOUNT}.dkr.ecr.eu-west-3.amazonaws.com/atelier/boutique`,
			createdAt: new Date(Date.UTC(2026, 0, 5, 9)),
			imageTagMutability: 'MUTABLE',
			imageScanningConfiguration: { scanOnPush: false },
			encryptionConfiguration: { encryptionType: 'AES256' },
		},
	])
	await ecr.send(new DeleteRepositoryCommand(SHOP))
	for (const Command of [DeleteRepositoryCommand, GetRepositoryPolicyCommand]) {
		await expect(ecr.send(new Command(SHOP) as DeleteRepositoryCommand)).rejects.toEqual(
			refused(
				'RepositoryNotFoundException',
				`The repository with name 'atelier/boutique' does not exist in the registry with id '${ACCOUNT}'`,
			),
		)
	}
})

test('a repository with images goes only when that is forced, and all in it with it', async () => {
	const { ecr, push } = await openRegistry()
	await push('one', 'v1')
	await expect(ecr.send(new DeleteRepositoryCommand(SHOP))).rejects.toEqual(
		refused(
			'RepositoryNotEmptyException',
			`The repository with name 'atelier/boutique' in registry with id '${ACCOUNT}' cannot be deleted because it still contains images`,
		),
	)
	await ecr.send(new DeleteRepositoryCommand({ ...SHOP, force: true }))
	await ecr.send(new CreateRepositoryCommand(SHOP))
	await push('one', 'v1')
})

test('under KMS without a key it is AWS’s own', async () => {
	const { ecr } = await openRegistry()
	const encryptionConfiguration = { encryptionType: 'KMS' } as const
	const { repository } = await ecr.send(
		new CreateRepositoryCommand({ repositoryName: 'sealed', encryptionConfiguration }),
	)
	expect(repository?.encryptionConfiguration?.kmsKey).toMatch(
		/^arn:aws:kms:eu-west-3:111122223333:key\/[0-9a-f-]{36}$/,
	)
})

test('a name that is none is told under ECR’s own code', async () => {
	const { ecr } = await openRegistry()
	await expect(ecr.send(new CreateRepositoryCommand({ repositoryName: 'tesT' }))).rejects.toMatchObject({
		name: 'InvalidParameterException',
		$metadata: { httpStatusCode: 400 },
	})
})

test('tags are added and taken away', async () => {
	const { ecr } = await openRegistry()
	const resourceArn = `arn:aws:ecr:eu-west-3:${ACCOUNT}:repository/atelier/boutique`
	const tags = [
		{ Key: 'equipe', Value: 'paie' },
		{ Key: 'etage', Value: '2' },
	]
	await ecr.send(new TagResourceCommand({ resourceArn, tags }))
	await ecr.send(new UntagResourceCommand({ resourceArn, tagKeys: ['etage'] }))
	expect((await ecr.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual(tags.slice(0, 1))
	const elsewhere = resourceArn.replace('eu-west-3', 'us-east-1')
	await expect(ecr.send(new ListTagsForResourceCommand({ resourceArn: elsewhere }))).rejects.toMatchObject({
		name: 'InvalidParameterException',
	})
})

test('exceptions to mutability go with the settings that have them', async () => {
	const { ecr } = await openRegistry()
	const set = (input: object) =>
		ecr.send(new PutImageTagMutabilityCommand({ ...SHOP, imageTagMutability: 'IMMUTABLE', ...input }))
	const filters = [{ filterType: 'WILDCARD' as const, filter: 'dev-*' }]
	await expect(set({ imageTagMutabilityExclusionFilters: filters })).rejects.toMatchObject({
		name: 'InvalidParameterException',
	})
	await expect(set({ imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' })).rejects.toMatchObject({
		name: 'InvalidParameterException',
	})
	const set2 = { imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', imageTagMutabilityExclusionFilters: filters }
	expect(await set(set2)).toMatchObject(set2)
})

test('a repository’s policy lets another account in, for what it says and no more', async () => {
	const { ecr, other, push } = await openRegistry()
	await push('one', 'v1')
	const stranger = new ECRClient(other)
	const theirs = { ...SHOP, registryId: ACCOUNT }
	await expect(stranger.send(new GetRepositoryPolicyCommand(theirs))).rejects.toMatchObject({
		name: 'AccessDeniedException',
		message: expect.stringContaining('ecr:GetRepositoryPolicy'),
	})
	await expect(ecr.send(new GetRepositoryPolicyCommand(SHOP))).rejects.toEqual(
		refused('RepositoryPolicyNotFoundException', `Repository policy does not exist for ${NAMED}`),
	)
	const statement = {
		Effect: 'Allow',
		Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
		Action: ['ecr:GetRepositoryPolicy'],
	}
	const policyText = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
	await ecr.send(new SetRepositoryPolicyCommand({ ...SHOP, policyText }))
	expect((await stranger.send(new GetRepositoryPolicyCommand(theirs))).policyText).toBe(policyText)
	await expect(stranger.send(new DeleteRepositoryPolicyCommand(theirs))).rejects.toMatchObject({
		name: 'AccessDeniedException',
	})
	await ecr.send(new DeleteRepositoryPolicyCommand(SHOP))
	for (const bad of ['{', '{}', '{"Statement": [{"Effect": "Maybe"}]}']) {
		await expect(ecr.send(new SetRepositoryPolicyCommand({ ...SHOP, policyText: bad }))).rejects.toEqual(
			refused(
				'InvalidParameterException',
				"Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
			),
		)
	}
})

test('a token for the registry lasts twelve hours, for who may ask for one', async () => {
	const { ecr, user } = await openRegistry()
	const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}))
	const [data] = authorizationData ?? []
	expect(Buffer.from(data?.authorizationToken ?? '', 'base64').toString()).toMatch(
		/^AWS:ASIA[A-Z2-7]{16}[\w-]{43}$/,
	)
	expect(data).toMatchObject({
		expiresAt: new Date(Date.UTC(2026, 0, 5, 21)),
		proxyEndpoint: `https://${ACCOUNT}.dkr.ecr.eu-west-3.amazonaws.com`,
	})
	const ada = new ECRClient(await user('ada', { Action: 'ecr:PutImage' }))
	await expect(ada.send(new GetAuthorizationTokenCommand({}))).rejects.toMatchObject({
		name: 'AccessDeniedException',
		message: expect.stringContaining('ecr:GetAuthorizationToken'),
	})
})
