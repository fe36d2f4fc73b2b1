import {
	CreateAliasCommand,
	CreateGrantCommand,
	CreateKeyCommand,
	DecryptCommand,
	DisableKeyCommand,
	EncryptCommand,
	GenerateDataKeyCommand,
	GenerateMacCommand,
	KMSClient,
	PutKeyPolicyCommand,
	ReEncryptCommand,
	RevokeGrantCommand,
	RotateKeyOnDemandCommand,
	ScheduleKeyDeletionCommand,
	VerifyMacCommand,
} from '@aws-sdk/client-kms'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { OTHER_ACCOUNT, openPeople, refused } from '../../people.fixture.ts'

const Plaintext = Buffer.from('secret de fabrication')
const EncryptionContext = { service: 'paie', tenant: 'a' }

async function openKey() {
	const people = await openPeople()
	const kms = new KMSClient(people.root)
	const { KeyMetadata } = await kms.send(new CreateKeyCommand({}))
	const { KeyId = '', Arn = '' } = KeyMetadata ?? {}
	return { ...people, kms, KeyId, Arn }
}

test('what a key encrypts, Decrypt reads without being told the key', async () => {
	const { kms, KeyId, Arn } = await openKey()
	const sealed = await kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }))
	expect(sealed).toMatchObject({ KeyId: Arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
	expect(Buffer.from(sealed.CiphertextBlob ?? []).toString('base64')).toMatch(/^AQICAH/)
	const { CiphertextBlob } = sealed
	const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }))
	expect(Buffer.from(opened.Plaintext ?? [])).toEqual(Plaintext)
	expect(opened.KeyId).toBe(Arn)
})

test('another context, another key or a changed ciphertext opens nothing', async () => {
	const { kms, KeyId } = await openKey()
	const { CiphertextBlob = new Uint8Array() } = await kms.send(
		new EncryptCommand({ KeyId, Plaintext, EncryptionContext }),
	)
	const invalid = expect.objectContaining({ name: 'InvalidCiphertextException' })
	const decrypt = (input: object) =>
		kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext, ...input }))
	await expect(decrypt({ EncryptionContext: { service: 'paie' } })).rejects.toEqual(invalid)
	const changed = CiphertextBlob.slice()
	changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
	await expect(decrypt({ CiphertextBlob: changed })).rejects.toEqual(invalid)
	await expect(decrypt({ CiphertextBlob: Buffer.from('rien') })).rejects.toEqual(invalid)
	const other = await kms.send(new CreateKeyCommand({}))
	await expect(decrypt({ KeyId: other.KeyMetadata?.KeyId })).rejects.toEqual(
		refused(
			'IncorrectKeyException',
			'The key ID in the request does not identify a CMK that can perform this operation.',
		),
	)
})

test('after a rotation the old ciphertexts are still read', async () => {
	const { kms, KeyId } = await openKey()
	const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext }))
	await kms.send(new RotateKeyOnDemandCommand({ KeyId }))
	const opened = await kms.send(new DecryptCommand({ CiphertextBlob }))
	expect(Buffer.from(opened.Plaintext ?? [])).toEqual(Plaintext)
})

test('a data key comes open and sealed, and one can be sealed anew under another key', async () => {
	const { kms, KeyId } = await openKey()
	const AliasName = 'alias/paie'
	const second = await kms.send(new CreateKeyCommand({}))
	await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: second.KeyMetadata?.KeyId }))
	const data = await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext }))
	expect(data.Plaintext).toHaveLength(32)
	const moved = await kms.send(
		new ReEncryptCommand({
			CiphertextBlob: data.CiphertextBlob,
			SourceEncryptionContext: EncryptionContext,
			DestinationKeyId: AliasName,
		}),
	)
	expect(moved.KeyId).toBe(second.KeyMetadata?.Arn)
	const opened = await kms.send(new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob }))
	expect(opened.Plaintext).toEqual(data.Plaintext)
	await expect(kms.send(new GenerateDataKeyCommand({ KeyId }))).rejects.toEqual(
		refused('ValidationException', 'Please specify either number of bytes or key spec.'),
	)
})

test('a key that is disabled or about to go encrypts nothing', async () => {
	const { kms, KeyId, Arn } = await openKey()
	await kms.send(new DisableKeyCommand({ KeyId }))
	const encrypt = () => kms.send(new EncryptCommand({ KeyId, Plaintext }))
	await expect(encrypt()).rejects.toEqual(refused('DisabledException', `${Arn} is disabled.`))
	await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }))
	await expect(encrypt()).rejects.toEqual(refused('KMSInvalidStateException', `${Arn} is pending deletion.`))
})

