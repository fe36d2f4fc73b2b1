import type {
	GetPipelineStateOutput,
	ListActionExecutionsOutput,
	ListPipelineExecutionsOutput,
} from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import {
	approvalAction,
	deployAction,
	ROLE,
	siteDemo,
	siteZip,
	sourceAction,
	type World,
} from '../pipeline.fixture.ts'
import { openWorld } from '../world.fixture.ts'

const name = 'site-demo'
const pipelineName = name

async function history(world: World) {
	const { pipelineExecutionSummaries = [] } = await world.pipeline<ListPipelineExecutionsOutput>(
		'ListPipelineExecutions',
		{ pipelineName },
	)
	return pipelineExecutionSummaries
}

async function stageOf(world: World, stage: string) {
	const { stageStates = [] } = await world.pipeline<GetPipelineStateOutput>('GetPipelineState', { name })
	return stageStates.find(({ stageName }) => stageName === stage)
}

async function page(world: World): Promise<string> {
	const { Body } = await world.s3('GetObject', { Bucket: 'site-web', Key: 'index.html' })
	return Buffer.from(Body ?? []).toString()
}

test('a new pipeline runs at once and publishes each file of the archive', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	expect((await stageOf(world, 'Source'))?.latestExecution?.status).toBe('InProgress')
	await world.pass(10)
	const [execution] = await history(world)
	expect(execution).toMatchObject({
		status: 'Succeeded',
		trigger: { triggerType: 'CreatePipeline' },
		executionMode: 'SUPERSEDED',
		executionType: 'STANDARD',
		sourceRevisions: [{ actionName: 'Fetch' }],
	})
	expect(execution?.startTime).toBeInstanceOf(Date)
	expect(await page(world)).toBe('v1')
	const css = await world.s3<{ ContentType: string }>('HeadObject', {
		Bucket: 'site-web',
		Key: 'css/site.css',
	})
	expect(css.ContentType).toBe('text/css')
})

test('artifacts lie under the truncated names of pipeline and artifact', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo({ name: 'a-pipeline-with-a-long-name' }) })
	await world.pass(10)
	const { Contents = [] } = await world.s3<{ Contents: Array<{ Key: string }> }>('ListObjectsV2', {
		Bucket: 'artifacts',
	})
	expect(Contents).toHaveLength(1)
	expect(Contents[0]?.Key).toMatch(/^a-pipeline-with-a-lo\/SourceOutp\/[A-Za-z0-9]{7}$/)
})

test('a role without write access fails the deployment, names the action, and a retry goes on', async () => {
	const world = await openWorld()
	await world.allow('s3:GetObject', 's3:GetObjectVersion', 's3:GetBucketVersioning')
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(10)
	const fetched = (await stageOf(world, 'Source'))?.actionStates?.[0]?.latestExecution
	expect(fetched?.errorDetails?.code).toBe('PermissionError')
	expect(fetched?.errorDetails?.message).toContain(
		`CodePipeline service role "${ROLE}" is getting S3 access denied for the S3 bucket "artifacts"`,
	)
	expect(fetched?.errorDetails?.message).toContain('s3:PutObject')
	await world.allow('s3:GetObject', 's3:GetObjectVersion', 's3:GetBucketVersioning', 's3:PutObject')
	const [failed] = await history(world)
	const retry = {
		pipelineName,
		stageName: 'Source',
		pipelineExecutionId: failed?.pipelineExecutionId,
		retryMode: 'FAILED_ACTIONS',
	}
	const answer = await world.pipeline('RetryStageExecution', retry)
	expect(answer).toEqual({ pipelineExecutionId: failed?.pipelineExecutionId })
	await world.pass(10)
	expect((await history(world)).map(({ status }) => status)).toEqual(['Succeeded'])
	expect((await stageOf(world, 'Source'))?.retryStageMetadata?.manualStageRetryAttempt).toBe(1)
	await expect(world.pipeline('RetryStageExecution', retry)).rejects.toMatchObject({
		code: 'StageNotRetryableException',
		message:
			'Unable to retry. The pipeline structure or stage state might have changed while actions awaited retry, or the stage contains no failed actions.',
		status: 400,
	})
})

test('a source bucket without versioning fails the source', async () => {
	const world = await openWorld()
	const stages = [
		{ name: 'Source', actions: [sourceAction({ S3Bucket: 'artifacts' })] },
		{ name: 'Deploy', actions: [deployAction()] },
	]
	await world.pipeline('CreatePipeline', { pipeline: siteDemo({ stages }) })
	await world.pass(10)
	expect((await stageOf(world, 'Source'))?.actionStates?.[0]?.latestExecution?.errorDetails).toEqual({
		code: 'ConfigurationError',
		message:
			"The S3 bucket 'artifacts' is not versioned. An S3 source action requires a bucket with versioning enabled",
	})
})

