import type { PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { deployAction, siteDemo, siteZip, sourceAction, type World } from '../pipeline.fixture.ts'
import { openWorld } from '../world.fixture.ts'

const MINUTE = 60

interface Summary {
	pipelineExecutionId: string
	status: string
	executionType: string
	trigger: { triggerType: string; triggerDetail: string }
	rollbackMetadata?: { rollbackTargetPipelineExecutionId: string }
}

function demo(deploy: Partial<StageDeclaration> = {}, rest: Partial<PipelineDeclaration> = {}) {
	return siteDemo({
		stages: [
			{ name: 'Source', actions: [sourceAction()] },
			{ name: 'Deploy', actions: [deployAction()], ...deploy },
		],
		...rest,
	})
}

async function executions(world: World): Promise<Array<Summary>> {
	const { pipelineExecutionSummaries } = await world.pipeline<{ pipelineExecutionSummaries: Array<Summary> }>(
		'ListPipelineExecutions',
		{ pipelineName: 'site-demo' },
	)
	return pipelineExecutionSummaries
}

/** Puts a source into the bucket, and lets an execution run with it. Answers its id. */
async function publish(world: World, Body: Uint8Array): Promise<string> {
	await world.s3('PutObject', { Bucket: 'source', Key: 'site.zip', Body })
	await world.pipeline('StartPipelineExecution', { name: 'site-demo' })
	await world.pass(MINUTE)
	return (await executions(world))[0]?.pipelineExecutionId ?? ''
}

async function page(world: World): Promise<string> {
	const { Body } = await world.s3('GetObject', { Bucket: 'site-web', Key: 'index.html' })
	return Buffer.from(Body ?? []).toString()
}

const BROKEN = new TextEncoder().encode('no zip')
const STAGE = { pipelineName: 'site-demo', stageName: 'Deploy' }

test('a stage rolls back to an execution that succeeded in it, as a new execution', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: demo() })
	await world.pass(MINUTE)
	const target = (await executions(world))[0]?.pipelineExecutionId
	await publish(world, siteZip('v2'))
	expect(await page(world)).toBe('v2')

	const { pipelineExecutionId } = await world.pipeline<{ pipelineExecutionId: string }>('RollbackStage', {
		...STAGE,
		targetPipelineExecutionId: target,
	})
	await world.pass(MINUTE)
	expect(await page(world)).toBe('v1')
	expect((await executions(world))[0]).toMatchObject({
		pipelineExecutionId,
		status: 'Succeeded',
		executionType: 'ROLLBACK',
		trigger: { triggerType: 'ManualRollback', triggerDetail: 'arn:aws:iam::111111111111:root' },
		rollbackMetadata: { rollbackTargetPipelineExecutionId: target },
	})
	const { stageStates } = await world.pipeline<{ stageStates: Array<{ latestExecution: object }> }>(
		'GetPipelineState',
		{ name: 'site-demo' },
	)
	expect(stageStates[1]?.latestExecution).toEqual({
		pipelineExecutionId,
		status: 'Succeeded',
		type: 'ROLLBACK',
	})
	await expect(
		world.pipeline('RollbackStage', { ...STAGE, targetPipelineExecutionId: pipelineExecutionId }),
	).rejects.toMatchObject({ code: 'UnableToRollbackStageException', status: 400 })
})