test('a MAC is verified by its key alone, and a key serves one use', async () => {
	const { kms, KeyId, Arn } = await openKey()
	const mac = await kms.send(new CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }))
	const KeyOfMac = mac.KeyMetadata?.KeyId
	const MacAlgorithm = 'HMAC_SHA_256'
	const { Mac } = await kms.send(
		new GenerateMacCommand({ KeyId: KeyOfMac, MacAlgorithm, Message: Plaintext }),
	)
	const verify = { KeyId: KeyOfMac, MacAlgorithm, Mac, Message: Plaintext } as const
	expect((await kms.send(new VerifyMacCommand(verify))).MacValid).toBe(true)
	const wrong = new VerifyMacCommand({ ...verify, Message: Buffer.from('autre') })
	await expect(kms.send(wrong)).rejects.toEqual(expect.objectContaining({ name: 'KMSInvalidMacException' }))
	await expect(kms.send(new GenerateMacCommand({ KeyId, MacAlgorithm, Message: Plaintext }))).rejects.toEqual(
		refused(
			'InvalidKeyUsageException',
			`${Arn} key usage is ENCRYPT_DECRYPT which is not valid for GenerateMac.`,
		),
	)
})

test('a user needs both the key’s leave and their own', async () => {
	const { user, KeyId, Arn } = await openKey()
	const nobody = new KMSClient(await user('nobody'))
	await expect(nobody.send(new EncryptCommand({ KeyId, Plaintext }))).rejects.toEqual(
		refused(
			'AccessDeniedException',
			`User: arn:aws:iam::${ACCOUNT}:user/nobody is not authorized to perform: kms:Encrypt on resource: ${Arn} because no identity-based policy allows the kms:Encrypt action`,
		),
	)
	const ada = new KMSClient(await user('ada', { Action: 'kms:Encrypt', Resource: Arn }))
	expect((await ada.send(new EncryptCommand({ KeyId, Plaintext }))).KeyId).toBe(Arn)
})

test('a policy that no longer hands the key to the account shuts out its users', async () => {
	const { kms, user, KeyId, Arn } = await openKey()
	const ada = new KMSClient(await user('ada', { Action: 'kms:*' }))
	const own = {
		Effect: 'Allow',
		Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
		Action: ['kms:PutKeyPolicy', 'kms:Describe*'],
		Resource: '*',
	}
	const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [own] })
	await kms.send(new PutKeyPolicyCommand({ KeyId, Policy }))
	await expect(ada.send(new EncryptCommand({ KeyId, Plaintext }))).rejects.toEqual(
		refused(
			'AccessDeniedException',
			`User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: kms:Encrypt on resource: ${Arn} because no resource-based policy allows the kms:Encrypt action`,
		),
	)
})

test('a grant lets its grantee do what it says, in its context, until it is revoked', async () => {
	const { kms, user, KeyId } = await openKey()
	const ada = new KMSClient(await user('ada'))
	const { GrantId } = await kms.send(
		new CreateGrantCommand({
			KeyId,
			GranteePrincipal: `arn:aws:iam::${ACCOUNT}:user/ada`,
			Operations: ['Encrypt'],
			Constraints: { EncryptionContextEquals: EncryptionContext },
		}),
	)
	const encrypt = (context?: Record<string, string>) =>
		ada.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext: context }))
	const denied = expect.objectContaining({ name: 'AccessDeniedException' })
	expect(await encrypt(EncryptionContext)).toBeDefined()
	await expect(encrypt({ ...EncryptionContext, other: 'x' })).rejects.toEqual(denied)
	await expect(encrypt()).rejects.toEqual(denied)
	await kms.send(new RevokeGrantCommand({ KeyId, GrantId }))
	await expect(encrypt(EncryptionContext)).rejects.toEqual(denied)
})

test('another account uses a key by its ARN when the key’s policy lets it', async () => {
	const { kms, other, Arn, KeyId } = await openKey()
	const stranger = new KMSClient(other)
	const encrypt = () => stranger.send(new EncryptCommand({ KeyId: Arn, Plaintext }))
	await expect(encrypt()).rejects.toEqual(expect.objectContaining({ name: 'AccessDeniedException' }))
	const allow = (account: string, Action: string) => ({
		Effect: 'Allow',
		Principal: { AWS: `arn:aws:iam::${account}:root` },
		Action,
		Resource: '*',
	})
	const Statement = [allow(ACCOUNT, 'kms:*'), allow(OTHER_ACCOUNT, 'kms:Encrypt')]
	await kms.send(
		new PutKeyPolicyCommand({ KeyId, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }),
	)
	expect((await encrypt()).KeyId).toBe(Arn)
})
