import { expect, test } from 'vitest'
import { openWorld } from '../world.fixture.ts'
import { create, entry, gated, latest, stages, variableIs } from './conditions.fixture.ts'

const MINUTE = 60

test('an entry condition that is met lets the execution in', async () => {
	const world = await openWorld()
	await create(world, gated(entry({ result: 'FAIL', rules: [variableIs('prod')] })))
	await world.pass(MINUTE)
	expect(await latest(world)).toMatchObject({ status: 'Succeeded' })
	const [, deploy] = await stages(world)
	expect(deploy).toMatchObject({
		latestExecution: { status: 'Succeeded' },
		beforeEntryConditionState: {
			latestExecution: { status: 'Succeeded' },
			conditionStates: [{ ruleStates: [{ ruleName: 'Check', latestExecution: { status: 'Succeeded' } }] }],
		},
	})
})

test('an entry condition that fails fails the stage before any action', async () => {
	const world = await openWorld()
	await create(world, gated(entry({ result: 'FAIL', rules: [variableIs('test')] })))
	await world.pass(MINUTE)
	expect(await latest(world)).toMatchObject({ status: 'Failed', statusSummary: "Rule 'Check' failed" })
	const [, deploy] = await stages(world)
	expect(deploy?.latestExecution?.status).toBe('Failed')
	expect(deploy?.actionStates?.[0]?.latestExecution).toBeUndefined()
	const { ruleExecutionDetails } = await world.pipeline<{ ruleExecutionDetails: Array<object> }>(
		'ListRuleExecutions',
		{ pipelineName: 'site-demo' },
	)
	expect(ruleExecutionDetails).toMatchObject([
		{
			stageName: 'Deploy',
			ruleName: 'Check',
			status: 'Failed',
			input: {
				configuration: { Variable: '#{variables.Target}' },
				resolvedConfiguration: { Variable: 'prod', Value: 'test', Operator: 'EQ' },
			},
			output: { executionResult: { errorDetails: { message: "Variable check failed: 'prod' EQ 'test'" } } },
		},
	])
})

test('SKIP leaves the stage out and goes on', async () => {
	const world = await openWorld()
	await create(world, gated(entry({ result: 'SKIP', rules: [variableIs('test')] })))
	await world.pass(MINUTE)
	expect(await latest(world)).toMatchObject({ status: 'Succeeded' })
	const states = await stages(world)
	expect(states.map(({ latestExecution }) => latestExecution?.status)).toEqual([
		'Succeeded',
		'Skipped',
		'Succeeded',
	])
	const { Contents = [] } = await world.s3<{ Contents?: Array<{ Key: string }> }>('ListObjectsV2', {
		Bucket: 'site-web',
	})
	expect(Contents.map(({ Key }) => Key)).toEqual(['mirror/css/site.css', 'mirror/index.html'])
})

test('a skipped stage is neither retried nor overridden', async () => {
	const world = await openWorld()
	await create(world, gated(entry({ result: 'SKIP', rules: [variableIs('test')] })))
	await world.pass(MINUTE)
	const pipelineExecutionId = (await latest(world))?.pipelineExecutionId
	const stage = { pipelineName: 'site-demo', stageName: 'Deploy', pipelineExecutionId }
	await expect(
		world.pipeline('RetryStageExecution', { ...stage, retryMode: 'ALL_ACTIONS' }),
	).rejects.toMatchObject({ code: 'StageNotRetryableException', status: 400 })
	await expect(
		world.pipeline('OverrideStageCondition', { ...stage, conditionType: 'BEFORE_ENTRY' }),
	).rejects.toMatchObject({
		code: 'ConditionNotOverridableException',
		message: 'Unable to override because the condition does not allow overrides.',
		status: 400,
	})
})

