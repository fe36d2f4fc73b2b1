import { Readable } from 'node:stream'
import { CodePipelineClient, GetPipelineCommand, ListPipelinesCommand } from '@aws-sdk/client-codepipeline'
import { CreateUserCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
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
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { expect, test } from 'vitest'
import { ACCOUNT, connect, openSandbox } from './emulator.fixture.ts'
import { sandboxFetchHandler, sdkHandler } from './wire/sdk.ts'

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

test('a handler over a fork leaves the sandbox as it was', async () => {
	const { sandbox, credentials } = await openSandbox()
	const fork = sandbox.fork()
	const iam = new IAMClient({ region: 'eu-west-3', credentials, requestHandler: sdkHandler(fork) })
	await iam.send(new CreateUserCommand({ UserName: 'passager' }))
	expect(fork.seq).toBe(sandbox.seq + 1)
	const original = new IAMClient({ region: 'eu-west-3', credentials, requestHandler: sdkHandler(sandbox) })
	expect((await original.send(new ListUsersCommand({}))).Users).toEqual([])
})

test('S3 takes a stream in chunks, and refuses one whose checksum is wrong', async () => {
	const { settings, emulator } = await connect()
	const s3 = new S3Client({ ...settings, forcePathStyle: true })
	await s3.send(new CreateBucketCommand({ Bucket: 'depot' }))
	// The smallest chunk that S3 takes before the last.
	const pieces = () => Readable.from([Buffer.alloc(8_192, 'bon '), Buffer.from('jour')])
	await s3.send(new PutObjectCommand({ Bucket: 'depot', Key: 'flux', Body: pieces(), ContentLength: 8_196 }))
	const object = await s3.send(new GetObjectCommand({ Bucket: 'depot', Key: 'flux' }))
	expect(await object.Body?.transformToString()).toBe(`${'bon '.repeat(2_048)}jour`)
	expect(object.ContentEncoding).toBeUndefined()

	// The SDK warns that it cannot send a stream twice; that is as it should be here.
	const silent = () => {}
	const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent }
	const tampering = new S3Client({
		...settings,
		logger,
		forcePathStyle: true,
		requestHandler: sandboxFetchHandler({
			...emulator,
			async fetch(request) {
				const body = Buffer.from(request.body).toString('latin1').replace('jour', 'soir')
				return emulator.fetch({ ...request, body: Buffer.from(body, 'latin1') })
			},
		}),
	})
	await expect(
		tampering.send(
			new PutObjectCommand({ Bucket: 'depot', Key: 'flux', Body: pieces(), ContentLength: 8_196 }),
		),
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

test('a call that its model refuses is kept as evidence, though it never ran', async () => {
	const { settings, sandbox } = await connect()
	const codepipeline = new CodePipelineClient(settings)
	await expect(codepipeline.send(new GetPipelineCommand({ name: 'not a name' }))).rejects.toMatchObject({
		name: 'ValidationException',
		$metadata: { httpStatusCode: 400 },
	})
	const observed = await sandbox.host.journal.observations(sandbox.id)
	expect(observed.at(-1)?.entry).toMatchObject({
		kind: 'call',
		service: 'codepipeline',
		operation: 'GetPipeline',
		outcome: { ok: false, code: 'ValidationException', status: 400 },
		changes: [],
	})
})
