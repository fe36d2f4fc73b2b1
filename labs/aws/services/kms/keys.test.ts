import {
	CancelKeyDeletionCommand,
	CreateAliasCommand,
	CreateKeyCommand,
	DeleteAliasCommand,
	DescribeKeyCommand,
	EnableKeyRotationCommand,
	GetKeyPolicyCommand,
	GetKeyRotationStatusCommand,
	KMSClient,
	ListAliasesCommand,
	ListKeysCommand,
	ListResourceTagsCommand,
	PutKeyPolicyCommand,
	ScheduleKeyDeletionCommand,
	TagResourceCommand,
	UpdateAliasCommand,
} from '@aws-sdk/client-kms'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { openPeople, refused } from '../../people.fixture.ts'

const PREFIX = `arn:aws:kms:eu-west-3:${ACCOUNT}`
const DAY = 24 * 60 * 60_000

async function open() {
	const people = await openPeople()
	const kms = new KMSClient(people.root)
	const create = async (input: object = {}) => {
		const { KeyMetadata } = await kms.send(new CreateKeyCommand(input))
		return { KeyId: KeyMetadata?.KeyId ?? '', Arn: KeyMetadata?.Arn ?? '', KeyMetadata }
	}
	return { ...people, kms, create }
}

test('a new key is enabled, its account’s, and described as AWS does', async () => {
	const { kms, create } = await open()
	const { KeyId, Arn, KeyMetadata } = await create({ Description: 'paie' })
	expect(Arn).toBe(`${PREFIX}:key/${KeyId}`)
	expect(KeyMetadata).toMatchObject({
		AWSAccountId: ACCOUNT,
		Enabled: true,
		KeyState: 'Enabled',
		KeyManager: 'CUSTOMER',
		Origin: 'AWS_KMS',
		KeySpec: 'SYMMETRIC_DEFAULT',
		EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
		MultiRegion: false,
	})
	expect((await kms.send(new DescribeKeyCommand({ KeyId: Arn }))).KeyMetadata).toEqual(KeyMetadata)
	const { Policy = '' } = await kms.send(new GetKeyPolicyCommand({ KeyId }))
	expect(JSON.parse(Policy).Statement[0].Principal).toEqual({ AWS: `arn:aws:iam::${ACCOUNT}:root` })
})

test('a key that is not there is told by what was asked', async () => {
	const { kms } = await open()
	const lookUp = (KeyId: string) => kms.send(new DescribeKeyCommand({ KeyId }))
	const absent = '1234abcd-12ab-34cd-56ef-1234567890ab'
	const notFound = (message: string) => refused('NotFoundException', message)
	await expect(lookUp(absent)).rejects.toEqual(notFound(`Key '${PREFIX}:key/${absent}' does not exist`))
	await expect(lookUp('fake-key-id')).rejects.toEqual(notFound("Invalid keyId 'fake-key-id'"))
	await expect(lookUp('alias/paie')).rejects.toEqual(notFound(`Alias ${PREFIX}:alias/paie is not found.`))
	const elsewhere = `arn:aws:kms:us-east-1:${ACCOUNT}:key/${absent}`
	await expect(lookUp(elsewhere)).rejects.toEqual(notFound('Invalid arn us-east-1'))
})

test('an alias leads to a key, can be moved, and is never one of AWS’s', async () => {
	const { kms, create } = await open()
	const [first, second] = [await create(), await create()]
	const AliasName = 'alias/paie'
	await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: first.KeyId }))
	const target = async () => (await kms.send(new DescribeKeyCommand({ KeyId: AliasName }))).KeyMetadata?.Arn
	expect(await target()).toBe(first.Arn)
	await expect(kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: second.KeyId }))).rejects.toEqual(
		refused('AlreadyExistsException', `An alias with the name ${PREFIX}:${AliasName} already exists`),
	)
	await kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: second.KeyId }))
	expect(await target()).toBe(second.Arn)
	const { Aliases } = await kms.send(new ListAliasesCommand({ KeyId: second.KeyId }))
	expect(Aliases).toMatchObject([{ AliasName, TargetKeyId: second.KeyId }])
	await kms.send(new DeleteAliasCommand({ AliasName }))
	await expect(target()).rejects.toEqual(
		refused('NotFoundException', `Alias ${PREFIX}:${AliasName} is not found.`),
	)
	const named = (name: string) =>
		kms.send(new CreateAliasCommand({ AliasName: name, TargetKeyId: first.KeyId }))
	await expect(named('paie')).rejects.toEqual(
		refused(
			'ValidationException',
			'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
		),
	)
	await expect(named('alias/aws/s3')).rejects.toEqual(
		expect.objectContaining({ name: 'InvalidAliasNameException' }),
	)
})