test('an override lets a failed entry pass, once, and only for the latest execution', async () => {
	const world = await openWorld()
	await create(world, gated(entry({ result: 'FAIL', rules: [variableIs('test')] })))
	await world.pass(MINUTE)
	const pipelineExecutionId = (await latest(world))?.pipelineExecutionId
	const override = {
		pipelineName: 'site-demo',
		stageName: 'Deploy',
		pipelineExecutionId,
		conditionType: 'BEFORE_ENTRY',
	}
	await expect(
		world.pipeline('OverrideStageCondition', { ...override, conditionType: 'ON_SUCCESS' }),
	).rejects.toMatchObject({ code: 'ConditionNotOverridableException' })
	await world.pipeline('OverrideStageCondition', override)
	await world.pass(MINUTE)
	expect(await latest(world)).toMatchObject({ pipelineExecutionId, status: 'Succeeded' })
	const [, deploy] = await stages(world)
	expect(deploy?.beforeEntryConditionState?.latestExecution?.status).toBe('Overridden')
	await expect(world.pipeline('OverrideStageCondition', override)).rejects.toMatchObject({
		code: 'ConditionNotOverridableException',
	})
	await world.pipeline('StartPipelineExecution', { name: 'site-demo' })
	await world.pass(MINUTE)
	await expect(world.pipeline('OverrideStageCondition', override)).rejects.toMatchObject({
		code: 'NotLatestPipelineExecutionException',
	})
})

test('a retry comes before the entry condition again', async () => {
	const world = await openWorld()
	await create(world, gated(entry({ result: 'FAIL', rules: [variableIs('test')] })))
	await world.pass(MINUTE)
	await world.pipeline('RetryStageExecution', {
		pipelineName: 'site-demo',
		stageName: 'Deploy',
		pipelineExecutionId: (await latest(world))?.pipelineExecutionId,
		retryMode: 'FAILED_ACTIONS',
	})
	expect(await latest(world)).toMatchObject({ status: 'Failed' })
	const { ruleExecutionDetails } = await world.pipeline<{ ruleExecutionDetails: Array<{ status: string }> }>(
		'ListRuleExecutions',
		{ pipelineName: 'site-demo' },
	)
	expect(ruleExecutionDetails.map(({ status }) => status)).toEqual(['Failed', 'Failed'])
})

test('a success condition that fails fails the stage; its override lets the execution go on', async () => {
	const world = await openWorld()
	const onSuccess = { conditions: [{ result: 'FAIL' as const, rules: [variableIs('test')] }] }
	await create(world, gated({ onSuccess }))
	await world.pass(MINUTE)
	const failed = await latest(world)
	expect(failed).toMatchObject({ status: 'Failed' })
	const [, deploy] = await stages(world)
	expect(deploy?.actionStates?.[0]?.latestExecution?.status).toBe('Succeeded')
	await world.pipeline('OverrideStageCondition', {
		pipelineName: 'site-demo',
		stageName: 'Deploy',
		pipelineExecutionId: failed?.pipelineExecutionId,
		conditionType: 'ON_SUCCESS',
	})
	await world.pass(MINUTE)
	expect(await latest(world)).toMatchObject({ status: 'Succeeded' })
})

test('rules whose service is not emulated fail as for a resource that is missing', async () => {
	const world = await openWorld()
	const ruleTypeId = { category: 'Rule', owner: 'AWS', provider: 'CodeBuild', version: '1' } as const
	const rules = [{ name: 'Ask', ruleTypeId, configuration: { ProjectName: 'gel' } }]
	await create(world, gated(entry({ result: 'FAIL', rules }), { variables: [] }))
	await world.pass(MINUTE)
	const [, deploy] = await stages(world)
	const [condition] = deploy?.beforeEntryConditionState?.conditionStates ?? []
	expect(condition?.ruleStates?.[0]?.latestExecution?.errorDetails).toEqual({
		code: 'ConfigurationError',
		message: "The CodeBuild project 'gel' does not exist (CodeBuild is not emulated yet)",
	})
})

test('the rule types are AWS’s six', async () => {
	const world = await openWorld()
	const { ruleTypes } = await world.pipeline<{ ruleTypes: Array<{ id: { provider: string } }> }>(
		'ListRuleTypes',
		{},
	)
	expect(ruleTypes.map(({ id }) => id.provider)).toEqual([
		'CloudWatchAlarm',
		'CodeBuild',
		'Commands',
		'DeploymentWindow',
		'LambdaInvoke',
		'VariableCheck',
	])
})
