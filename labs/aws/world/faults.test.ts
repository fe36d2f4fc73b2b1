import { expect, test } from 'vitest'
import { findCredential, rootOf } from '../identity/credentials.ts'
import { ACCOUNT, ROLE, SCOPE, siteDemo, type World } from '../services/codepipeline/pipeline.fixture.ts'
import { openWorld } from '../services/codepipeline/world.fixture.ts'
import { busEvents } from '../services/events/bus.ts'
import { type Fault, faultsSchema } from './faults.ts'

async function openFaulty(...faults: Array<object>): Promise<World> {
	const world = await openWorld()
	await world.sandbox.setFaults(faultsSchema.parse(faults) as Array<Fault>)
	return world
}

const list = (world: World) => world.s3('ListBuckets', {})

test('a denied action is refused with AWS’s words, and the journal names the fault', async () => {
	const world = await openFaulty({
		id: 'no-put',
		kind: 'deny',
		action: 's3:Put*',
		resource: 'arn:aws:s3:::site-web/*',
	})
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(60)
	const { actionExecutionDetails } = await world.pipeline<{
		actionExecutionDetails: Array<{ output: { executionResult: { errorDetails?: object } } }>
	}>('ListActionExecutions', { pipelineName: 'site-demo' })
	expect(actionExecutionDetails[0]?.output.executionResult.errorDetails).toMatchObject({
		code: 'PermissionError',
		message: expect.stringContaining(
			`CodePipeline service role "${ROLE}" is getting S3 access denied for the S3 bucket "site-web"`,
		),
	})
	const calls = (await world.sandbox.entries()).flatMap((entry) => entry.calls)
	const refused = calls.find(({ outcome }) => !outcome.ok)
	expect(refused?.decisions).toMatchObject([{ allowed: false, matched: [{}, { policy: 'fault no-put' }] }])
})

test('a fault strikes as often as it says, refused calls included', async () => {
	const world = await openFaulty({
		id: 'slow',
		kind: 'throttle',
		service: 's3',
		operation: 'List*',
		times: 2,
	})
	const slow = { code: 'SlowDown', message: 'Please reduce your request rate.', status: 503 }
	await expect(list(world)).rejects.toMatchObject(slow)
	await expect(list(world)).rejects.toMatchObject(slow)
	await expect(list(world)).resolves.toMatchObject({ Buckets: expect.any(Array) })
	expect(world.sandbox.faults).toEqual([])
	await expect(world.pipeline('ListPipelines', {})).resolves.toEqual({ pipelines: [] })
})

test('what strikes a call that a service makes on the way is counted too', async () => {
	const world = await openFaulty({ id: 'slow', kind: 'throttle', operation: 'GetObject', times: 1 })
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(60)
	expect(world.sandbox.faults).toEqual([])
	const refused = (await world.sandbox.entries())
		.flatMap(({ calls }) => calls)
		.filter(({ outcome }) => !outcome.ok && outcome.code === 'SlowDown')
	expect(refused).toHaveLength(1)
	const { pipelineExecutionSummaries } = await world.pipeline<{ pipelineExecutionSummaries: Array<object> }>(
		'ListPipelineExecutions',
		{ pipelineName: 'site-demo' },
	)
	expect(pipelineExecutionSummaries).toMatchObject([{ status: 'Failed' }])
})

test('a chance is drawn from the seed: the same seed, the same run', async () => {
	const run = async () => {
		const world = await openFaulty({ id: 'flaky', kind: 'throttle', service: 's3', chance: 0.5 })
		const outcomes: Array<boolean> = []
		for (let call = 0; call < 40; call++) {
			outcomes.push(
				await list(world).then(
					() => true,
					() => false,
				),
			)
		}
		return outcomes
	}
	const first = await run()
	expect(await run()).toEqual(first)
	const passed = first.filter(Boolean).length
	expect(passed).toBeGreaterThan(0)
	expect(passed).toBeLessThan(40)
})

test('an action that is made to fail says so, and its retry passes when the fault is used up', async () => {
	const world = await openFaulty({
		id: 'broken',
		kind: 'fail-action',
		stage: 'Deploy',
		message: 'Panne simulée',
		times: 1,
	})
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(60)
	const state = await world.pipeline<{
		stageStates: Array<{
			actionStates: Array<{ latestExecution: { errorDetails: object } }>
			latestExecution: { pipelineExecutionId: string }
		}>
	}>('GetPipelineState', { name: 'site-demo' })
	const deploy = state.stageStates[1]
	expect(deploy?.actionStates[0]?.latestExecution.errorDetails).toEqual({
		code: 'JobFailed',
		message: 'Panne simulée',
	})
	await world.pipeline('RetryStageExecution', {
		pipelineName: 'site-demo',
		stageName: 'Deploy',
		pipelineExecutionId: deploy?.latestExecution.pipelineExecutionId,
		retryMode: 'FAILED_ACTIONS',
	})
	await world.pass(60)
	const after = await world.pipeline<{ stageStates: Array<{ latestExecution: object }> }>(
		'GetPipelineState',
		{
			name: 'site-demo',
		},
	)
	expect(after.stageStates[1]?.latestExecution).toMatchObject({ status: 'Succeeded' })
})

test('a lost event is on no bus, and the pipeline runs all the same', async () => {
	const detailType = 'CodePipeline Pipeline Execution State Change'
	const world = await openFaulty({ id: 'lost', kind: 'lose-event', source: 'aws.codepipeline', detailType })
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(60)
	const types = world.sandbox.world.list(busEvents, SCOPE).map((event) => event['detail-type'])
	expect(types).not.toContain(detailType)
	expect(types).toContain('CodePipeline Stage Execution State Change')
})

test('temporary credentials expire before their time', async () => {
	const world = await openWorld()
	const { Credentials } = (await world.sandbox.call({
		principal: rootOf(ACCOUNT),
		scope: SCOPE,
		service: 'sts',
		operation: 'GetSessionToken',
		input: {},
	})) as { Credentials: { AccessKeyId: string } }
	const expired = () =>
		findCredential(world.sandbox.world, Credentials.AccessKeyId, world.sandbox.now())?.expired
	expect(expired()).toBe(false)
	await world.sandbox.setFaults([{ id: 'late', kind: 'expire', accessKeyId: 'ASIA*' }])
	expect(expired()).toBe(true)
	await world.sandbox.setFaults([])
	expect(expired()).toBe(false)
})

test('faults are read strictly', () => {
	expect(() => faultsSchema.parse([{ id: 'x', kind: 'explode' }])).toThrow()
	expect(() => faultsSchema.parse([{ id: 'x', kind: 'deny', bucket: 'a' }])).toThrow()
	expect(() => faultsSchema.parse([{ id: 'x', kind: 'deny', chance: 1 }])).toThrow()
	expect(() => faultsSchema.parse([{ id: 'X Y', kind: 'deny' }])).toThrow()
})
