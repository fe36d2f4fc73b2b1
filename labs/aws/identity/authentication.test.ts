import { CodePipelineClient, ListPipelinesCommand } from '@aws-sdk/client-codepipeline'
import {
	CreateAccessKeyCommand,
	CreateUserCommand,
	IAMClient,
	ListUsersCommand,
	UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import {
	CreateBucketCommand,
	HeadObjectCommand,
	ListObjectsV2Command,
	PutObjectCommand,
	S3Client,
} from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts'
import { expect, test } from 'vitest'
import { ACCOUNT, connect } from '../emulator.fixture.ts'
import type { HttpRequest } from '../wire/protocols/message.ts'
import { sandboxFetchHandler } from '../wire/sdk.ts'

test('a wrong secret is refused in the words of each service', async () => {
	const { settings, credentials } = await connect()
	const wrong = { ...settings, credentials: { ...credentials, secretAccessKey: 'wrong' } }
	await expect(new STSClient(wrong).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
		name: 'SignatureDoesNotMatch',
		$metadata: { httpStatusCode: 403 },
	})
	await expect(new CodePipelineClient(wrong).send(new ListPipelinesCommand({}))).rejects.toMatchObject({
		name: 'InvalidSignatureException',
		$metadata: { httpStatusCode: 400 },
	})
	await expect(new S3Client(wrong).send(new ListObjectsV2Command({ Bucket: 'depot' }))).rejects.toMatchObject(
		{ name: 'SignatureDoesNotMatch', $metadata: { httpStatusCode: 403 } },
	)
})

test('a key that nobody issued is refused in the words of each service', async () => {
	const { settings } = await connect({ findSandbox: async () => undefined })
	await expect(new STSClient(settings).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
		name: 'InvalidClientTokenId',
		message: 'The security token included in the request is invalid.',
		$metadata: { httpStatusCode: 403 },
	})
	await expect(new CodePipelineClient(settings).send(new ListPipelinesCommand({}))).rejects.toMatchObject({
		name: 'UnrecognizedClientException',
		$metadata: { httpStatusCode: 400 },
	})
	await expect(new S3Client(settings).send(new ListObjectsV2Command({ Bucket: 'a' }))).rejects.toMatchObject({
		name: 'InvalidAccessKeyId',
		$metadata: { httpStatusCode: 403 },
	})
})

test('a client’s clock may be off by 15 minutes, not more', async () => {
	let now = Date.now()
	const { settings } = await connect({ realNow: () => now })
	now = Date.now() + 14 * 60_000
	await new STSClient(settings).send(new GetCallerIdentityCommand({}))
	now = Date.now() + 16 * 60_000
	await expect(new STSClient(settings).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
		name: 'SignatureDoesNotMatch',
		message: expect.stringMatching(/^Signature expired: \d{8}T\d{6}Z is now earlier than .* - 15 min\.\)$/),
	})
	await expect(
		new S3Client(settings).send(new ListObjectsV2Command({ Bucket: 'depot' })),
	).rejects.toMatchObject({ name: 'RequestTimeTooSkewed', $metadata: { httpStatusCode: 403 } })
})

test('a header beyond ASCII is signed as UTF-8, whether it comes as UTF-8 or as Latin-1', async () => {
	const { settings, emulator } = await connect()
	const s3 = new S3Client({ ...settings, forcePathStyle: true })
	await s3.send(new CreateBucketCommand({ Bucket: 'depot' }))
	const ContentDisposition = 'attachment; filename="été à la mer.txt"'
	await s3.send(new PutObjectCommand({ Bucket: 'depot', Key: 'latin-1', Body: 'x', ContentDisposition }))
	// As botocore sends it, and Node reads it.
	const asBytes = (request: HttpRequest) => {
		const disposition = request.headers['content-disposition']
		const bytes = disposition && Buffer.from(disposition, 'utf8').toString('latin1')
		const headers = { ...request.headers, ...(bytes && { 'content-disposition': bytes }) }
		return emulator.fetch({ ...request, headers })
	}
	const requestHandler = sandboxFetchHandler({ ...emulator, fetch: asBytes })
	const like = new S3Client({ ...settings, requestHandler, forcePathStyle: true })
	await like.send(new PutObjectCommand({ Bucket: 'depot', Key: 'utf-8', Body: 'x', ContentDisposition }))
	const head = await s3.send(new HeadObjectCommand({ Bucket: 'depot', Key: 'utf-8' }))
	expect(Buffer.from(head.ContentDisposition ?? '', 'latin1').toString('utf8')).toBe(ContentDisposition)
})

test('an open emulator lets any key speak for the account', async () => {
	const openTo = { type: 'root', account: '123456789012', arn: 'arn:aws:iam::123456789012:root' } as const
	const { settings } = await connect({ openTo: () => openTo })
	const credentials = { accessKeyId: 'FOOBARKEY', secretAccessKey: 'any' }
	const answer = await new STSClient({ ...settings, credentials }).send(new GetCallerIdentityCommand({}))
	expect(answer.Arn).toBe(openTo.arn)
})

test('a key that was switched off, and a user’s call without rights, are refused', async () => {
	const { settings } = await connect()
	const iam = new IAMClient(settings)
	await iam.send(new CreateUserCommand({ UserName: 'camille' }))
	const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'camille' }))
	const credentials = {
		accessKeyId: AccessKey?.AccessKeyId ?? '',
		secretAccessKey: AccessKey?.SecretAccessKey ?? '',
	}
	const theirs = { ...settings, credentials }
	const who = await new STSClient(theirs).send(new GetCallerIdentityCommand({}))
	expect(who.Arn).toBe(`arn:aws:iam::${ACCOUNT}:user/camille`)
	await expect(new IAMClient(theirs).send(new ListUsersCommand({}))).rejects.toMatchObject({
		name: 'AccessDenied',
		message: expect.stringContaining('is not authorized to perform: iam:ListUsers'),
		$metadata: { httpStatusCode: 403 },
	})
	const off = { UserName: 'camille', AccessKeyId: credentials.accessKeyId, Status: 'Inactive' } as const
	await iam.send(new UpdateAccessKeyCommand(off))
	await expect(new STSClient(theirs).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
		name: 'InvalidClientTokenId',
	})
})

test('temporary credentials need their token, and end in virtual time', async () => {
	const { settings, sandbox } = await connect()
	const { Credentials } = await new STSClient(settings).send(
		new GetSessionTokenCommand({ DurationSeconds: 900 }),
	)
	const credentials = {
		accessKeyId: Credentials?.AccessKeyId ?? '',
		secretAccessKey: Credentials?.SecretAccessKey ?? '',
		sessionToken: Credentials?.SessionToken ?? '',
	}
	const ask = (given: object) =>
		new STSClient({ ...settings, credentials: { ...credentials, ...given } }).send(
			new GetCallerIdentityCommand({}),
		)
	expect((await ask({})).Account).toBe(ACCOUNT)
	await expect(ask({ sessionToken: 'autre' })).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
	await sandbox.setClock({ jumpTo: sandbox.now() + 900_000 })
	await expect(ask({})).rejects.toMatchObject({ name: 'ExpiredToken', $metadata: { httpStatusCode: 403 } })
})