test('a deletion waits for its days, and can be called off until then', async () => {
	const { kms, create, sandbox } = await open()
	const { KeyId, Arn } = await create()
	const other = await create()
	const PendingWindowInDays = 7
	const scheduled = await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }))
	expect(scheduled).toMatchObject({ KeyId: Arn, KeyState: 'PendingDeletion', PendingWindowInDays })
	expect(scheduled.DeletionDate?.getTime()).toBe(sandbox.now() + 7 * DAY)
	await kms.send(new CancelKeyDeletionCommand({ KeyId }))
	expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState).toBe('Disabled')
	await expect(kms.send(new CancelKeyDeletionCommand({ KeyId }))).rejects.toEqual(
		refused('KMSInvalidStateException', `${Arn} is not pending deletion.`),
	)
	await kms.send(new ScheduleKeyDeletionCommand({ KeyId: other.KeyId, PendingWindowInDays }))
	await sandbox.setClock({ jumpTo: sandbox.now() + 7 * DAY })
	const { Keys } = await kms.send(new ListKeysCommand({}))
	expect(Keys?.map(({ KeyArn }) => KeyArn)).toEqual([Arn])
})

test('rotation comes by itself, each time a period later', async () => {
	const { kms, create, sandbox } = await open()
	const { KeyId } = await create()
	await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }))
	const begun = sandbox.now()
	await sandbox.setClock({ jumpTo: begun + 91 * DAY })
	const status = await kms.send(new GetKeyRotationStatusCommand({ KeyId }))
	expect(status).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 90 })
	expect(status.NextRotationDate?.getTime()).toBe(begun + 180 * DAY)
})

test('nobody locks themselves out of a key’s policy unless they insist', async () => {
	const { kms, create } = await open()
	const { KeyId } = await create()
	const Statement = [
		{
			Effect: 'Allow',
			Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
			Action: 'kms:Encrypt',
			Resource: '*',
		},
	]
	const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
	await expect(kms.send(new PutKeyPolicyCommand({ KeyId, Policy }))).rejects.toEqual(
		refused(
			'MalformedPolicyDocumentException',
			'The new key policy will not allow you to update the key policy in the future.',
		),
	)
	await kms.send(new PutKeyPolicyCommand({ KeyId, Policy, BypassPolicyLockoutSafetyCheck: true }))
	await expect(kms.send(new PutKeyPolicyCommand({ KeyId, Policy: '{' }))).rejects.toEqual(
		expect.objectContaining({ name: 'AccessDeniedException' }),
	)
})

test('tags are kept, but for AWS’s own', async () => {
	const { kms, create } = await open()
	const { KeyId } = await create({ Tags: [{ TagKey: 'equipe', TagValue: 'paie' }] })
	await kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'env', TagValue: 'test' }] }))
	const { Tags } = await kms.send(new ListResourceTagsCommand({ KeyId }))
	expect(Tags).toEqual([
		{ TagKey: 'equipe', TagValue: 'paie' },
		{ TagKey: 'env', TagValue: 'test' },
	])
	const reserved = new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'aws:x', TagValue: 'y' }] })
	await expect(kms.send(reserved)).rejects.toEqual(
		refused('TagException', 'Tags beginning with aws: are reserved'),
	)
})

test('what is not emulated says so', async () => {
	const { create } = await open()
	await expect(create({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' })).rejects.toEqual(
		refused('UnsupportedOperationException', 'A key of spec RSA_2048 is not emulated.'),
	)
	await expect(create({ MultiRegion: true })).rejects.toEqual(
		refused('UnsupportedOperationException', 'A multi-Region key is not emulated.'),
	)
})
