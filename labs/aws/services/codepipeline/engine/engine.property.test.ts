import type { ExecutionMode, PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AwsError } from '../../../aws-error.ts'
import { World as Documents } from '../../../world/world.ts'
import { type Execution, executions, type StageRun } from '../collections.ts'
import {
	approvalAction,
	deployAction,
	SCOPE,
	siteDemo,
	siteZip,
	sourceAction,
	type World,
} from '../pipeline.fixture.ts'
import { openWorld } from '../world.fixture.ts'

// Whatever people do to a pipeline, in whatever order.

const STAGES = ['Source', 'Review', 'Deploy'] as const

type Move =
	| { do: 'start' | 'update' | 'publish' | 'break' }
	| { do: 'pass'; seconds: number }
	| { do: 'answer'; status: 'Approved' | 'Rejected' }
	| { do: 'stop'; abandon: boolean; which: number }
	| { do: 'retry'; mode: 'FAILED_ACTIONS' | 'ALL_ACTIONS'; which: number; stage: number }
	| { do: 'rollback'; which: number }
	| { do: 'transition'; open: boolean; stage: number }

const which = fc.nat(8)
const stage = fc.nat(2)
const move: fc.Arbitrary<Move> = fc.oneof(
	{ weight: 5, arbitrary: fc.constantFrom<Move>({ do: 'start' }, { do: 'publish' }, { do: 'break' }) },
	{ weight: 1, arbitrary: fc.constant<Move>({ do: 'update' }) },
	{
		weight: 8,
		arbitrary: fc.record({ do: fc.constant('pass' as const), seconds: fc.constantFrom(1, 2, 4, 30) }),
	},
	{
		weight: 6,
		arbitrary: fc.record({
			do: fc.constant('answer' as const),
			status: fc.constantFrom<'Approved' | 'Rejected'>('Approved', 'Approved', 'Approved', 'Rejected'),
		}),
	},
	fc.record({ do: fc.constant('stop' as const), abandon: fc.boolean(), which }),
	fc.record({
		do: fc.constant('retry' as const),
		mode: fc.constantFrom('FAILED_ACTIONS' as const, 'ALL_ACTIONS'),
		which,
		stage,
	}),
	{
		weight: 4,
		arbitrary: fc.record({ do: fc.constant('rollback' as const), which: fc.constantFrom(0, 0, 1, 2) }),
	},
	fc.record({ do: fc.constant('transition' as const), open: fc.boolean(), stage }),
)
const WAY_THROUGH: ReadonlyArray<Move> = [
	{ do: 'pass', seconds: 4 },
	{ do: 'answer', status: 'Approved' },
	{ do: 'pass', seconds: 30 },
]
const moves = fc.array(move, { minLength: 5, maxLength: 40 })
const mode = fc.constantFrom<ExecutionMode>('SUPERSEDED', 'QUEUED')

function pipelineOf(executionMode: ExecutionMode): PipelineDeclaration {
	return siteDemo({
		executionMode,
		stages: [
			{ name: 'Source', actions: [sourceAction()] },
			{ name: 'Review', actions: [approvalAction()] },
			{ name: 'Deploy', actions: [deployAction()], onFailure: { result: 'ROLLBACK' } },
		],
	})
}

