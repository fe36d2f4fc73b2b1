import {
	AddPermissionCommand,
	CreateAliasCommand,
	CreateFunctionCommand,
	DeleteFunctionCommand,
	DeleteFunctionConcurrencyCommand,
	GetAliasCommand,
	GetFunctionCommand,
	GetFunctionConcurrencyCommand,
	GetFunctionConfigurationCommand,
	GetPolicyCommand,
	InvokeCommand,
	LambdaClient,
	ListAliasesCommand,
	ListFunctionsCommand,
	ListTagsCommand,
	ListVersionsByFunctionCommand,
	PublishVersionCommand,
	PutFunctionConcurrencyCommand,
	RemovePermissionCommand,
	TagResourceCommand,
	UntagResourceCommand,
	UpdateAliasCommand,
	UpdateFunctionCodeCommand,
	UpdateFunctionConfigurationCommand,
	waitUntilFunctionActiveV2,
	waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFunctionHost } from '#labs/guest/function-host.fixture.ts'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { OTHER_ACCOUNT, refused } from '../../people.fixture.ts'
import { arnOf, codeOf, openLambda, ROLE, trusting } from './lambda.fixture.ts'

let here: Awaited<ReturnType<typeof openLambda>>
beforeAll(async () => {
	here = await openLambda(openFunctionHost())
})
afterAll(() => here.close())

const saying = (text: string) => `exports.handler = async () => '${text}'`
const zipOf = (text: string) => codeOf({ 'index.js': saying(text) })

async function answer(FunctionName: string, Qualifier?: string) {
	const { Payload } = await here.lambda.send(new InvokeCommand({ FunctionName, Qualifier }))
	return JSON.parse(Buffer.from(Payload ?? []).toString()) as unknown
}

test('A function is created pending, and is active at once', async () => {
	const made = await here.create('naitre', saying('a'), { Tags: { equipe: 'bleue' } })
	expect(made).toMatchObject({
		FunctionArn: arnOf('naitre'),
		Runtime: 'nodejs22.x',
		Handler: 'index.handler',
		Role: ROLE,
		State: 'Pending',
		StateReason: 'The function is being created.',
		StateReasonCode: 'Creating',
		Timeout: 3,
		MemorySize: 128,
		EphemeralStorage: { Size: 512 },
		PackageType: 'Zip',
		Architectures: ['x86_64'],
		TracingConfig: { Mode: 'PassThrough' },
		Version: '$LATEST',
		LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/naitre' },
	})
	expect(made.LastUpdateStatus).toBeUndefined()
	await waitUntilFunctionActiveV2({ client: here.lambda, maxWaitTime: 5 }, { FunctionName: 'naitre' })
	const { Configuration, Tags } = await here.lambda.send(
		new GetFunctionCommand({ FunctionName: arnOf('naitre') }),
	)
	expect([Configuration?.State, Configuration?.LastUpdateStatus, Tags]).toEqual([
		'Active',
		'Successful',
		{ equipe: 'bleue' },
	])
})

test('Code comes from a bucket too, with the caller’s rights', async () => {
	const s3 = new S3Client({ ...here.root, forcePathStyle: true })
	await s3.send(new CreateBucketCommand({ Bucket: 'codes' }))
	await s3.send(new PutObjectCommand({ Bucket: 'codes', Key: 'f.zip', Body: zipOf('du seau') }))
	await here.create('seau', '', { Code: { S3Bucket: 'codes', S3Key: 'f.zip' } })
	expect(await answer('seau')).toBe('du seau')
	const missing = { FunctionName: 'seau', S3Bucket: 'codes', S3Key: 'rien.zip' }
	await expect(here.lambda.send(new UpdateFunctionCodeCommand(missing))).rejects.toEqual(
		refused(
			'InvalidParameterValueException',
			'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
		),
	)
})

test('Code and configuration change, versions do not', async () => {
	await here.create('changer', saying('un'))
	const publish = async (Description?: string) =>
		(await here.lambda.send(new PublishVersionCommand({ FunctionName: 'changer', Description }))).Version
	expect(await publish('la première')).toBe('1')
	expect(await publish()).toBe('1')
	await here.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'changer', ZipFile: zipOf('deux') }))
	await waitUntilFunctionUpdatedV2({ client: here.lambda, maxWaitTime: 5 }, { FunctionName: 'changer' })
	expect(await publish()).toBe('2')
	await here.lambda.send(
		new UpdateFunctionConfigurationCommand({ FunctionName: 'changer', Timeout: 9, Description: 'neuve' }),
	)
	expect([await answer('changer', '1'), await answer('changer:2'), await answer('changer')]).toEqual([
		'un',
		'deux',
		'deux',
	])
	const { Versions = [] } = await here.lambda.send(
		new ListVersionsByFunctionCommand({ FunctionName: 'changer' }),
	)
	expect(
		Versions.map(({ Version, Timeout, FunctionArn, Description }) => [
			Version,
			Timeout,
			FunctionArn,
			Description,
		]),
	).toEqual([
		['$LATEST', 9, arnOf('changer:$LATEST'), 'neuve'],
		['1', 3, arnOf('changer:1'), 'la première'],
		['2', 3, arnOf('changer:2'), ''],
	])
	await expect(
		here.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'changer', RevisionId: 'x' })),
	).rejects.toMatchObject({ name: 'PreconditionFailedException', $metadata: { httpStatusCode: 412 } })
})