test('a damaged archive fails the deployment and writes nothing', async () => {
	const world = await openWorld()
	const whole = siteZip('v2')
	await world.s3('PutObject', {
		Bucket: 'source',
		Key: 'site.zip',
		Body: whole.subarray(0, whole.length - 30),
	})
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(10)
	expect((await history(world))[0]?.status).toBe('Failed')
	const { Contents } = await world.s3<{ Contents?: Array<object> }>('ListObjectsV2', { Bucket: 'site-web' })
	expect(Contents ?? []).toEqual([])
})

test('an older archive can be chosen by version, and its variables reach later actions', async () => {
	const world = await openWorld()
	const first = await world.s3('HeadObject', { Bucket: 'source', Key: 'site.zip' })
	await world.s3('PutObject', { Bucket: 'source', Key: 'site.zip', Body: siteZip('v2') })
	const stages = [
		{ name: 'Source', actions: [sourceAction()] },
		{
			name: 'Deploy',
			actions: [
				deployAction({
					ObjectKey: '#{codepipeline.PipelineExecutionId}/#{SourceVariables.VersionId}/#{variables.Folder}',
				}),
			],
		},
	]
	const variables = [{ name: 'Folder', defaultValue: 'prod' }]
	await world.pipeline('CreatePipeline', { pipeline: siteDemo({ stages, variables }) })
	await world.pass(10)
	const { pipelineExecutionId } = await world.pipeline<{ pipelineExecutionId: string }>(
		'StartPipelineExecution',
		{
			name,
			variables: [{ name: 'Folder', value: 'essai' }],
			sourceRevisions: [
				{ actionName: 'Fetch', revisionType: 'S3_OBJECT_VERSION_ID', revisionValue: first.VersionId },
			],
		},
	)
	await world.pass(10)
	const Key = `${pipelineExecutionId}/${first.VersionId}/essai/index.html`
	const { Body } = await world.s3('GetObject', { Bucket: 'site-web', Key })
	expect(Buffer.from(Body ?? []).toString()).toBe('v1')
	const { actionExecutionDetails = [] } = await world.pipeline<ListActionExecutionsOutput>(
		'ListActionExecutions',
		{ pipelineName, filter: { pipelineExecutionId } },
	)
	expect(actionExecutionDetails.map(({ actionName }) => actionName)).toEqual(['Publish', 'Fetch'])
	expect(actionExecutionDetails[1]?.output?.outputVariables).toMatchObject({
		VersionId: first.VersionId,
		BucketName: 'source',
		ObjectKey: 'site.zip',
	})
})

test('polling starts an execution at the next minute, unless it is turned off', async () => {
	const world = await openWorld()
	const { PollForSourceChanges: _, ...polled } = sourceAction().configuration
	const stages = [
		{ name: 'Source', actions: [{ ...sourceAction(), configuration: polled }] },
		{ name: 'Deploy', actions: [deployAction()] },
	]
	await world.pipeline('CreatePipeline', { pipeline: siteDemo({ stages }) })
	await world.pipeline('CreatePipeline', { pipeline: siteDemo({ name: 'quiet' }) })
	await world.pass(200)
	expect(await history(world)).toHaveLength(1)
	await world.s3('PutObject', { Bucket: 'source', Key: 'site.zip', Body: siteZip('v2') })
	await world.pass(70)
	expect((await history(world)).map(({ trigger }) => trigger?.triggerType)).toEqual([
		'PollForSourceChanges',
		'CreatePipeline',
	])
	expect(await page(world)).toBe('v2')
	const quiet = await world.pipeline<ListPipelineExecutionsOutput>('ListPipelineExecutions', {
		pipelineName: 'quiet',
	})
	expect(quiet.pipelineExecutionSummaries).toHaveLength(1)
})

