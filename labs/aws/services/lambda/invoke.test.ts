import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
	AddPermissionCommand,
	InvokeCommand,
	type InvokeCommandInput,
	LambdaClient,
	PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda'
import {
	CreateBucketCommand,
	DeletePublicAccessBlockCommand,
	PutBucketPolicyCommand,
	PutBucketWebsiteCommand,
	PutObjectCommand,
	S3Client,
} from '@aws-sdk/client-s3'
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFunctionHost } from '#labs/guest/function-host.fixture.ts'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { policy, refused } from '../../people.fixture.ts'
import { arnOf, openLambda } from './lambda.fixture.ts'

let here: Awaited<ReturnType<typeof openLambda>>
beforeAll(async () => {
	here = await openLambda(openFunctionHost(), { Action: ['sqs:*', 'lambda:InvokeFunction'] })
})
afterAll(() => here.close())

async function invoke(
	FunctionName: string,
	event: unknown = {},
	more: Partial<InvokeCommandInput> = {},
	lambda = here.lambda,
) {
	const Payload = Buffer.from(JSON.stringify(event))
	const { Payload: answer, ...rest } = await lambda.send(
		new InvokeCommand({ FunctionName, Payload, ...more }),
	)
	return { ...rest, text: Buffer.from(answer ?? []).toString('utf8') }
}

const log = (base64 = '') => Buffer.from(base64, 'base64').toString('utf8')

test('An invoked function answers, and tells the end of its log when asked', async () => {
	await here.create(
		'saluer',
		'exports.handler = async ({ nom }) => { console.log("bonjour"); return { salut: nom } }',
	)
	const plain = await invoke('saluer', { nom: 'Ada' })
	expect(plain).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST', text: '{"salut":"Ada"}' })
	expect(plain).not.toHaveProperty('FunctionError', expect.anything())
	const told = await invoke('saluer', {}, { LogType: 'Tail' })
	const id = told.$metadata.requestId
	expect(log(told.LogResult)).toMatch(
		new RegExp(
			`^INIT_START Runtime Version: nodejs:22\\.v1\nSTART RequestId: ${id} Version: \\$LATEST\n\\S+\t${id}\tINFO\tbonjour\nEND RequestId: ${id}\nREPORT RequestId: ${id}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t\n$`,
		),
	)
})

test('A function that throws answers 200 with its error', async () => {
	await here.create('casser', 'exports.handler = async () => { throw new Error("panne") }')
	const { StatusCode, FunctionError, text } = await invoke('casser')
	expect([StatusCode, FunctionError]).toEqual([200, 'Unhandled'])
	expect(JSON.parse(text)).toEqual({
		errorType: 'Error',
		errorMessage: 'panne',
		trace: expect.arrayContaining(['Error: panne']),
	})
})

test('A function that loops is ended at its timeout, and its log says so', async () => {
	await here.create('boucler', 'exports.handler = async () => { for (;;); }', { Timeout: 1 })
	const { FunctionError, text, LogResult, $metadata } = await invoke('boucler', {}, { LogType: 'Tail' })
	expect(FunctionError).toBe('Unhandled')
	expect(JSON.parse(text)).toEqual({
		errorType: 'Sandbox.Timedout',
		errorMessage: `RequestId: ${$metadata.requestId} Error: Task timed out after 1.00 seconds`,
	})
	expect(log(LogResult)).toContain('Status: timeout')
})

test('The context and the environment say what the function is', async () => {
	await here.create(
		'decrire',
		'exports.handler = async (e, c) => ({ ...JSON.parse(JSON.stringify(c)), env: [process.env.STADE, process.env.AWS_REGION, process.env._HANDLER] })',
		{ Environment: { Variables: { STADE: 'prod' } }, MemorySize: 256 },
	)
	const { text, $metadata } = await invoke('decrire')
	expect(JSON.parse(text)).toEqual({
		callbackWaitsForEmptyEventLoop: true,
		functionVersion: '$LATEST',
		functionName: 'decrire',
		memoryLimitInMB: '256',
		logGroupName: '/aws/lambda/decrire',
		logStreamName: expect.stringMatching(/^2026\/01\/05\/\[\$LATEST\][0-9a-f]{32}$/),
		invokedFunctionArn: arnOf('decrire'),
		awsRequestId: $metadata.requestId,
		env: ['prod', 'eu-west-3', 'index.handler'],
	})
})

