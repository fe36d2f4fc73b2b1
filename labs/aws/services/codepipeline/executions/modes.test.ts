import type {
	ExecutionMode,
	GetPipelineStateOutput,
	ListActionExecutionsOutput,
	ListPipelineExecutionsOutput,
} from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { approvalAction, siteDemo, sourceAction, type World } from '../pipeline.fixture.ts'
import { openWorld } from '../world.fixture.ts'

const name = 'site-demo'
const pipelineName = name

async function reviewed(executionMode: ExecutionMode, actions = [approvalAction()]) {
	const world = await openWorld()
	const stages = [
		{ name: 'Source', actions: [sourceAction()] },
		{ name: 'Review', actions },
	]
	await world.pipeline('CreatePipeline', { pipeline: siteDemo({ stages, executionMode }) })
	await world.pass(10)
	return world
}

async function reviewState(world: World) {
	const { stageStates } = await world.pipeline<GetPipelineStateOutput>('GetPipelineState', { name })
	return stageStates?.[1]
}

async function answer(world: World, token: string | undefined, status = 'Approved', actionName = 'Approve') {
	const approval = { pipelineName, stageName: 'Review', actionName, token }
	await world.pipeline('PutApprovalResult', { ...approval, result: { status, summary: '' } })
	await world.pass(5)
}

async function statuses(world: World) {
	const { pipelineExecutionSummaries = [] } = await world.pipeline<ListPipelineExecutionsOutput>(
		'ListPipelineExecutions',
		{ pipelineName },
	)
	return pipelineExecutionSummaries.map(({ status }) => status)
}

test('a queue keeps every execution, in order of arrival', async () => {
	const world = await reviewed('QUEUED')
	const started: Array<string> = []
	for (let count = 0; count < 3; count++) {
		const { pipelineExecutionId } = await world.pipeline<{ pipelineExecutionId: string }>(
			'StartPipelineExecution',
			{ name },
		)
		started.push(pipelineExecutionId)
		await world.pass(5)
	}
	const waiting = (await reviewState(world))?.inboundExecutions
	expect(waiting?.map(({ pipelineExecutionId }) => pipelineExecutionId)).toEqual(started)
	for (let count = 0; count < 4; count++) {
		const token = (await reviewState(world))?.actionStates?.[0]?.latestExecution?.token
		await answer(world, token)
	}
	expect(await statuses(world)).toEqual(['Succeeded', 'Succeeded', 'Succeeded', 'Succeeded'])
})

test('a newer execution replaces the one that waits, never the one inside', async () => {
	const world = await reviewed('SUPERSEDED')
	for (let count = 0; count < 2; count++) {
		await world.pipeline('StartPipelineExecution', { name })
		await world.pass(5)
	}
	expect(await statuses(world)).toEqual(['InProgress', 'Superseded', 'InProgress'])
})

test('parallel executions share a stage, and show their tokens only in the list of actions', async () => {
	const world = await reviewed('PARALLEL')
	await world.pipeline('StartPipelineExecution', { name })
	await world.pass(10)
	const { actionExecutionDetails = [] } = await world.pipeline<ListActionExecutionsOutput>(
		'ListActionExecutions',
		{ pipelineName },
	)
	const open = actionExecutionDetails.filter(({ status }) => status === 'InProgress')
	expect(open.map(({ stageName }) => stageName)).toEqual(['Review', 'Review'])
	expect((await reviewState(world))?.actionStates?.[0]?.latestExecution?.token).toBeUndefined()
	for (const { output } of open) await answer(world, output?.executionResult?.externalExecutionId)
	expect(await statuses(world)).toEqual(['Succeeded', 'Succeeded'])
})

test('no more than fifty executions queue', async () => {
	const world = await reviewed('QUEUED')
	for (let count = 0; count < 49; count++) await world.pipeline('StartPipelineExecution', { name })
	await expect(world.pipeline('StartPipelineExecution', { name })).rejects.toMatchObject({
		code: 'ConcurrentPipelineExecutionsLimitExceededException',
	})
})

test('a failed action can be retried while its sibling still runs', async () => {
	const world = await reviewed('SUPERSEDED', [approvalAction('One'), approvalAction('Two')])
	const tokenOf = async (position: number) =>
		(await reviewState(world))?.actionStates?.[position]?.latestExecution?.token
	await answer(world, await tokenOf(0), 'Rejected', 'One')
	const review = await reviewState(world)
	expect(review?.latestExecution?.status).toBe('InProgress')
	const retry = {
		...{ pipelineName, stageName: 'Review' },
		pipelineExecutionId: review?.latestExecution?.pipelineExecutionId,
	}
	await expect(
		world.pipeline('RetryStageExecution', { ...retry, retryMode: 'ALL_ACTIONS' }),
	).rejects.toMatchObject({ code: 'StageNotRetryableException' })
	await world.pipeline('RetryStageExecution', { ...retry, retryMode: 'FAILED_ACTIONS' })
	await answer(world, await tokenOf(0), 'Approved', 'One')
	await answer(world, await tokenOf(1), 'Approved', 'Two')
	expect(await statuses(world)).toEqual(['Succeeded'])
})

test('after thirty days a reopened transition lets nobody in who waited', async () => {
	const world = await reviewed('SUPERSEDED')
	const transition = { pipelineName, stageName: 'Review', transitionType: 'Inbound' }
	await answer(world, (await reviewState(world))?.actionStates?.[0]?.latestExecution?.token)
	await world.pipeline('DisableStageTransition', { ...transition, reason: 'gel' })
	await world.pipeline('StartPipelineExecution', { name })
	await world.pass(31 * 86_400)
	await world.pipeline('EnableStageTransition', transition)
	await world.pass(10)
	expect((await reviewState(world))?.inboundExecutions).toHaveLength(1)
	await world.pipeline('StartPipelineExecution', { name })
	await world.pass(10)
	expect(await statuses(world)).toEqual(['InProgress', 'Superseded', 'Succeeded'])
	expect((await reviewState(world))?.actionStates?.[0]?.latestExecution?.status).toBe('InProgress')
})

test('an abandoned stop ends the action where it is', async () => {
	const world = await reviewed('SUPERSEDED')
	const stage = (await reviewState(world))?.latestExecution
	await world.pipeline('StopPipelineExecution', {
		...{ pipelineName, pipelineExecutionId: stage?.pipelineExecutionId, abandon: true },
	})
	const review = await reviewState(world)
	expect(review?.latestExecution?.status).toBe('Stopped')
	expect(review?.actionStates?.[0]?.latestExecution?.status).toBe('Abandoned')
	expect(await statuses(world)).toEqual(['Stopped'])
})
