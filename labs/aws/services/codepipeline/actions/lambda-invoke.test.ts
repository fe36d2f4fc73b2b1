import {
	CodePipelineClient,
	CreatePipelineCommand,
	GetPipelineStateCommand,
	ListActionExecutionsCommand,
	type PipelineDeclaration,
} from '@aws-sdk/client-codepipeline'
import {
	CreateBucketCommand,
	PutBucketVersioningCommand,
	PutObjectCommand,
	S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, expect, test } from 'vitest'
import { openFunctionHost } from '#labs/guest/function-host.fixture.ts'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { policy } from '../../../people.fixture.ts'
import { dueSteps, WORLD_SCOPE } from '../../../world/kernel.ts'
import { codeOf, openLambda, trusting } from '../../lambda/lambda.fixture.ts'

const host = openFunctionHost()
afterAll(() => host.close())

type Action = NonNullable<NonNullable<PipelineDeclaration['stages']>[number]['actions']>[number]
type Stage = NonNullable<PipelineDeclaration['stages']>[number]

const SILENT =
	'The AWS Lambda function controle failed to return a result. Check the function to verify that it has permission to call the PutJobSuccessResult action and that it made a call to PutJobSuccessResult.'

const reporting = (body: string) => `
const { CodePipelineClient, PutJobSuccessResultCommand, PutJobFailureResultCommand } = require('@aws-sdk/client-codepipeline')
const pipeline = new CodePipelineClient({})
exports.handler = async (event) => {
	const job = event['CodePipeline.job']
	const { data, id: jobId } = job
	const succeed = (more) => pipeline.send(new PutJobSuccessResultCommand({ jobId, ...more }))
	const fail = (message) => pipeline.send(new PutJobFailureResultCommand({ jobId, failureDetails: { type: 'JobFailed', message } }))
	${body}
}`
const SUCCEEDS = reporting('await succeed({})')

