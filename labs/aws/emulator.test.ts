import { Readable } from 'node:stream'
import { CodePipelineClient, GetPipelineCommand, ListPipelinesCommand } from '@aws-sdk/client-codepipeline'
import {
	CreateAccessKeyCommand,
	CreateUserCommand,
	IAMClient,
	ListUsersCommand,
	UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import {
	CreateBucketCommand,
	GetBucketLocationCommand,
	GetObjectCommand,
	HeadObjectCommand,
	ListObjectsV2Command,
	PutBucketVersioningCommand,
	PutObjectCommand,
	S3Client,
} from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts'
import { expect, test } from 'vitest'
import { authorize } from './authorize.ts'
import { MemoryBlobs } from './blobs.ts'
import { createAccount, createRootKey } from './credentials.ts'
import { createEmulator, type EmulatorOptions } from './emulator.ts'
import { MemoryJournal } from './journal.ts'
import { WORLD_SCOPE } from './kernel.ts'
import { Sandbox } from './sandbox.ts'
import { sandboxFetchHandler, sdkHandler } from './sdk.ts'
import { services } from './services.ts'

const ACCOUNT = '111122223333'

async function openSandbox() {
	const host = { services, authorize, journal: new MemoryJournal(), realNow: Date.now }
	const fresh = { seed: 'emulator', number: 5n, startsAt: Date.UTC(2026, 0, 5, 9), speed: 0 }
	const sandbox = await Sandbox.open('emulator', host, new MemoryBlobs(), fresh)
	let credentials = { accessKeyId: '', secretAccessKey: '' }
	await sandbox.arrange(
		'CreateAccount',
		(call) => {
			createAccount(call, { account: ACCOUNT })
			credentials = { ...createRootKey(call, ACCOUNT) }
		},
		WORLD_SCOPE,
	)
	return { sandbox, credentials }
}

async function connect(options: Partial<EmulatorOptions> = {}) {
	const { sandbox, credentials } = await openSandbox()
	const emulator = createEmulator({
		services,
		realNow: Date.now,
		findSandbox: async () => sandbox,
		onError(error) {
			throw error
		},
		...options,
	})
	const settings = {
		region: 'eu-west-3',
		endpoint: 'http://localhost:4566',
		credentials,
		requestHandler: sandboxFetchHandler(emulator),
		maxAttempts: 1,
	}
	return { sandbox, credentials, emulator, settings }
}

test('STS tells who signs, over the query protocol', async () => {
	const { settings } = await connect()
	const answer = await new STSClient(settings).send(new GetCallerIdentityCommand({}))
	expect(answer.Account).toBe(ACCOUNT)
	expect(answer.Arn).toBe(`arn:aws:iam::${ACCOUNT}:root`)
	expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/)
})

test('IAM lists and dates travel through the query protocol', async () => {
	const { settings } = await connect()
	const iam = new IAMClient(settings)
	const tags = [
		{ Key: 'équipe', Value: 'a b' },
		{ Key: 'coût', Value: '' },
	]
	const created = await iam.send(new CreateUserCommand({ UserName: 'camille', Path: '/dev/', Tags: tags }))
	expect(created.User?.CreateDate).toEqual(new Date(Date.UTC(2026, 0, 5, 9)))
	expect(created.User?.Tags).toEqual(tags)
	const listed = await iam.send(new ListUsersCommand({}))
	expect(listed.Users?.map(({ UserName }) => UserName)).toEqual(['camille'])
	expect(listed.IsTruncated).toBe(false)
})

test('CodePipeline answers an empty list and a modelled refusal over JSON', async () => {
	const { settings } = await connect()
	const codepipeline = new CodePipelineClient(settings)
	expect((await codepipeline.send(new ListPipelinesCommand({}))).pipelines).toEqual([])
	await expect(codepipeline.send(new GetPipelineCommand({ name: 'absent' }))).rejects.toMatchObject({
		name: 'PipelineNotFoundException',
		$metadata: { httpStatusCode: 400 },
	})
})

test.each([true, false])(
	'S3 keeps bytes, metadata and checksums (path style: %s)',
	async (forcePathStyle) => {
		const { settings } = await connect()
		const s3 = new S3Client({ ...settings, forcePathStyle })
		const configuration = { LocationConstraint: 'eu-west-3' } as const
		await s3.send(new CreateBucketCommand({ Bucket: 'depot', CreateBucketConfiguration: configuration }))
		const location = await s3.send(new GetBucketLocationCommand({ Bucket: 'depot' }))
		expect(location.LocationConstraint).toBe('eu-west-3')
		const versioning = { Status: 'Enabled' } as const
		await s3.send(new PutBucketVersioningCommand({ Bucket: 'depot', VersioningConfiguration: versioning }))
		const Key = 'dossier/été + (1)~*.txt'
		await s3.send(
			new PutObjectCommand({ Bucket: 'depot', Key, Body: 'bonjour', Metadata: { auteur: 'camille' } }),
		)
		const object = await s3.send(new GetObjectCommand({ Bucket: 'depot', Key }))
		expect(await object.Body?.transformToString()).toBe('bonjour')
		expect(object.Metadata).toEqual({ auteur: 'camille' })
		expect(object.VersionId).toBeTruthy()
		const listed = await s3.send(new ListObjectsV2Command({ Bucket: 'depot' }))
		expect(listed.Contents?.map((found) => found.Key)).toEqual([Key])
		expect(listed.Contents?.[0]?.Size).toBe(7)
		await expect(s3.send(new HeadObjectCommand({ Bucket: 'depot', Key: 'absent' }))).rejects.toMatchObject({
			name: 'NotFound',
			$metadata: { httpStatusCode: 404 },
		})
	},
)

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

