import { expect, test } from 'vitest'
import { openWorld } from '../world.fixture.ts'
import { create, entry, gated, latest, stages, variableIs, windowAt } from './conditions.fixture.ts'

const MINUTE = 60

test('an execution waits before a stage until its window opens', async () => {
	const world = await openWorld()
	await create(world, gated(entry({ result: 'FAIL', rules: [windowAt('0 * 14 ? * *')] }), { variables: [] }))
	// 9:00 UTC; the window of one hour opens at 14:00.
	await world.pass(MINUTE)
	const [, deploy] = await stages(world)
	expect(deploy).toMatchObject({
		latestExecution: { status: 'InProgress' },
		beforeEntryConditionState: {
			latestExecution: { status: 'InProgress' },
			conditionStates: [
				{
					ruleStates: [{ latestExecution: { summary: 'Waiting for the window: 2026-01-05T14:00:00.000Z' } }],
				},
			],
		},
	})
	await world.pass(5 * 60 * MINUTE)
	expect(await latest(world)).toMatchObject({ status: 'Succeeded' })
})

test('a deployment window is read in its own time zone', async () => {
	const world = await openWorld()
	const paris = windowAt('0 * 14 ? * *', 'Europe/Paris')
	await create(world, gated(entry({ result: 'FAIL', rules: [paris] }), { variables: [] }))
	await world.pass(4 * 60 * MINUTE - 1)
	expect(await latest(world)).toMatchObject({ status: 'InProgress' })
	await world.pass(MINUTE)
	expect(await latest(world)).toMatchObject({ status: 'Succeeded' })
})

test('a waiting rule ends with its timeout', async () => {
	const world = await openWorld()
	const rules = [{ ...windowAt('0 * 14 ? * *'), timeoutInMinutes: 60 }]
	await create(world, gated(entry({ result: 'FAIL', rules }), { variables: [] }))
	await world.pass(59 * MINUTE)
	expect(await latest(world)).toMatchObject({ status: 'InProgress' })
	await world.pass(2 * MINUTE)
	expect(await latest(world)).toMatchObject({ status: 'Failed' })
})

test('one rule that fails abandons those that wait', async () => {
	const world = await openWorld()
	const rules = [windowAt('0 * 14 ? * *'), variableIs('test')]
	await create(world, gated(entry({ result: 'FAIL', rules })))
	await world.pass(MINUTE)
	expect(await latest(world)).toMatchObject({ status: 'Failed' })
	const { ruleExecutionDetails } = await world.pipeline<{
		ruleExecutionDetails: Array<{ ruleName: string; status: string }>
	}>('ListRuleExecutions', { pipelineName: 'site-demo' })
	expect(ruleExecutionDetails.map(({ ruleName, status }) => [ruleName, status])).toEqual([
		['Check', 'Failed'],
		['Window', 'Abandoned'],
	])
})

test('an override ends the wait for a window; stopping ends it too', async () => {
	const world = await openWorld()
	await create(world, gated(entry({ result: 'FAIL', rules: [windowAt('0 * 14 ? * *')] }), { variables: [] }))
	await world.pass(MINUTE)
	const first = (await latest(world))?.pipelineExecutionId
	await world.pipeline('OverrideStageCondition', {
		pipelineName: 'site-demo',
		stageName: 'Deploy',
		pipelineExecutionId: first,
		conditionType: 'BEFORE_ENTRY',
	})
	await world.pass(MINUTE)
	expect(await latest(world)).toMatchObject({ pipelineExecutionId: first, status: 'Succeeded' })
	await world.pipeline('StartPipelineExecution', { name: 'site-demo' })
	await world.pass(MINUTE)
	const second = (await latest(world))?.pipelineExecutionId
	await world.pipeline('StopPipelineExecution', { pipelineName: 'site-demo', pipelineExecutionId: second })
	expect(await latest(world)).toMatchObject({ pipelineExecutionId: second, status: 'Stopped' })
	await world.pass(6 * 60 * MINUTE)
	expect(await latest(world)).toMatchObject({ pipelineExecutionId: second, status: 'Stopped' })
})
