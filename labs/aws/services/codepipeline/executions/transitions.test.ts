import type { GetPipelineStateOutput, ListPipelineExecutionsOutput } from '@aws-sdk/client-codepipeline'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { executions } from '../collections.ts'
import { SCOPE, siteDemo, type World } from '../pipeline.fixture.ts'
import { openWorld } from '../world.fixture.ts'

const name = 'site-demo'
const pipelineName = name
const closed = { pipelineName, stageName: 'Deploy', transitionType: 'Inbound', reason: 'gel du vendredi' }

async function statuses(world: World) {
	const { pipelineExecutionSummaries = [] } = await world.pipeline<ListPipelineExecutionsOutput>(
		'ListPipelineExecutions',
		{ pipelineName },
	)
	return pipelineExecutionSummaries.map(({ status }) => status)
}

test('before a closed transition one execution waits, and a newer one takes its place', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(10)
	await world.pipeline('DisableStageTransition', closed)
	await world.pipeline('StartPipelineExecution', { name })
	await world.pass(10)
	const { pipelineExecutionId } = await world.pipeline<{ pipelineExecutionId: string }>(
		'StartPipelineExecution',
		{ name },
	)
	await world.pass(10)
	expect(await statuses(world)).toEqual(['InProgress', 'Superseded', 'Succeeded'])
	const { stageStates } = await world.pipeline<GetPipelineStateOutput>('GetPipelineState', { name })
	expect(stageStates?.[1]).toMatchObject({
		inboundExecution: { pipelineExecutionId, status: 'InProgress' },
		inboundTransitionState: { enabled: false, disabledReason: 'gel du vendredi' },
	})
	await world.pipeline('EnableStageTransition', { ...closed, reason: undefined })
	await world.pass(10)
	expect(await statuses(world)).toEqual(['Succeeded', 'Superseded', 'Succeeded'])
})

test('a stage that was entered by a newer execution cannot be retried for the older', async () => {
	const world = await openWorld()
	await world.allow('s3:GetObject')
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(10)
	const [older] = world.sandbox.world.list(executions, SCOPE)
	await world.pipeline('StartPipelineExecution', { name })
	await expect(
		world.pipeline('RetryStageExecution', {
			pipelineName,
			stageName: 'Source',
			pipelineExecutionId: older?.id,
			retryMode: 'ALL_ACTIONS',
		}),
	).rejects.toMatchObject({ code: 'NotLatestPipelineExecutionException' })
})

test.for(['EnableStageTransition', 'DisableStageTransition'])(
	'%s refuses a stage that is not there',
	async (operation) => {
		const world = await openWorld()
		await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
		await expect(world.pipeline(operation, { ...closed, stageName: 'Prod' })).rejects.toMatchObject({
			code: 'StageNotFoundException',
		})
	},
)

const Step = fc.oneof(
	fc.constant({ operation: 'StartPipelineExecution', input: { name } }),
	fc.constant({ operation: 'DisableStageTransition', input: closed }),
	fc.constant({ operation: 'EnableStageTransition', input: { ...closed, reason: undefined } }),
	fc.constant({ operation: 'UpdatePipeline', input: { pipeline: siteDemo() } }),
	fc.integer({ min: 1, max: 9 }),
)

async function play(steps: ReadonlyArray<typeof Step extends fc.Arbitrary<infer T> ? T : never>) {
	const world = await openWorld('same seed')
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	for (const step of steps) {
		if (typeof step === 'number') await world.pass(step)
		else await world.pipeline(step.operation, step.input)
		const inside = world.sandbox.world
			.list(executions, SCOPE)
			.flatMap(({ stages }) => Object.entries(stages).filter(([, run]) => run.status === 'InProgress'))
			.map(([stage]) => stage)
		expect(new Set(inside).size).toBe(inside.length)
	}
	await world.pass(60)
	return world
}

test('whatever happens no two executions are in one stage, and the same seed is the same run', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(Step, { maxLength: 12 }), async (steps) => {
			const [once, twice] = [await play(steps), await play(steps)]
			expect(twice.sandbox.world.documents()).toEqual(once.sandbox.world.documents())
		}),
		{ numRuns: 15 },
	)
})