test('An alias moves, shares its calls by weight, and keeps its version from being deleted', async () => {
	await here.create('aiguiller', saying('ancien'), { Publish: true })
	await here.lambda.send(
		new UpdateFunctionCodeCommand({ FunctionName: 'aiguiller', ZipFile: zipOf('neuf'), Publish: true }),
	)
	const alias = { FunctionName: 'aiguiller', Name: 'prod' }
	const made = await here.lambda.send(new CreateAliasCommand({ ...alias, FunctionVersion: '1' }))
	expect(made).toMatchObject({ AliasArn: arnOf('aiguiller:prod'), FunctionVersion: '1', Description: '' })
	expect(await answer('aiguiller', 'prod')).toBe('ancien')
	const shared = { ...alias, RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } } }
	await here.lambda.send(new UpdateAliasCommand(shared))
	const told = new Set<unknown>()
	for (let calls = 0; calls < 20; calls++) told.add(await answer('aiguiller', 'prod'))
	expect([...told].sort()).toEqual(['ancien', 'neuf'])
	const all = await here.lambda.send(new ListAliasesCommand({ FunctionName: 'aiguiller' }))
	expect(all.Aliases).toEqual([
		await here.lambda.send(new GetAliasCommand(alias)).then(({ $metadata: _, ...one }) => one),
	])
	await expect(
		here.lambda.send(new DeleteFunctionCommand({ FunctionName: 'aiguiller', Qualifier: '1' })),
	).rejects.toMatchObject({ name: 'ResourceConflictException' })
	const refusals: Array<[object, string, string]> = [
		[
			{ Name: 'prod', FunctionVersion: '1' },
			'ResourceConflictException',
			`Alias already exists: ${arnOf('aiguiller:prod')}`,
		],
		[
			{ Name: 'a', FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { 1: 0.1 } } },
			'InvalidParameterValueException',
			'Invalid function version 1. Function version 1 is already included in routing configuration.',
		],
		[
			{ Name: 'a', FunctionVersion: '$LATEST', RoutingConfig: { AdditionalVersionWeights: { 1: 0.1 } } },
			'InvalidParameterValueException',
			'$LATEST is not supported for an alias pointing to more than 1 version',
		],
		[
			{ Name: 'a', FunctionVersion: '9' },
			'ResourceNotFoundException',
			`Function not found: ${arnOf('aiguiller:9')}`,
		],
	]
	for (const [input, name, message] of refusals) {
		const asked = { FunctionName: 'aiguiller', ...input } as never
		await expect(here.lambda.send(new CreateAliasCommand(asked))).rejects.toMatchObject({ name, message })
	}
	await expect(
		here.lambda.send(new GetAliasCommand({ FunctionName: 'aiguiller', Name: 'rien' })),
	).rejects.toEqual(
		refused('ResourceNotFoundException', `Cannot find alias arn: ${arnOf('aiguiller:rien')}`, 404),
	)
})

test('A permission lets another account and a service in, and leaves with its statement', async () => {
	await here.create('ouvrir', saying('ouverte'))
	const stranger = new LambdaClient(here.other)
	const call = () => stranger.send(new InvokeCommand({ FunctionName: arnOf('ouvrir') }))
	await expect(call()).rejects.toMatchObject({ name: 'AccessDeniedException' })
	const permission = {
		...{
			FunctionName: 'ouvrir',
			StatementId: 's1',
			Action: 'lambda:InvokeFunction',
			Principal: OTHER_ACCOUNT,
		},
	}
	const { Statement } = await here.lambda.send(new AddPermissionCommand(permission))
	expect(JSON.parse(Statement ?? '')).toEqual({
		Sid: 's1',
		Effect: 'Allow',
		Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
		Action: 'lambda:InvokeFunction',
		Resource: arnOf('ouvrir'),
	})
	expect((await call()).StatusCode).toBe(200)
	await expect(here.lambda.send(new AddPermissionCommand(permission))).rejects.toEqual(
		refused(
			'ResourceConflictException',
			'The statement id (s1) provided already exists. Please provide a new statement id, or remove the existing statement.',
			409,
		),
	)
	const { Policy = '' } = await here.lambda.send(new GetPolicyCommand({ FunctionName: 'ouvrir' }))
	expect(JSON.parse(Policy)).toMatchObject({
		Version: '2012-10-17',
		Id: 'default',
		Statement: [{ Sid: 's1' }],
	})
	await here.lambda.send(new RemovePermissionCommand({ FunctionName: 'ouvrir', StatementId: 's1' }))
	await expect(call()).rejects.toMatchObject({ name: 'AccessDeniedException' })
	await expect(here.lambda.send(new GetPolicyCommand({ FunctionName: 'ouvrir' }))).rejects.toEqual(
		refused('ResourceNotFoundException', 'The resource you requested does not exist.', 404),
	)
})

