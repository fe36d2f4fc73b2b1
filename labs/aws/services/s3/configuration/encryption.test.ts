import { CreateKeyCommand, DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import {
	CopyObjectCommand,
	DeleteBucketEncryptionCommand,
	GetBucketEncryptionCommand,
	GetObjectCommand,
	HeadObjectCommand,
	PutBucketEncryptionCommand,
	PutObjectCommand,
	type S3Client,
	type ServerSideEncryptionRule,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { Bucket, openBucket, REGION, refused } from '../bucket.fixture.ts'

const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab'

/** A bucket, and a key of its account. */
async function openWithKey() {
	const bucket = await openBucket()
	const kms = new KMSClient(bucket.settings)
	const { KeyMetadata } = await kms.send(new CreateKeyCommand({}))
	const { KeyId = '', Arn = '' } = KeyMetadata ?? {}
	return { ...bucket, kms, KeyId, Arn }
}

test('a bucket encrypts by itself, with S3’s keys until told otherwise', async () => {
	const { s3, put, KeyId, Arn } = await openWithKey()
	const get = async () =>
		(await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules
	const ownKeys = [
		{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
	]
	expect(await get()).toEqual(ownKeys)
	expect((await put('a', 'x')).ServerSideEncryption).toBe('AES256')
	const byDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KeyId } as const
	const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }]
	const ServerSideEncryptionConfiguration = { Rules }
	await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }))
	expect(await get()).toEqual(Rules)
	const kms = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: Arn, BucketKeyEnabled: true }
	expect(await put('b', 'x')).toMatchObject(kms)
	expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'b' }))).toMatchObject(kms)
	await s3.send(new DeleteBucketEncryptionCommand({ Bucket }))
	expect(await get()).toEqual(ownKeys)
})

test('an object keeps the key that was asked for, and its ETag is no MD5', async () => {
	const { s3, put, Arn } = await openWithKey()
	const asked = await put('a', 'x', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: Arn })
	expect(asked).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: Arn })
	const plain = await put('b', 'x')
	expect(asked.ETag).toMatch(/^"[0-9a-f]{32}"$/)
	expect(asked.ETag).not.toBe(plain.ETag)
	const managed = await put('c', 'x', { ServerSideEncryption: 'aws:kms' })
	expect(managed.SSEKMSKeyId).toMatch(
		new RegExp(`^arn:aws:kms:${REGION}:${ACCOUNT}:key/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`),
	)
	expect((await put('d', 'x', { ServerSideEncryption: 'aws:kms' })).SSEKMSKeyId).toBe(managed.SSEKMSKeyId)
	const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: 'e', CopySource: `${Bucket}/a` }))
	expect(copied.ServerSideEncryption).toBe('AES256')
	expect(copied.CopyObjectResult?.ETag).toBe(plain.ETag)
})

test('encryption that makes no sense is refused', async () => {
	const { s3, put } = await openBucket()
	const configure = (...Rules: Array<ServerSideEncryptionRule>) =>
		s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }))
	const byDefault = { SSEAlgorithm: 'AES256', KMSMasterKeyID: KEY_ID } as const
	await expect(configure({ ApplyServerSideEncryptionByDefault: byDefault })).rejects.toMatchObject(
		refused(
			'InvalidArgument',
			'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
			400,
		),
	)
	const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } } as const
	await expect(configure(rule, rule)).rejects.toMatchObject(
		refused(
			'MalformedXML',
			'The XML you provided was not well-formed or did not validate against our published schema',
			400,
		),
	)
	await expect(put('a', 'x', { ServerSideEncryption: 'ROT13' as 'AES256' })).rejects.toMatchObject(
		refused('InvalidArgument', 'The encryption method specified is not supported', 400),
	)
	await expect(put('a', 'x', { SSEKMSKeyId: KEY_ID })).rejects.toMatchObject(
		refused(
			'InvalidArgument',
			'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
			400,
		),
	)
})

test('the usual policy of an artifact bucket lets in only what asks for KMS', async () => {
	const { put, userClient } = await openBucket()
	const resource = `arn:aws:s3:::${Bucket}/*`
	const user = await userClient(
		'camille',
		{ Effect: 'Allow', Action: 's3:PutObject', Resource: resource },
		{
			Effect: 'Deny',
			Action: 's3:PutObject',
			Resource: resource,
			Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
		},
	)
	const upload = (more: object) => user.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ...more }))
	await expect(upload({})).rejects.toMatchObject({
		name: 'AccessDenied',
		message: expect.stringContaining('with an explicit deny in an identity-based policy'),
	})
	await upload({ ServerSideEncryption: 'aws:kms' })
	await put('b', 'x')
})

test('what a key seals is written and read by those alone who may use the key', async () => {
	const { s3, put, userClient, Arn } = await openWithKey()
	const kms = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: Arn } as const
	await put('a', 'x', kms)
	const everything = { Effect: 'Allow', Action: 's3:*', Resource: '*' }
	const ada = await userClient('ada', everything)
	const read = (client: S3Client) => client.send(new GetObjectCommand({ Bucket, Key: 'a' }))
	const because = (action: string) =>
		`User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: ${action} on resource: ${Arn} because no identity-based policy allows the ${action} action`
	await expect(read(ada)).rejects.toMatchObject(refused('AccessDenied', because('kms:Decrypt'), 403))
	await expect(ada.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'x', ...kms }))).rejects.toMatchObject(
		refused('AccessDenied', because('kms:GenerateDataKey'), 403),
	)
	const zoe = await userClient('zoe', everything, { Effect: 'Allow', Action: 'kms:Decrypt', Resource: Arn })
	expect(await (await read(zoe)).Body?.transformToString()).toBe('x')
	expect(await (await read(s3)).Body?.transformToString()).toBe('x')
})

test('a right that holds for one bucket’s objects alone, or through S3 alone, is enough for them', async () => {
	const { userClient, Arn } = await openWithKey()
	const onlyHere = {
		Effect: 'Allow',
		Action: 'kms:*',
		Resource: Arn,
		Condition: {
			StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` },
			StringLike: { 'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${Bucket}/own/*` },
		},
	}
	const ada = await userClient('ada', { Effect: 'Allow', Action: 's3:*', Resource: '*' }, onlyHere)
	const write = (Key: string) =>
		ada.send(
			new PutObjectCommand({ Bucket, Key, Body: 'x', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: Arn }),
		)
	expect((await write('own/a')).SSEKMSKeyId).toBe(Arn)
	await expect(write('b')).rejects.toMatchObject({ name: 'AccessDenied' })
})

test('a key that is missing or disabled is told in KMS’s words', async () => {
	const { s3, put, kms, KeyId, Arn } = await openWithKey()
	const absent = `arn:aws:kms:${REGION}:${ACCOUNT}:key/${KEY_ID}`
	await expect(put('a', 'x', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KEY_ID })).rejects.toMatchObject(
		refused('KMS.NotFoundException', `Key '${absent}' does not exist`, 400),
	)
	await put('a', 'x', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: Arn })
	await kms.send(new DisableKeyCommand({ KeyId }))
	await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject(
		refused('KMS.DisabledException', `${Arn} is disabled.`, 400),
	)
})