test('what cannot be rolled back to is refused, each in AWS’s words', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: demo() })
	await world.pass(MINUTE)
	const good = (await executions(world))[0]?.pipelineExecutionId
	const failed = await publish(world, BROKEN)
	const roll = (change: object) =>
		world.pipeline('RollbackStage', { ...STAGE, targetPipelineExecutionId: good, ...change })
	const unable = {
		code: 'UnableToRollbackStageException',
		message:
			'Unable to roll back the stage. The cause might be if the pipeline version has changed since the target pipeline execution was deployed, the stage is currently running, or an incorrect target pipeline execution ID was provided.',
		status: 400,
	}
	await expect(roll({ targetPipelineExecutionId: failed })).rejects.toMatchObject(unable)
	await expect(roll({ stageName: 'Source' })).rejects.toMatchObject(unable)
	await expect(roll({ stageName: 'Nowhere' })).rejects.toMatchObject({ code: 'StageNotFoundException' })
	await expect(
		roll({ targetPipelineExecutionId: '00000000-0000-4000-8000-000000000000' }),
	).rejects.toMatchObject({ code: 'PipelineExecutionNotFoundException' })
	await expect(roll({ pipelineName: 'other' })).rejects.toMatchObject({ code: 'PipelineNotFoundException' })

	await world.pipeline('StartPipelineExecution', { name: 'site-demo' })
	await world.pass(4)
	await expect(roll({})).rejects.toMatchObject(unable)
	await world.pass(MINUTE)
	await world.pipeline('UpdatePipeline', { pipeline: demo() })
	await expect(roll({})).rejects.toMatchObject({
		code: 'PipelineExecutionOutdatedException',
		message:
			'The specified pipeline execution is outdated and cannot be used as a target pipeline execution for rollback.',
		status: 400,
	})
})

test('PARALLEL pipelines and pipelines of type V1 do not roll back', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: demo({}, { executionMode: 'PARALLEL' }) })
	await world.pass(MINUTE)
	const target = (await executions(world))[0]?.pipelineExecutionId
	await expect(
		world.pipeline('RollbackStage', { ...STAGE, targetPipelineExecutionId: target }),
	).rejects.toMatchObject({ code: 'UnableToRollbackStageException' })
	await world.pipeline('DeletePipeline', { name: 'site-demo' })
	await world.pipeline('CreatePipeline', { pipeline: demo({}, { pipelineType: 'V1' }) })
	await world.pass(MINUTE)
	const [first] = await executions(world)
	await expect(
		world.pipeline('RollbackStage', { ...STAGE, targetPipelineExecutionId: first?.pipelineExecutionId }),
	).rejects.toMatchObject({ code: 'UnableToRollbackStageException' })
})

test('a failed stage rolls back by itself to its last success', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: demo({ onFailure: { result: 'ROLLBACK' } }) })
	await world.pass(MINUTE)
	await publish(world, siteZip('v2'))
	const target = (await executions(world))[0]?.pipelineExecutionId
	await world.s3('PutObject', { Bucket: 'site-web', Key: 'index.html', Body: siteZip('by hand') })
	await publish(world, BROKEN)
	const [rollback, failed] = await executions(world)
	expect(failed).toMatchObject({ status: 'Failed', executionType: 'STANDARD' })
	expect(rollback).toMatchObject({
		status: 'Succeeded',
		executionType: 'ROLLBACK',
		trigger: { triggerType: 'AutomatedRollback', triggerDetail: failed?.pipelineExecutionId },
		rollbackMetadata: { rollbackTargetPipelineExecutionId: target },
	})
	expect(await page(world)).toBe('v2')
})

test('a first failure has nothing to go back to, and a failed rollback does not start another', async () => {
	const world = await openWorld()
	await world.s3('PutObject', { Bucket: 'source', Key: 'site.zip', Body: BROKEN })
	await world.pipeline('CreatePipeline', { pipeline: demo({ onFailure: { result: 'ROLLBACK' } }) })
	await world.pass(MINUTE)
	expect(await executions(world)).toMatchObject([{ status: 'Failed' }])
	await publish(world, siteZip('v2'))
	await world.allow('s3:GetObject', 's3:GetObjectVersion', 's3:GetBucketVersioning', 's3:ListBucket')
	await publish(world, siteZip('v3'))
	const all = await executions(world)
	expect(all.map(({ status, executionType }) => [status, executionType])).toEqual([
		['Failed', 'STANDARD'],
		['Succeeded', 'STANDARD'],
		['Failed', 'STANDARD'],
	])
})