/** Makes one move; what AWS would refuse is refused, and nothing else goes wrong. */
async function play(world: World, executionMode: ExecutionMode, step: Move): Promise<void> {
	const known = world.sandbox.world.list(executions, SCOPE).sort((a, b) => a.order - b.order)
	const idOf = (index: number) => known[index % Math.max(1, known.length)]?.id
	const of = { pipelineName: 'site-demo' }
	try {
		switch (step.do) {
			case 'start':
				return void (await world.pipeline('StartPipelineExecution', { name: 'site-demo' }))
			case 'update':
				return void (await world.pipeline('UpdatePipeline', { pipeline: pipelineOf(executionMode) }))
			case 'publish':
				return void (await world.s3('PutObject', { Bucket: 'source', Key: 'site.zip', Body: siteZip('v') }))
			case 'break':
				return void (await world.s3('PutObject', {
					Bucket: 'source',
					Key: 'site.zip',
					Body: Buffer.from('x'),
				}))
			case 'pass':
				return await world.pass(step.seconds)
			case 'answer': {
				const state = await world.pipeline<{
					stageStates: Array<{ actionStates: Array<{ latestExecution?: { token?: string } }> }>
				}>('GetPipelineState', { name: 'site-demo' })
				const token = state.stageStates[1]?.actionStates[0]?.latestExecution?.token
				if (!token) return
				const result = { summary: '', status: step.status }
				const action = { ...of, stageName: 'Review', actionName: 'Approve' }
				return void (await world.pipeline('PutApprovalResult', { ...action, token, result }))
			}
			case 'stop': {
				const { abandon } = step
				const pipelineExecutionId = idOf(step.which)
				return void (await world.pipeline('StopPipelineExecution', { ...of, pipelineExecutionId, abandon }))
			}
			case 'retry': {
				const target = { ...of, stageName: STAGES[step.stage], pipelineExecutionId: idOf(step.which) }
				return void (await world.pipeline('RetryStageExecution', { ...target, retryMode: step.mode }))
			}
			case 'rollback': {
				const target = { ...of, stageName: 'Deploy', targetPipelineExecutionId: idOf(step.which) }
				return void (await world.pipeline('RollbackStage', target))
			}
			case 'transition': {
				const target = { ...of, stageName: STAGES[step.stage], transitionType: 'Inbound', reason: 'essai' }
				const operation = step.open ? 'EnableStageTransition' : 'DisableStageTransition'
				return void (await world.pipeline(operation, target))
			}
		}
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
	}
}

async function playAll(executionMode: ExecutionMode, steps: ReadonlyArray<Move>): Promise<World> {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: pipelineOf(executionMode) })
	// One success to go back to.
	for (const step of [...WAY_THROUGH, ...steps]) {
		await play(world, executionMode, step)
		assertLocks(world.sandbox.world.list(executions, SCOPE))
	}
	return world
}

function inside(run: StageRun | undefined): boolean {
	return run?.status === 'InProgress'
}

/** No stage holds two executions, and an execution is in one stage at a time. */
function assertLocks(all: ReadonlyArray<Execution>): void {
	for (const name of STAGES) {
		expect(all.filter(({ stages }) => inside(stages[name])).length).toBeLessThanOrEqual(1)
	}
	for (const { stages, status } of all) {
		const open = Object.values(stages).filter(inside).length
		expect(open).toBeLessThanOrEqual(1)
		// Superseded and over: never in the middle of a stage.
		if (status !== 'InProgress' && status !== 'Stopping') expect(open).toBe(0)
		if (status === 'Superseded') {
			expect(Object.values(stages).every((run) => run.status === 'Succeeded')).toBe(true)
		}
	}
}

test('no stage is ever held twice, and nobody is superseded inside one', async () => {
	await fc.assert(
		fc.asyncProperty(mode, moves, async (executionMode, steps) => void (await playAll(executionMode, steps))),
		{ numRuns: 150 },
	)
}, 60_000)

test('the journal played again gives the same world, and the same moves the same journal', async () => {
	await fc.assert(
		fc.asyncProperty(mode, moves, async (executionMode, steps) => {
			const world = await playAll(executionMode, steps)
			const entries = await world.sandbox.entries()
			const replayed = entries.reduce((before, { changes }) => before.apply(changes), new Documents())
			expect(replayed.documents()).toEqual(world.sandbox.world.documents())
			const twin = await playAll(executionMode, steps)
			expect(twin.sandbox.world.documents()).toEqual(world.sandbox.world.documents())
		}),
		{ numRuns: 15 },
	)
}, 60_000)