test('Tags and reserved concurrency are kept and taken away', async () => {
	await here.create('marquer', saying('x'))
	const Resource = arnOf('marquer')
	await here.lambda.send(new TagResourceCommand({ Resource, Tags: { a: '1', b: '2' } }))
	await here.lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['a'] }))
	expect((await here.lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ b: '2' })
	const named = { FunctionName: 'marquer' }
	await here.lambda.send(new PutFunctionConcurrencyCommand({ ...named, ReservedConcurrentExecutions: 5 }))
	const reserved = async () =>
		(await here.lambda.send(new GetFunctionConcurrencyCommand(named))).ReservedConcurrentExecutions
	expect(await reserved()).toBe(5)
	await here.lambda.send(new DeleteFunctionConcurrencyCommand(named))
	expect(await reserved()).toBeUndefined()
})

test('Functions are listed in pages, and go with all that is theirs', async () => {
	await here.create('partir', saying('x'))
	const names: Array<string> = []
	let Marker: string | undefined
	do {
		const { Functions = [], NextMarker } = await here.lambda.send(
			new ListFunctionsCommand({ MaxItems: 2, Marker }),
		)
		names.push(...Functions.map(({ FunctionName = '' }) => FunctionName))
		Marker = NextMarker
	} while (Marker)
	expect(names).toContain('partir')
	expect(new Set(names).size).toBe(names.length)
	await here.lambda.send(new DeleteFunctionCommand({ FunctionName: 'partir' }))
	await expect(
		here.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'partir' })),
	).rejects.toEqual(refused('ResourceNotFoundException', `Function not found: ${arnOf('partir')}`, 404))
})

test.each([
	[
		{ Code: { ZipFile: Buffer.from('pas un zip') } },
		'Could not unzip uploaded file. Please check your file, then try to upload again.',
	],
	[{ Code: {} }, 'Please provide a source for function code.'],
	[
		{ Role: `arn:aws:iam::${ACCOUNT}:role/build` },
		'The role defined for the function cannot be assumed by Lambda.',
	],
	[
		{ Role: `arn:aws:iam::${ACCOUNT}:role/absent` },
		'The role defined for the function cannot be assumed by Lambda.',
	],
	[
		{ Environment: { Variables: { AWS_REGION: 'x' } } },
		'Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION',
	],
	[
		{ Layers: ['arn:aws:lambda:eu-west-3:111122223333:layer:x:1'] },
		'Layers is not emulated: leave it out. See docs/emulator.md',
	],
	[
		{ Runtime: undefined },
		'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
	],
])('What no function can be made of is refused: %#', async (more, message) => {
	await here
		.iam('GetRole', { RoleName: 'build' })
		.catch(() =>
			here.iam('CreateRole', { RoleName: 'build', AssumeRolePolicyDocument: trusting('codebuild') }),
		)
	const input = {
		FunctionName: 'refusee',
		Runtime: 'nodejs22.x' as const,
		Handler: 'index.handler',
		Role: ROLE,
	}
	const asked = { ...input, Code: { ZipFile: zipOf('x') }, ...more }
	await expect(here.lambda.send(new CreateFunctionCommand(asked))).rejects.toEqual(
		refused('InvalidParameterValueException', message),
	)
})

test('A name is taken once, and an unknown runtime is told of with those that there are', async () => {
	await here.create('unique', saying('x'))
	await expect(here.create('unique', saying('y'))).rejects.toEqual(
		refused('ResourceConflictException', 'Function already exist: unique', 409),
	)
	await expect(here.create('autre', '', { Runtime: 'cobol' as never })).rejects.toMatchObject({
		name: expect.stringMatching(/^(ValidationException|InvalidParameterValueException)$/),
		message: expect.stringContaining('nodejs22.x'),
	})
})

test('Who may not make functions, or hand their role over, is refused', async () => {
	const clerk = new LambdaClient(await here.user('jean', { Action: 'lambda:*' }))
	const input = {
		FunctionName: 'sienne',
		Runtime: 'nodejs22.x' as const,
		Handler: 'index.handler',
		Role: ROLE,
	}
	await expect(
		clerk.send(new CreateFunctionCommand({ ...input, Code: { ZipFile: zipOf('x') } })),
	).rejects.toEqual(
		refused(
			'AccessDeniedException',
			`User: arn:aws:iam::${ACCOUNT}:user/jean is not authorized to perform: iam:PassRole on resource: ${ROLE} because no identity-based policy allows the iam:PassRole action`,
			403,
		),
	)
	const reader = new LambdaClient(await here.user('lea', { Action: 'lambda:Get*' }))
	await expect(reader.send(new DeleteFunctionCommand({ FunctionName: 'unique' }))).rejects.toMatchObject({
		name: 'AccessDeniedException',
	})
})
