import {
	CodePipelineClient,
	CreatePipelineCommand,
	GetPipelineExecutionCommand,
	GetPipelineStateCommand,
	ListActionExecutionsCommand,
	ListPipelineExecutionsCommand,
	type PipelineDeclaration,
} from '@aws-sdk/client-codepipeline'
import {
	CreateBucketCommand,
	GetObjectCommand,
	PutBucketVersioningCommand,
	PutObjectCommand,
	S3Client,
} from '@aws-sdk/client-s3'
import { CreateStateMachineCommand, DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { openPeople, policy } from '../../../people.fixture.ts'
import { dueSteps, WORLD_SCOPE } from '../../../world/kernel.ts'
import { trusting } from '../../lambda/lambda.fixture.ts'
import { openZip } from '../artifacts/zip.ts'

type Action = NonNullable<NonNullable<PipelineDeclaration['stages']>[number]['actions']>[number]

const typed = (category: string, provider: string) =>
	({ category, owner: 'AWS', provider, version: '1' }) as Action['actionTypeId']
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`
const machineArn = `arn:aws:states:eu-west-3:${ACCOUNT}:stateMachine:verifier`
const files = { 'entree.json': '{"n":7}' }

/** Two pipelines, `aval` that has a variable and `amont` whose second stage invokes something, and a state machine. */
async function openPipelines(
	action: Partial<Action>,
	states: object = { Un: { Type: 'Pass', End: true } },
	type: 'STANDARD' | 'EXPRESS' = 'STANDARD',
) {
	const people = await openPeople()
	const { iam, root, sandbox } = people
	const codepipeline = new CodePipelineClient(root)
	const s3 = new S3Client({ ...root, forcePathStyle: true })
	const sfn = new SFNClient(root)
	for (const Bucket of ['artefacts', 'sources', 'web']) await s3.send(new CreateBucketCommand({ Bucket }))
	await s3.send(
		new PutBucketVersioningCommand({ Bucket: 'sources', VersioningConfiguration: { Status: 'Enabled' } }),
	)
	const zip = zipSync(
		Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
	)
	await s3.send(new PutObjectCommand({ Bucket: 'sources', Key: 'site.zip', Body: zip }))
	await iam('CreateRole', { RoleName: 'pipeline', AssumeRolePolicyDocument: trusting('codepipeline') })
	await iam('CreateRole', { RoleName: 'etats', AssumeRolePolicyDocument: trusting('states') })
	const allow = (...Action: Array<string>) =>
		iam('PutRolePolicy', { RoleName: 'pipeline', PolicyName: 'own', PolicyDocument: policy({ Action }) })
	await allow(
		's3:*',
		'states:StartExecution',
		'states:DescribeExecution',
		'codepipeline:StartPipelineExecution',
	)
	const definition = JSON.stringify({ StartAt: 'Un', States: states })
	await sfn.send(
		new CreateStateMachineCommand({ name: 'verifier', roleArn: role('etats'), definition, type }),
	)
	const source: Action = {
		...{ name: 'Source', actionTypeId: typed('Source', 'S3'), outputArtifacts: [{ name: 'Site' }] },
		configuration: { S3Bucket: 'sources', S3ObjectKey: 'site.zip', PollForSourceChanges: 'false' },
	}
	const deploy: Action = {
		...{ name: 'Deploy', actionTypeId: typed('Deploy', 'S3'), inputArtifacts: [{ name: 'Site' }] },
		configuration: { BucketName: 'web', Extract: 'true' },
	}
	const whole = {
		pipelineType: 'V2',
		roleArn: role('pipeline'),
		artifactStore: { type: 'S3', location: 'artefacts' },
	} as const
	const first = { name: 'Source', actions: [source] }
	const aval: PipelineDeclaration = {
		...{ ...whole, name: 'aval', variables: [{ name: 'CIBLE', defaultValue: 'recette' }] },
		stages: [first, { name: 'Deploy', actions: [deploy] }],
	}
	await codepipeline.send(new CreatePipelineCommand({ pipeline: aval }))
	await pass(1)
	const invoking: Action = {
		name: 'Invoquer',
		actionTypeId: typed('Invoke', 'StepFunctions'),
		namespace: 'Invoque',
		...action,
	}
	const amont: PipelineDeclaration = {
		...whole,
		name: 'amont',
		stages: [first, { name: 'Invoquer', actions: [invoking] }],
	}
	const create = async () => {
		await codepipeline.send(new CreatePipelineCommand({ pipeline: amont }))
		await pass(1)
	}
	async function pass(minutes: number) {
		const until = sandbox.now() + minutes * 60_000
		for (;;) {
			const [next] = sandbox.world.list(dueSteps, WORLD_SCOPE, { limit: 1 })
			if (!next || next.at > until) break
			await sandbox.setClock({ jumpTo: next.at })
		}
		await sandbox.setClock({ jumpTo: until })
	}
	async function actionOf() {
		const { stageStates } = await codepipeline.send(new GetPipelineStateCommand({ name: 'amont' }))
		return stageStates?.[1]?.actionStates?.[0]?.latestExecution
	}
	async function outputOf() {
		const { actionExecutionDetails = [] } = await codepipeline.send(
			new ListActionExecutionsCommand({ pipelineName: 'amont' }),
		)
		return actionExecutionDetails.find(({ actionName }) => actionName === 'Invoquer')?.output
	}
	return { ...people, codepipeline, s3, sfn, create, pass, allow, actionOf, outputOf }
}

test('A state machine is started with the action’s input, and its end is the action’s', async () => {
	const { create, pass, actionOf, outputOf, sfn, s3 } = await openPipelines(
		{
			configuration: { StateMachineArn: machineArn, ExecutionNamePrefix: 'lancement', Input: '{"n":1}' },
			outputArtifacts: [{ name: 'Resultat' }],
		},
		{
			Un: { Type: 'Wait', Seconds: 600, Next: 'Deux' },
			Deux: { Type: 'Pass', ResultPath: '$.vu', Result: true, End: true },
		},
	)
	await create()
	expect(await actionOf()).toMatchObject({ status: 'InProgress' })
	await pass(11)
	expect(await actionOf()).toMatchObject({ status: 'Succeeded' })
	const { executionResult, outputVariables, outputArtifacts = [] } = (await outputOf()) ?? {}
	const executionArn = executionResult?.externalExecutionId ?? ''
	expect(executionArn).toMatch(/:execution:verifier:lancement-[0-9a-f-]{36}$/)
	expect(outputVariables).toEqual({ StateMachineArn: machineArn, ExecutionArn: executionArn })
	expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ input: '{"n":1}' })
	const { bucket: Bucket = '', key: Key = '' } = outputArtifacts[0]?.s3location ?? {}
	const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
	const [file] = await openZip((await Body?.transformToByteArray()) ?? new Uint8Array())
	expect([file?.path, Buffer.from(file?.bytes ?? []).toString()]).toEqual([
		'output.json',
		'{"n":1,"vu":true}',
	])
})

test('The input may be a file of the artifact, which has to be there', async () => {
	const from = (Input: string): Partial<Action> => ({
		configuration: { StateMachineArn: machineArn, InputType: 'FilePath', Input },
		inputArtifacts: [{ name: 'Site' }],
	})
	const found = await openPipelines(from('entree.json'))
	await found.create()
	const { executionResult } = (await found.outputOf()) ?? {}
	const executionArn = executionResult?.externalExecutionId ?? ''
	expect(await found.sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
		output: '{"n":7}',
	})
	const missing = await openPipelines(from('autre.json'))
	await missing.create()
	expect(await missing.actionOf()).toMatchObject({
		status: 'Failed',
		errorDetails: {
			code: 'ConfigurationError',
			message: "The file 'autre.json' is not in the input artifact",
		},
	})
})

test('A machine that fails, one that is not there and a role without the right fail the action', async () => {
	const configuration = { StateMachineArn: machineArn }
	const red = await openPipelines(
		{ configuration },
		{ Un: { Type: 'Fail', Error: 'Refus', Cause: 'trop tard' } },
	)
	await red.create()
	expect(await red.actionOf()).toMatchObject({
		status: 'Failed',
		errorDetails: {
			code: 'JobFailed',
			message: 'The state machine execution ended with status FAILED. Refus: trop tard',
		},
	})
	const missing = await openPipelines({ configuration: { StateMachineArn: `${machineArn}2` } })
	await missing.create()
	expect(await missing.actionOf()).toMatchObject({
		status: 'Failed',
		errorDetails: { code: 'ConfigurationError' },
	})
	const denied = await openPipelines({ configuration })
	await denied.allow('s3:*', 'states:DescribeExecution')
	await denied.create()
	expect(await denied.actionOf()).toMatchObject({
		status: 'Failed',
		errorDetails: { code: 'PermissionError', message: expect.stringContaining('states:StartExecution') },
	})
	const express = await openPipelines({ configuration }, { Un: { Type: 'Fail' } }, 'EXPRESS')
	await express.create()
	expect(await express.actionOf()).toMatchObject({ status: 'Succeeded' })
})

test('A pipeline starts another with variables and revisions, and does not wait for it', async () => {
	const { create, actionOf, outputOf, codepipeline, pass } = await openPipelines({
		actionTypeId: typed('Invoke', 'CodePipeline'),
		configuration: { PipelineName: 'aval', Variables: '[{"name":"CIBLE","value":"prod"}]' },
	})
	await create()
	expect(await actionOf()).toMatchObject({ status: 'Succeeded' })
	const pipelineExecutionId = (await outputOf())?.executionResult?.externalExecutionId
	await pass(1)
	const { pipelineExecution } = await codepipeline.send(
		new GetPipelineExecutionCommand({ pipelineName: 'aval', pipelineExecutionId }),
	)
	expect(pipelineExecution).toMatchObject({
		status: 'Succeeded',
		variables: [{ name: 'CIBLE', resolvedValue: 'prod' }],
		trigger: { triggerType: 'StartPipelineExecution' },
	})
})

test('A pipeline that is not there, a list that is none and a role without the right fail the action', async () => {
	const invoking = (configuration: Record<string, string>) =>
		openPipelines({ actionTypeId: typed('Invoke', 'CodePipeline'), configuration })
	const missing = await invoking({ PipelineName: 'absent' })
	await missing.create()
	expect(await missing.actionOf()).toMatchObject({
		status: 'Failed',
		errorDetails: { code: 'ConfigurationError', message: expect.stringContaining("'absent'") },
	})
	const bad = await invoking({ PipelineName: 'aval', SourceRevisions: '{}' })
	await bad.create()
	expect(await bad.actionOf()).toMatchObject({
		errorDetails: { message: expect.stringContaining('SourceRevisions') },
	})
	const denied = await invoking({ PipelineName: 'aval' })
	await denied.allow('s3:*')
	await denied.create()
	expect(await denied.actionOf()).toMatchObject({
		status: 'Failed',
		errorDetails: { code: 'PermissionError' },
	})
	const { pipelineExecutionSummaries = [] } = await denied.codepipeline.send(
		new ListPipelineExecutionsCommand({ pipelineName: 'aval' }),
	)
	expect(pipelineExecutionSummaries).toHaveLength(1)
})