test('inputs that break the model are refused in AWS’s words', async () => {
	const { settings } = await connect()
	await expect(
		new CodePipelineClient(settings).send(new GetPipelineCommand({ name: 'a b' })),
	).rejects.toMatchObject({
		name: 'ValidationException',
		message:
			"1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+",
	})
	await expect(
		new IAMClient(settings).send(new CreateUserCommand({ UserName: undefined })),
	).rejects.toMatchObject({
		name: 'ValidationError',
		message:
			"1 validation error detected: Value null at 'userName' failed to satisfy constraint: Member must not be null",
		$metadata: { httpStatusCode: 400 },
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

test('an open emulator lets any key speak for the account', async () => {
	const openTo = { type: 'root', account: '123456789012', arn: 'arn:aws:iam::123456789012:root' } as const
	const { settings } = await connect({ openTo })
	const credentials = { accessKeyId: 'FOOBARKEY', secretAccessKey: 'any' }
	const answer = await new STSClient({ ...settings, credentials }).send(new GetCallerIdentityCommand({}))
	expect(answer.Arn).toBe(openTo.arn)
})

test('a handler over a fork leaves the sandbox as it was', async () => {
	const { sandbox, credentials } = await openSandbox()
	const fork = sandbox.fork()
	const iam = new IAMClient({ region: 'eu-west-3', credentials, requestHandler: sdkHandler(fork) })
	await iam.send(new CreateUserCommand({ UserName: 'passager' }))
	expect(fork.seq).toBe(sandbox.seq + 1)
	const original = new IAMClient({ region: 'eu-west-3', credentials, requestHandler: sdkHandler(sandbox) })
	expect((await original.send(new ListUsersCommand({}))).Users).toEqual([])
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

test('S3 takes a stream in chunks, and refuses one whose checksum is wrong', async () => {
	const { settings, emulator } = await connect()
	const s3 = new S3Client({ ...settings, forcePathStyle: true })
	await s3.send(new CreateBucketCommand({ Bucket: 'depot' }))
	const Body = Readable.from([Buffer.from('bon'), Buffer.from('jour')])
	await s3.send(new PutObjectCommand({ Bucket: 'depot', Key: 'flux', Body, ContentLength: 7 }))
	const object = await s3.send(new GetObjectCommand({ Bucket: 'depot', Key: 'flux' }))
	expect(await object.Body?.transformToString()).toBe('bonjour')
	expect(object.ContentEncoding).toBeUndefined()

	// The SDK warns that it cannot send a stream twice; that is as it should be here.
	const silent = () => {}
	const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent }
	const tampering = new S3Client({
		...settings,
		logger,
		forcePathStyle: true,
		requestHandler: sandboxFetchHandler({
			async fetch(request) {
				const body = Buffer.from(request.body).toString('latin1').replace('jour', 'soir')
				return emulator.fetch({ ...request, body: Buffer.from(body, 'latin1') })
			},
		}),
	})
	const changed = Readable.from([Buffer.from('bon'), Buffer.from('jour')])
	await expect(
		tampering.send(new PutObjectCommand({ Bucket: 'depot', Key: 'flux', Body: changed, ContentLength: 7 })),
	).rejects.toMatchObject({ name: 'BadDigest', $metadata: { httpStatusCode: 400 } })
})

test('every call that is answered is told, refusals too', async () => {
	const calls: Array<unknown> = []
	const { settings, credentials } = await connect({ onCall: (call) => calls.push(call) })
	await new STSClient(settings).send(new GetCallerIdentityCommand({}))
	await new CodePipelineClient(settings).send(new GetPipelineCommand({ name: 'absent' })).catch(() => {})
	const told = { sandboxId: 'emulator', accessKeyId: credentials.accessKeyId }
	expect(calls).toEqual([
		expect.objectContaining({ ...told, service: 'sts', operation: 'GetCallerIdentity', status: 200 }),
		expect.objectContaining({ ...told, service: 'codepipeline', operation: 'GetPipeline', status: 400 }),
	])
})