test('a success condition that fails rolls back', async () => {
	const world = await openWorld()
	const rule = {
		name: 'Check',
		ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'VariableCheck', version: '1' } as const,
		configuration: { Variable: '#{variables.Good}', Value: 'yes', Operator: 'EQ' },
	}
	const onSuccess = { conditions: [{ result: 'ROLLBACK' as const, rules: [rule] }] }
	const variables = [{ name: 'Good', defaultValue: 'yes' }]
	await world.pipeline('CreatePipeline', { pipeline: demo({ onSuccess }, { variables }) })
	await world.pass(MINUTE)
	await world.s3('PutObject', { Bucket: 'source', Key: 'site.zip', Body: siteZip('v2') })
	await world.pipeline('StartPipelineExecution', {
		name: 'site-demo',
		variables: [{ name: 'Good', value: 'no' }],
	})
	await world.pass(MINUTE)
	const all = await executions(world)
	expect(all.map(({ status, executionType }) => [status, executionType])).toEqual([
		['Succeeded', 'ROLLBACK'],
		['Failed', 'STANDARD'],
		['Succeeded', 'STANDARD'],
	])
	expect(await page(world)).toBe('v1')
})

test('a rollback passes a closed transition and who waits before it', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: demo() })
	await world.pass(MINUTE)
	const target = (await executions(world))[0]?.pipelineExecutionId
	await world.pipeline('DisableStageTransition', { ...STAGE, transitionType: 'Inbound', reason: 'gel' })
	await publish(world, siteZip('v2'))
	await world.pipeline('RollbackStage', { ...STAGE, targetPipelineExecutionId: target })
	await world.pass(MINUTE)
	const [rollback, waiting] = await executions(world)
	expect(rollback).toMatchObject({ executionType: 'ROLLBACK', status: 'Succeeded' })
	expect(waiting).toMatchObject({ executionType: 'STANDARD', status: 'InProgress' })
	await world.pipeline('EnableStageTransition', { ...STAGE, transitionType: 'Inbound' })
	await world.pass(MINUTE)
	expect(await page(world)).toBe('v2')
})

test('the automatic retry happens once, and is told apart from a retry by hand', async () => {
	const world = await openWorld()
	const onFailure = { result: 'RETRY' as const, retryConfiguration: { retryMode: 'ALL_ACTIONS' as const } }
	await world.pipeline('CreatePipeline', { pipeline: demo({ onFailure }) })
	await world.pass(MINUTE)
	const pipelineExecutionId = await publish(world, BROKEN)
	const attempts = async () => {
		const { actionExecutionDetails } = await world.pipeline<{
			actionExecutionDetails: Array<{ stageName: string; status: string }>
		}>('ListActionExecutions', { pipelineName: 'site-demo', filter: { pipelineExecutionId } })
		return actionExecutionDetails
			.filter(({ stageName }) => stageName === 'Deploy')
			.map(({ status }) => status)
	}
	expect(await attempts()).toEqual(['Failed', 'Failed'])
	const metadata = async () => {
		const { stageStates } = await world.pipeline<{ stageStates: Array<{ retryStageMetadata: object }> }>(
			'GetPipelineState',
			{ name: 'site-demo' },
		)
		return stageStates[1]?.retryStageMetadata
	}
	expect(await metadata()).toEqual({ autoStageRetryAttempt: 1, latestRetryTrigger: 'AutomatedStageRetry' })
	await world.pipeline('RetryStageExecution', { ...STAGE, pipelineExecutionId, retryMode: 'FAILED_ACTIONS' })
	await world.pass(MINUTE)
	expect(await attempts()).toEqual(['Failed', 'Failed', 'Failed'])
	expect(await metadata()).toEqual({
		autoStageRetryAttempt: 1,
		manualStageRetryAttempt: 1,
		latestRetryTrigger: 'ManualStageRetry',
	})
	const latestOnly = await world.pipeline<{ actionExecutionDetails: Array<unknown> }>(
		'ListActionExecutions',
		{
			pipelineName: 'site-demo',
			filter: { latestInPipelineExecution: { pipelineExecutionId, startTimeRange: 'Latest' } },
		},
	)
	expect(latestOnly.actionExecutionDetails).toHaveLength(2)
})