test('A function calls AWS as its role, and is refused what the role may not', async () => {
	await here.create(
		'appeler',
		`const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts')
const { SQSClient, CreateQueueCommand, SendMessageCommand } = require('@aws-sdk/client-sqs')
const { S3Client, ListBucketsCommand } = require('@aws-sdk/client-s3')
exports.handler = async () => {
	const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}))
	const sqs = new SQSClient({})
	const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'de-la-fonction' }))
	const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'coucou' }))
	const denied = await new S3Client({}).send(new ListBucketsCommand({})).catch(({ name, $metadata }) => [name, $metadata.httpStatusCode])
	return { Arn, sent: typeof MessageId, denied }
}`,
	)
	const { text } = await invoke('appeler')
	expect(JSON.parse(text)).toEqual({
		Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/fonctions/appeler`,
		sent: 'string',
		denied: ['AccessDenied', 403],
	})
})

test('A function may call another and wait for it', async () => {
	await here.create(
		'relayer',
		`const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda')
exports.handler = async () => {
	const { Payload } = await new LambdaClient({}).send(new InvokeCommand({ FunctionName: 'saluer', Payload: '{"nom":"Bob"}' }))
	return JSON.parse(Buffer.from(Payload).toString())
}`,
	)
	expect((await invoke('relayer')).text).toBe('{"salut":"Bob"}')
})

test('An event is taken at once, tried three times, and its failure goes to the dead-letter queue', async () => {
	const sqs = new SQSClient(here.root)
	const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'morts' }))
	await here.create('perdre', 'exports.handler = async () => { throw new Error("jamais") }', {
		DeadLetterConfig: { TargetArn: `arn:aws:sqs:eu-west-3:${ACCOUNT}:morts` },
	})
	const { StatusCode, text } = await invoke('perdre', { commande: 7 }, { InvocationType: 'Event' })
	expect([StatusCode, text]).toEqual([202, ''])
	const failures = async () => {
		await here.sandbox.settle()
		const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }))
		return Messages.map(({ Body }) => Body)
	}
	expect(await failures()).toEqual([])
	await here.sandbox.setClock({ jumpTo: here.sandbox.now() + 60_000 })
	expect(await failures()).toEqual([])
	await here.sandbox.setClock({ jumpTo: here.sandbox.now() + 120_000 })
	expect(await failures()).toEqual(['{"commande":7}'])
})

test('A dry run checks and calls nothing', async () => {
	expect(await invoke('saluer', {}, { InvocationType: 'DryRun' })).toMatchObject({
		StatusCode: 204,
		text: '',
	})
})

test('What cannot be invoked is refused', async () => {
	await expect(invoke('inconnue')).rejects.toEqual(
		refused('ResourceNotFoundException', `Function not found: ${arnOf('inconnue')}`, 404),
	)
	await expect(
		here.lambda.send(new InvokeCommand({ FunctionName: 'saluer', Payload: '{' })),
	).rejects.toMatchObject({
		name: 'InvalidRequestContentException',
		message: expect.stringMatching(/^Could not parse request body into json: /),
	})
	await here.create('serpent', 'x', { Runtime: 'python3.12' })
	await expect(invoke('serpent')).rejects.toEqual(
		refused(
			'InvalidParameterValueException',
			'The runtime python3.12 is not emulated: only functions of nodejs run here',
		),
	)
	await here.lambda.send(
		new PutFunctionConcurrencyCommand({ FunctionName: 'casser', ReservedConcurrentExecutions: 0 }),
	)
	await expect(invoke('casser')).rejects.toMatchObject({ name: 'TooManyRequestsException' })
})

test('Who has no right is refused, and so is another account', async () => {
	const nobody = new LambdaClient(await here.user('eve'))
	await expect(invoke('saluer', {}, {}, nobody)).rejects.toEqual(
		refused(
			'AccessDeniedException',
			`User: arn:aws:iam::${ACCOUNT}:user/eve is not authorized to perform: lambda:InvokeFunction on resource: ${arnOf('saluer')} because no identity-based policy allows the lambda:InvokeFunction action`,
			403,
		),
	)
	const stranger = new LambdaClient(here.other)
	await expect(invoke(arnOf('saluer'), {}, {}, stranger)).rejects.toMatchObject({
		name: 'AccessDeniedException',
	})
	await expect(invoke('saluer', {}, {}, stranger)).rejects.toMatchObject({
		name: 'ResourceNotFoundException',
	})
})

test('What a function says is in its log group, when its role may write there', async () => {
	const logs = new CloudWatchLogsClient(here.root)
	const lines = async (logGroupName: string) => {
		const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }))
		return events.map(({ message = '' }) => message)
	}
	await here.create('noter', 'exports.handler = async () => { console.warn("attention") }')
	await invoke('noter')
	await expect(lines('/aws/lambda/noter')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
	await here.iam('PutRolePolicy', {
		...{ RoleName: 'fonctions', PolicyName: 'logs', PolicyDocument: policy({ Action: 'logs:*' }) },
	})
	const { $metadata } = await invoke('noter')
	expect(await lines('/aws/lambda/noter')).toEqual([
		'INIT_START Runtime Version: nodejs:22.v1\n',
		`START RequestId: ${$metadata.requestId} Version: $LATEST\n`,
		expect.stringContaining(`\t${$metadata.requestId}\tWARN\tattention\n`),
		`END RequestId: ${$metadata.requestId}\n`,
		expect.stringContaining(`REPORT RequestId: ${$metadata.requestId}\tDuration: `),
	])
})

test('A topic and a service reach a function by its policy, for the source that it names', async () => {
	const sns = new SNSClient(here.root)
	const sqs = new SQSClient(here.root)
	const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'recu' }))
	const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'annonces' }))
	await here.create(
		'ecouter',
		`const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs')
exports.handler = ({ Records }) => new SQSClient({}).send(new SendMessageCommand({ QueueUrl: process.env.FILE, MessageBody: Records[0].Sns.Message }))`,
		{ Environment: { Variables: { FILE: QueueUrl ?? '' } } },
	)
	await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint: arnOf('ecouter') }))
	const received = async (Message: string) => {
		await sns.send(new PublishCommand({ TopicArn, Message }))
		await here.sandbox.advance()
		await here.sandbox.settle()
		const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }))
		return Messages.map(({ Body }) => Body)
	}
	expect(await received('sans droit')).toEqual([])
	const permission = {
		FunctionName: 'ecouter',
		Action: 'lambda:InvokeFunction',
		Principal: 'sns.amazonaws.com',
	}
	await here.lambda.send(
		new AddPermissionCommand({ ...permission, StatementId: 'autre', SourceArn: `${TopicArn}-2` }),
	)
	expect(await received('d’une autre')).toEqual([])
	await here.lambda.send(
		new AddPermissionCommand({ ...permission, StatementId: 'celle-ci', SourceArn: TopicArn }),
	)
	expect(await received('bonjour')).toEqual(['bonjour'])
})

test('A function asks a website of its world, and nothing beyond', async () => {
	const s3 = new S3Client({ ...here.root, forcePathStyle: true })
	const Bucket = 'boutique-en-ligne'
	await s3.send(new CreateBucketCommand({ Bucket }))
	await s3.send(
		new PutBucketWebsiteCommand({
			Bucket,
			WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } },
		}),
	)
	await s3.send(new DeletePublicAccessBlockCommand({ Bucket }))
	const Policy = JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
		],
	})
	await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))
	await s3.send(
		new PutObjectCommand({ Bucket, Key: 'index.html', Body: '<h1>Ouvert</h1>', ContentType: 'text/html' }),
	)
	await here.create(
		'controler',
		`exports.handler = async (urls) => Promise.all(urls.map(async (url) => {
	try {
		const response = await fetch(url)
		return [response.status, response.ok, (await response.text()).slice(0, 20)]
	} catch (error) {
		return [error.message, error.cause.code]
	}
}))`,
	)
	const site = `http://${Bucket}.s3-website.eu-west-3.amazonaws.com`
	const asked = [
		`${site}/`,
		`${site}/absente`,
		'https://exemple.fr/',
		'http://localhost:4566/_emulator/health',
	]
	const { text } = await invoke('controler', asked)
	expect(JSON.parse(text)).toEqual([
		[200, true, '<h1>Ouvert</h1>'],
		[404, false, expect.any(String)],
		['fetch failed', 'ENOTFOUND'],
		['fetch failed', 'ENOTFOUND'],
	])
})