/** A pipeline whose second stage invokes a function, with parts of the action and the stage, and of a rule before the last. */
async function openPipeline(
	source: string,
	{ action = {}, last = {} }: { action?: Partial<Action>; last?: Partial<Stage> } = {},
	rights = ['codepipeline:PutJob*'],
) {
	const people = await openLambda(host, { Action: [...rights, 's3:ListAllMyBuckets'] })
	const { iam, root, sandbox } = people
	const codepipeline = new CodePipelineClient(root)
	const s3 = new S3Client({ ...root, forcePathStyle: true })
	for (const Bucket of ['artefacts', 'sources', 'web']) await s3.send(new CreateBucketCommand({ Bucket }))
	await s3.send(
		new PutBucketVersioningCommand({ Bucket: 'sources', VersioningConfiguration: { Status: 'Enabled' } }),
	)
	await s3.send(
		new PutObjectCommand({
			Bucket: 'sources',
			Key: 'site.zip',
			Body: codeOf({ 'index.html': '<h1>Bonjour</h1>' }),
		}),
	)
	await iam('CreateRole', { RoleName: 'pipeline', AssumeRolePolicyDocument: trusting('codepipeline') })
	const allow = (...Action: Array<string>) =>
		iam('PutRolePolicy', { RoleName: 'pipeline', PolicyName: 'own', PolicyDocument: policy({ Action }) })
	await allow('s3:*', 'lambda:InvokeFunction')
	await people.create('controle', source)
	const typed = (category: string, provider: string) =>
		({ category, owner: 'AWS', provider, version: '1' }) as Action['actionTypeId']
	const pipeline: PipelineDeclaration = {
		...{ name: 'boutique', pipelineType: 'V2', roleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline` },
		artifactStore: { type: 'S3', location: 'artefacts' },
		stages: [
			{
				name: 'Source',
				actions: [
					{
						name: 'Source',
						actionTypeId: typed('Source', 'S3'),
						configuration: { S3Bucket: 'sources', S3ObjectKey: 'site.zip', PollForSourceChanges: 'false' },
						outputArtifacts: [{ name: 'Site' }],
					},
				],
			},
			{
				name: 'Controle',
				actions: [
					{
						...{ name: 'Invoquer', actionTypeId: typed('Invoke', 'Lambda'), namespace: 'Controle' },
						configuration: { FunctionName: 'controle', UserParameters: 'https://exemple.fr' },
						...action,
					},
				],
			},
			{
				name: 'Deploy',
				actions: [
					{
						...{ name: 'Deploy', actionTypeId: typed('Deploy', 'S3'), inputArtifacts: [{ name: 'Site' }] },
						configuration: { BucketName: 'web', Extract: 'true', ObjectKey: '#{Controle.dossier}' },
					},
				],
				...last,
			},
		],
	}
	const create = () => codepipeline.send(new CreatePipelineCommand({ pipeline }))
	async function stateOf(stage: string) {
		const { stageStates } = await codepipeline.send(new GetPipelineStateCommand({ name: 'boutique' }))
		return stageStates?.find(({ stageName }) => stageName === stage)
	}
	const actionOf = async () => (await stateOf('Controle'))?.actionStates?.[0]?.latestExecution
	/** Lets minutes pass, and real work be done at each step of the clock. */
	async function pass(minutes: number) {
		const until = sandbox.now() + minutes * 60_000
		for (;;) {
			await sandbox.settle()
			const [next] = sandbox.world.list(dueSteps, WORLD_SCOPE, { limit: 1 })
			if (!next || next.at > until) break
			await sandbox.setClock({ jumpTo: next.at })
		}
		await sandbox.setClock({ jumpTo: until })
	}
	return { ...people, codepipeline, create, stateOf, actionOf, allow, pass }
}

test('The function that reports a success ends its action, and its variables go on', async () => {
	const { create, pass, actionOf, stateOf, codepipeline } = await openPipeline(
		reporting(
			"await succeed({ outputVariables: { dossier: 'v7' }, executionDetails: { summary: 'vu', percentComplete: 100 } })",
		),
	)
	await create()
	await pass(1)
	expect(await actionOf()).toMatchObject({ status: 'Succeeded', summary: 'vu' })
	expect((await stateOf('Deploy'))?.latestExecution?.status).toBe('Succeeded')
	const { actionExecutionDetails = [] } = await codepipeline.send(
		new ListActionExecutionsCommand({ pipelineName: 'boutique' }),
	)
	const invoked = actionExecutionDetails.find(({ actionName }) => actionName === 'Invoquer')
	expect(invoked?.output?.outputVariables).toEqual({ dossier: 'v7' })
	expect(invoked?.output?.executionResult?.externalExecutionId).toMatch(/^[0-9a-f-]{36}$/)
})

test('The event is AWS’s, and its credentials reach the artifacts and nothing else', async () => {
	const source = reporting(`
	const { S3Client, GetObjectCommand, PutObjectCommand, ListBucketsCommand } = require('@aws-sdk/client-s3')
	const s3 = new S3Client({ credentials: data.artifactCredentials })
	const read = ({ location: { s3Location } }) => ({ Bucket: s3Location.bucketName, Key: s3Location.objectKey })
	const { Body } = await s3.send(new GetObjectCommand(read(data.inputArtifacts[0])))
	const bytes = await Body.transformToByteArray()
	await s3.send(new PutObjectCommand({ ...read(data.outputArtifacts[0]), Body: bytes }))
	const denied = await s3.send(new ListBucketsCommand({})).catch(({ name }) => name)
	const { artifactCredentials, ...rest } = data
	await succeed({ outputVariables: { dossier: 'x', event: JSON.stringify({ ...event, 'CodePipeline.job': { ...job, data: rest } }), denied, keys: Object.keys(artifactCredentials).join() } })`)
	const { create, pass, codepipeline, actionOf } = await openPipeline(source, {
		action: { inputArtifacts: [{ name: 'Site' }], outputArtifacts: [{ name: 'Copie' }] },
	})
	await create()
	await pass(1)
	expect(await actionOf()).toMatchObject({ status: 'Succeeded' })
	const { actionExecutionDetails = [] } = await codepipeline.send(
		new ListActionExecutionsCommand({ pipelineName: 'boutique' }),
	)
	const { outputVariables = {} } =
		actionExecutionDetails.find(({ actionName }) => actionName === 'Invoquer')?.output ?? {}
	expect(outputVariables).toMatchObject({
		denied: 'AccessDenied',
		keys: 'accessKeyId,secretAccessKey,sessionToken',
	})
	const at = (name: string, objectKey: unknown) => ({
		location: { s3Location: { bucketName: 'artefacts', objectKey }, type: 'S3' },
		revision: null,
		name,
	})
	expect(JSON.parse(outputVariables.event ?? '')).toEqual({
		'CodePipeline.job': {
			id: expect.stringMatching(/^[0-9a-f-]{36}$/),
			accountId: ACCOUNT,
			data: {
				actionConfiguration: {
					configuration: { FunctionName: 'controle', UserParameters: 'https://exemple.fr' },
				},
				inputArtifacts: [at('Site', expect.stringMatching(/^boutique\/Site\/\w{7}/))],
				outputArtifacts: [at('Copie', expect.stringMatching(/^boutique\/Copie\/\w{7}/))],
			},
		},
	})
})

test('The function that reports a failure fails its action with its words', async () => {
	const { create, pass, actionOf } = await openPipeline(reporting("await fail('La page répond 500')"))
	await create()
	await pass(1)
	expect(await actionOf()).toMatchObject({
		status: 'Failed',
		errorDetails: { code: 'JobFailed', message: 'La page répond 500' },
	})
})

test('A function that throws fails its action at once, one that is silent after 20 minutes', async () => {
	const thrown = await openPipeline("exports.handler = async () => { throw new Error('oubli') }")
	await thrown.create()
	await thrown.pass(1)
	expect(await thrown.actionOf()).toMatchObject({
		status: 'Failed',
		errorDetails: { code: 'JobFailed', message: SILENT },
	})
	const silent = await openPipeline('exports.handler = async () => {}')
	await silent.create()
	await silent.pass(18)
	expect(await silent.actionOf()).toMatchObject({ status: 'InProgress' })
	await silent.pass(3)
	expect(await silent.actionOf()).toMatchObject({ status: 'Failed', errorDetails: { message: SILENT } })
})

test('A function whose role may not report fails its action', async () => {
	const { create, pass, actionOf } = await openPipeline(SUCCEEDS, {}, ['s3:GetObject'])
	await create()
	await pass(1)
	expect(await actionOf()).toMatchObject({ status: 'Failed', errorDetails: { message: SILENT } })
})

test('A function that goes on is called again with its token', async () => {
	const { create, pass, actionOf, stateOf } = await openPipeline(
		reporting(`
	const { step = 0 } = JSON.parse(data.continuationToken ?? '{}')
	if (step < 2) await succeed({ continuationToken: JSON.stringify({ step: step + 1 }) })
	else await succeed({ outputVariables: { dossier: 'pas-' + step } })`),
	)
	await create()
	await pass(1)
	expect(await actionOf()).toMatchObject({ status: 'Succeeded' })
	expect((await stateOf('Deploy'))?.latestExecution?.status).toBe('Succeeded')
})

test('A pipeline whose role may not invoke, or that names no function, fails the action', async () => {
	const denied = await openPipeline(SUCCEEDS)
	await denied.allow('s3:*')
	await denied.create()
	await denied.pass(1)
	expect(await denied.actionOf()).toMatchObject({
		status: 'Failed',
		errorDetails: {
			code: 'PermissionError',
			message: expect.stringMatching(
				/pipeline\/AWSCodePipeline is not authorized to perform: lambda:InvokeFunction on resource: /,
			),
		},
	})
	const missing = await openPipeline(SUCCEEDS, { action: { configuration: { FunctionName: 'absente' } } })
	await missing.create()
	await missing.pass(1)
	expect(await missing.actionOf()).toMatchObject({
		status: 'Failed',
		errorDetails: { code: 'ConfigurationError', message: expect.stringContaining('Function not found: ') },
	})
})

const gate = (FunctionName = 'controle'): Partial<Stage> => ({
	beforeEntry: {
		conditions: [
			{
				result: 'FAIL',
				rules: [
					{
						name: 'Porte',
						ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'LambdaInvoke', version: '1' },
						configuration: { FunctionName, UserParameters: 'porte' },
					},
				],
			},
		],
	},
})
/** Lets the action pass, and answers the rule as told. */
const gatekeeper = (answer: string) =>
	reporting(`
	if (data.actionConfiguration.configuration.UserParameters !== 'porte') return succeed({ outputVariables: { dossier: 'a' } })
	${answer}`)

test('A rule of a condition asks a function, and a stage is entered or not by its answer', async () => {
	const open = await openPipeline(gatekeeper('await succeed({})'), { last: gate() })
	await open.create()
	await open.pass(1)
	expect(await open.stateOf('Deploy')).toMatchObject({
		latestExecution: { status: 'Succeeded' },
		beforeEntryConditionState: { latestExecution: { status: 'Succeeded' } },
	})
	const closed = await openPipeline(gatekeeper("await fail('Pas ce soir')"), { last: gate() })
	await closed.create()
	await closed.pass(1)
	const state = await closed.stateOf('Deploy')
	expect(state?.latestExecution?.status).toBe('Failed')
	expect(
		state?.beforeEntryConditionState?.conditionStates?.[0]?.ruleStates?.[0]?.latestExecution,
	).toMatchObject({
		status: 'Failed',
		errorDetails: { code: 'JobFailed', message: 'Pas ce soir' },
	})
})

test('A rule whose function throws, is silent or is missing fails', async () => {
	const ruleOf = async (open: Awaited<ReturnType<typeof openPipeline>>) =>
		(await open.stateOf('Deploy'))?.beforeEntryConditionState?.conditionStates?.[0]?.ruleStates?.[0]
			?.latestExecution
	const thrown = await openPipeline(gatekeeper("throw new Error('oubli')"), { last: gate() })
	await thrown.create()
	await thrown.pass(1)
	expect(await ruleOf(thrown)).toMatchObject({ status: 'Failed', errorDetails: { message: SILENT } })
	const silent = await openPipeline(gatekeeper(''), { last: gate() })
	await silent.create()
	await silent.pass(18)
	expect(await ruleOf(silent)).toMatchObject({ status: 'InProgress' })
	await silent.pass(4)
	expect(await ruleOf(silent)).toMatchObject({ status: 'Failed', errorDetails: { message: SILENT } })
	const missing = await openPipeline(gatekeeper(''), { last: gate('absente') })
	await missing.create()
	await missing.pass(1)
	expect(await ruleOf(missing)).toMatchObject({
		status: 'Failed',
		errorDetails: { code: 'ConfigurationError' },
	})
})
