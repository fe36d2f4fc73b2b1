import { CreateKeyCommand, DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import {
	BatchGetSecretValueCommand,
	CreateSecretCommand,
	DeleteSecretCommand,
	DescribeSecretCommand,
	GetRandomPasswordCommand,
	GetSecretValueCommand,
	ListSecretsCommand,
	ListSecretVersionIdsCommand,
	PutResourcePolicyCommand,
	PutSecretValueCommand,
	RestoreSecretCommand,
	SecretsManagerClient,
	UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { OTHER_ACCOUNT, openPeople, policy, refused } from '../../people.fixture.ts'

const Name = 'prod/base'
const DAY = 24 * 60 * 60_000
const CURRENT = { SecretString: 'deux' }
const MISSING = "Secrets Manager can't find the specified"

async function open() {
	const people = await openPeople()
	const manager = new SecretsManagerClient(people.root)
	const created = await manager.send(new CreateSecretCommand({ Name, SecretString: 'un' }))
	const read = (input: object = {}) => manager.send(new GetSecretValueCommand({ SecretId: Name, ...input }))
	const write = (input: object = {}) =>
		manager.send(new PutSecretValueCommand({ SecretId: Name, ...CURRENT, ...input }))
	return { ...people, manager, read, write, ARN: created.ARN ?? '', VersionId: created.VersionId ?? '' }
}

test('a secret is read by its name, its ARN and the ARN without its last characters', async () => {
	const { manager, read, ARN, VersionId } = await open()
	expect(ARN).toMatch(
		new RegExp(`^arn:aws:secretsmanager:eu-west-3:${ACCOUNT}:secret:${Name}-[A-Za-z0-9]{6}$`),
	)
	const value = { ARN, Name, VersionId, SecretString: 'un', VersionStages: ['AWSCURRENT'] }
	expect(await read()).toMatchObject(value)
	expect(await read({ SecretId: ARN })).toMatchObject(value)
	expect(await read({ SecretId: ARN.slice(0, -7) })).toMatchObject(value)
	await expect(read({ SecretId: 'absent' })).rejects.toEqual(
		refused('ResourceNotFoundException', `${MISSING} secret.`),
	)
	await expect(manager.send(new CreateSecretCommand({ Name }))).rejects.toEqual(
		refused('ResourceExistsException', `The operation failed because the secret ${Name} already exists.`),
	)
	await expect(manager.send(new CreateSecretCommand({ Name: 'a b' }))).rejects.toEqual(
		refused(
			'ValidationException',
			'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
		),
	)
})

test('a new value takes AWSCURRENT, and the one before it AWSPREVIOUS', async () => {
	const { manager, read, write, VersionId } = await open()
	await expect(read({ VersionStage: 'AWSPREVIOUS' })).rejects.toEqual(
		refused('ResourceNotFoundException', `${MISSING} secret value for staging label: AWSPREVIOUS`),
	)
	const second = await write()
	expect(await read()).toMatchObject({ SecretString: 'deux', VersionId: second.VersionId })
	expect(await read({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'un', VersionId })
	await write({ SecretString: 'trois' })
	const told = await manager.send(new ListSecretVersionIdsCommand({ SecretId: Name }))
	expect(told.Versions).toHaveLength(2)
	const all = new ListSecretVersionIdsCommand({ SecretId: Name, IncludeDeprecated: true })
	expect((await manager.send(all)).Versions).toHaveLength(3)
	expect(await read({ VersionId })).toMatchObject({ SecretString: 'un' })
	await expect(read({ VersionId, VersionStage: 'AWSCURRENT' })).rejects.toEqual(
		refused(
			'InvalidRequestException',
			'You provided a VersionStage that is not associated to the provided VersionId.',
		),
	)
})

test('the same token is the same version, unless its value differs', async () => {
	const { write } = await open()
	const ClientRequestToken = '0123456789abcdef0123456789abcdef'
	const first = await write({ ClientRequestToken })
	expect(first.VersionId).toBe(ClientRequestToken)
	expect((await write({ ClientRequestToken })).VersionId).toBe(ClientRequestToken)
	await expect(write({ ClientRequestToken, SecretString: 'autre' })).rejects.toEqual(
		refused(
			'ResourceExistsException',
			"You can't use ClientRequestToken that is already in use for a different value of the secret.",
		),
	)
})

test('AWSCURRENT is brought back by naming who has it', async () => {
	const { manager, read, write, VersionId } = await open()
	const { VersionId: second } = await write()
	const move = (input: object) =>
		manager.send(
			new UpdateSecretVersionStageCommand({ SecretId: Name, VersionStage: 'AWSCURRENT', ...input }),
		)
	await expect(move({ MoveToVersionId: VersionId })).rejects.toEqual(
		refused(
			'InvalidParameterException',
			`The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${second}, so you must explicitly reference that version in RemoveFromVersionId.`,
		),
	)
	await move({ MoveToVersionId: VersionId, RemoveFromVersionId: second })
	expect(await read()).toMatchObject({ SecretString: 'un' })
	expect(await read({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'deux' })
})

test('a deletion waits for its days and can be called off until then', async () => {
	const { manager, read, sandbox } = await open()
	const deletion = await manager.send(new DeleteSecretCommand({ SecretId: Name, RecoveryWindowInDays: 7 }))
	expect(deletion.DeletionDate?.getTime()).toBe(sandbox.now() + 7 * DAY)
	const marked = "You can't perform this operation on the secret because it was marked for deletion."
	await expect(read()).rejects.toEqual(refused('InvalidRequestException', marked))
	await expect(manager.send(new CreateSecretCommand({ Name }))).rejects.toEqual(
		refused(
			'InvalidRequestException',
			"You can't create this secret because a secret with this name is already scheduled for deletion.",
		),
	)
	expect((await manager.send(new ListSecretsCommand({}))).SecretList).toEqual([])
	await manager.send(new RestoreSecretCommand({ SecretId: Name }))
	expect(await read()).toMatchObject({ SecretString: 'un' })
	await manager.send(new DeleteSecretCommand({ SecretId: Name, RecoveryWindowInDays: 7 }))
	await sandbox.setClock({ jumpTo: sandbox.now() + 7 * DAY })
	await expect(manager.send(new DescribeSecretCommand({ SecretId: Name }))).rejects.toEqual(
		refused('ResourceNotFoundException', `${MISSING} secret.`),
	)
	await manager.send(new CreateSecretCommand({ Name, SecretString: 'neuf' }))
	const force = { SecretId: Name, ForceDeleteWithoutRecovery: true }
	await manager.send(new DeleteSecretCommand(force))
	await expect(read()).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('a secret is read by those alone who may read it', async () => {
	const { user, ARN, iam } = await open()
	const ada = new SecretsManagerClient(await user('ada'))
	const read = () => ada.send(new GetSecretValueCommand({ SecretId: Name }))
	await expect(read()).rejects.toEqual(
		refused(
			'AccessDeniedException',
			`User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: secretsmanager:GetSecretValue on resource: ${ARN} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
		),
	)
	const PolicyDocument = policy({
		Action: 'secretsmanager:GetSecretValue',
		Resource: `${ARN.slice(0, -6)}??????`,
	})
	await iam('PutUserPolicy', { UserName: 'ada', PolicyName: 'own', PolicyDocument })
	expect((await read()).SecretString).toBe('un')
})

test('a key of the account’s own is asked for the value, too', async () => {
	const { user, manager, root } = await open()
	const kms = new KMSClient(root)
	const { KeyMetadata } = await kms.send(new CreateKeyCommand({}))
	const KmsKeyId = KeyMetadata?.KeyId
	const SecretId = 'prod/cle'
	await manager.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'x', KmsKeyId }))
	const ada = new SecretsManagerClient(await user('ada', { Action: 'secretsmanager:*' }))
	await expect(ada.send(new GetSecretValueCommand({ SecretId }))).rejects.toEqual(
		refused('AccessDeniedException', 'Access to KMS is not allowed'),
	)
	expect((await manager.send(new GetSecretValueCommand({ SecretId }))).SecretString).toBe('x')
	await kms.send(new DisableKeyCommand({ KeyId: KmsKeyId }))
	await expect(manager.send(new GetSecretValueCommand({ SecretId }))).rejects.toEqual(
		refused('DecryptionFailure', `${KeyMetadata?.Arn} is disabled.`),
	)
})

test('another account reads a secret by its ARN when the secret’s policy and key let it', async () => {
	const { manager, other, ARN } = await open()
	const stranger = new SecretsManagerClient(other)
	const read = () => stranger.send(new GetSecretValueCommand({ SecretId: ARN }))
	await expect(read()).rejects.toMatchObject({ name: 'AccessDeniedException' })
	const ResourcePolicy = JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			{
				Effect: 'Allow',
				Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
				Action: 'secretsmanager:GetSecretValue',
				Resource: '*',
			},
		],
	})
	await manager.send(new PutResourcePolicyCommand({ SecretId: Name, ResourcePolicy }))
	// The account's default key is nobody else's.
	await expect(read()).rejects.toEqual(refused('AccessDeniedException', 'Access to KMS is not allowed'))
})

test('several secrets are read at once, and what cannot be is told beside', async () => {
	const { manager } = await open()
	const answer = await manager.send(new BatchGetSecretValueCommand({ SecretIdList: [Name, 'absent'] }))
	expect(answer.SecretValues).toMatchObject([{ Name, SecretString: 'un' }])
	expect(answer.Errors).toEqual([
		{ SecretId: 'absent', ErrorCode: 'ResourceNotFoundException', Message: `${MISSING} secret.` },
	])
})

test('a password has a character of each kind that is left', async () => {
	const { manager } = await open()
	const ask = async (input: object) =>
		(await manager.send(new GetRandomPasswordCommand(input))).RandomPassword ?? ''
	expect(await ask({})).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^a-zA-Z0-9]).{32}$/)
	expect(await ask({ PasswordLength: 8, ExcludePunctuation: true, ExcludeCharacters: 'aZ9' })).toMatch(
		/^[b-zA-Y0-8]{8}$/,
	)
})

test('no value of a secret is kept in the journal’s account of the call', async () => {
	const { sandbox, write } = await open()
	await write({ SecretString: 'mot-de-passe' })
	const entries = await sandbox.entries()
	const told = entries.map(({ request, outcome, calls }) => JSON.stringify({ request, outcome, calls }))
	expect(told.join('\n')).not.toContain('mot-de-passe')
})