test('an approval waits for its token, once, and a rejection fails the stage', async () => {
	const world = await openWorld()
	const [source, deploy] = siteDemo().stages ?? []
	const stages = [source ?? {}, { name: 'Review', actions: [approvalAction()] }, deploy ?? {}]
	await world.pipeline('CreatePipeline', { pipeline: siteDemo({ stages } as object) })
	await world.pass(10)
	const waiting = (await stageOf(world, 'Review'))?.actionStates?.[0]?.latestExecution
	expect(waiting?.token).toMatch(/^[0-9a-f-]{36}$/)
	const approval = { pipelineName, stageName: 'Review', actionName: 'Approve', token: waiting?.token }
	const wrong = { ...approval, token: '00000000-0000-4000-8000-000000000000' }
	const result = { status: 'Approved', summary: 'Vu' }
	await expect(world.pipeline('PutApprovalResult', { ...wrong, result })).rejects.toMatchObject({
		code: 'InvalidApprovalTokenException',
	})
	const { approvedAt } = await world.pipeline<{ approvedAt: Date }>('PutApprovalResult', {
		...approval,
		result,
	})
	expect(approvedAt).toBeInstanceOf(Date)
	await expect(world.pipeline('PutApprovalResult', { ...approval, result })).rejects.toMatchObject({
		code: 'ApprovalAlreadyCompletedException',
	})
	await world.pass(10)
	expect((await history(world))[0]?.status).toBe('Succeeded')
	await world.pipeline('StartPipelineExecution', { name })
	await world.pass(10)
	const token = (await stageOf(world, 'Review'))?.actionStates?.[0]?.latestExecution?.token
	const rejection = { status: 'Rejected', summary: 'Non' }
	await world.pipeline('PutApprovalResult', { ...approval, token, result: rejection })
	expect((await history(world))[0]?.status).toBe('Failed')
})

test('an approval that nobody answers fails after seven days', async () => {
	const world = await openWorld()
	const [source] = siteDemo().stages ?? []
	const stages = [source ?? {}, { name: 'Review', actions: [approvalAction()] }]
	await world.pipeline('CreatePipeline', { pipeline: siteDemo({ stages } as object) })
	await world.pass(7 * 86_400 - 60)
	expect((await history(world))[0]?.status).toBe('InProgress')
	await world.pass(120)
	expect((await history(world))[0]?.status).toBe('Failed')
})

test('an update cancels what is under way, and the old stages cannot be retried', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pipeline('UpdatePipeline', { pipeline: siteDemo() })
	await world.pass(10)
	const [execution] = await history(world)
	expect(execution?.status).toBe('Cancelled')
	const { pipeline } = await world.pipeline<{ pipeline: { version: number } }>('GetPipeline', { name })
	expect(pipeline.version).toBe(2)
	await expect(
		world.pipeline('RetryStageExecution', {
			pipelineName,
			stageName: 'Source',
			pipelineExecutionId: execution?.pipelineExecutionId,
			retryMode: 'FAILED_ACTIONS',
		}),
	).rejects.toMatchObject({ code: 'StageNotRetryableException' })
})

test('the same client token starts one execution', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(10)
	const start = { name, clientRequestToken: 'once' }
	expect(await world.pipeline('StartPipelineExecution', start)).toEqual(
		await world.pipeline('StartPipelineExecution', start),
	)
	expect(await history(world)).toHaveLength(2)
})

test('a stop waits for the running action, and its stage can be taken up again', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	const [{ pipelineExecutionId } = {}] = await history(world)
	const stop = { pipelineName, pipelineExecutionId, reason: 'gel' }
	await world.pipeline('StopPipelineExecution', stop)
	await expect(world.pipeline('StopPipelineExecution', stop)).rejects.toMatchObject({
		code: 'DuplicatedStopRequestException',
	})
	await world.pass(10)
	expect((await history(world))[0]).toMatchObject({ status: 'Stopped', stopTrigger: { reason: 'gel' } })
	await expect(world.pipeline('StopPipelineExecution', stop)).rejects.toMatchObject({
		code: 'PipelineExecutionNotStoppableException',
	})
	const retry = { pipelineName, stageName: 'Source', pipelineExecutionId, retryMode: 'FAILED_ACTIONS' }
	await world.pipeline('RetryStageExecution', retry)
	await world.pass(10)
	expect((await history(world))[0]?.status).toBe('Succeeded')
})

test('an execution that lacks a variable is there, and has failed for it', async () => {
	const world = await openWorld()
	const variables = [{ name: 'Cible' }, { name: 'Zone', defaultValue: 'a' }, { name: 'Note' }]
	await world.pipeline('CreatePipeline', { pipeline: siteDemo({ variables }) })
	const given = (...names: Array<string>) => names.map((one) => ({ name: one, value: 'x' }))
	const start = (...names: Array<string>) =>
		world.pipeline('StartPipelineExecution', { name, variables: given(...names) })
	await start('Cible', 'Inconnue')
	await start('Cible', 'Note')
	await world.pass(10)
	const missing = "Values for required variables haven't been provided: "
	expect(await history(world)).toMatchObject([
		{ status: 'Succeeded' },
		{ status: 'Failed', statusSummary: `${missing}Note` },
		{ status: 'Failed', statusSummary: `${missing}Cible,Note`, trigger: { triggerType: 'CreatePipeline' } },
	])
	expect(await stageOf(world, 'Source')).not.toHaveProperty('inboundExecution')
	await expect(start('Cible', 'Cible')).rejects.toMatchObject({
		code: 'ValidationException',
		message: 'Variable names must be unique. The following variable name is already in use: Cible',
	})
})
