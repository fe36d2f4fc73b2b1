import type {
	Condition,
	GetPipelineStateOutput,
	PipelineDeclaration,
	StageDeclaration,
} from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { deployAction, siteDemo, sourceAction, type World } from './fixture.ts'
import { openWorld } from './world.fixture.ts'

const MINUTE = 60

function variableIs(value: string, operator = 'EQ') {
	return {
		name: 'Check',
		ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'VariableCheck', version: '1' } as const,
		configuration: { Variable: '#{variables.Target}', Value: value, Operator: operator },
	}
}

function window(Cron: string, TimeZone?: string) {
	return {
		name: 'Window',
		ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'DeploymentWindow', version: '1' } as const,
		configuration: { Cron, ...(TimeZone && { TimeZone }) },
	}
}

function gated(
	change: Partial<StageDeclaration>,
	rest: Partial<PipelineDeclaration> = {},
): PipelineDeclaration {
	return siteDemo({
		variables: [{ name: 'Target', defaultValue: 'prod' }],
		stages: [
			{ name: 'Source', actions: [sourceAction()] },
			{ name: 'Deploy', actions: [deployAction()], ...change },
			{ name: 'Mirror', actions: [deployAction({ ObjectKey: 'mirror' })] },
		],
		...rest,
	})
}

async function create(world: World, pipeline: PipelineDeclaration) {
	await world.pipeline('CreatePipeline', { pipeline })
}

async function stages(world: World) {
	const state = await world.pipeline<GetPipelineStateOutput>('GetPipelineState', { name: 'site-demo' })
	return state.stageStates ?? []
}

async function latest(world: World) {
	const list = await world.pipeline<{
		pipelineExecutionSummaries: Array<{ pipelineExecutionId: string; status: string; statusSummary?: string }>
	}>('ListPipelineExecutions', { pipelineName: 'site-demo' })
	return list.pipelineExecutionSummaries[0]
}

function entry(...conditions: Array<Condition>): Partial<StageDeclaration> {
	return { beforeEntry: { conditions } }
}

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

test('an execution waits before a stage until its window opens', async () => {
	const world = await openWorld()
	await create(world, gated(entry({ result: 'FAIL', rules: [window('0 * 14 ? * *')] }), { variables: [] }))
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

test('a deployment window is read in its own time zone', async () => {
	const world = await openWorld()
	const paris = window('0 * 14 ? * *', 'Europe/Paris')
	await create(world, gated(entry({ result: 'FAIL', rules: [paris] }), { variables: [] }))
	await world.pass(4 * 60 * MINUTE - 1)
	expect(await latest(world)).toMatchObject({ status: 'InProgress' })
	await world.pass(MINUTE)
	expect(await latest(world)).toMatchObject({ status: 'Succeeded' })
})

test('a waiting rule ends with its timeout', async () => {
	const world = await openWorld()
	const rules = [{ ...window('0 * 14 ? * *'), timeoutInMinutes: 60 }]
	await create(world, gated(entry({ result: 'FAIL', rules }), { variables: [] }))
	await world.pass(59 * MINUTE)
	expect(await latest(world)).toMatchObject({ status: 'InProgress' })
	await world.pass(2 * MINUTE)
	expect(await latest(world)).toMatchObject({ status: 'Failed' })
})

test('one rule that fails abandons those that wait', async () => {
	const world = await openWorld()
	const rules = [window('0 * 14 ? * *'), variableIs('test')]
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
	await create(world, gated(entry({ result: 'FAIL', rules: [window('0 * 14 ? * *')] }), { variables: [] }))
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
	const ruleTypeId = { category: 'Rule', owner: 'AWS', provider: 'CloudWatchAlarm', version: '1' } as const
	const rules = [{ name: 'Alarm', ruleTypeId, configuration: { AlarmName: 'erreurs-5xx' } }]
	await create(world, gated(entry({ result: 'FAIL', rules }), { variables: [] }))
	await world.pass(MINUTE)
	const [, deploy] = await stages(world)
	const [condition] = deploy?.beforeEntryConditionState?.conditionStates ?? []
	expect(condition?.ruleStates?.[0]?.latestExecution?.errorDetails).toEqual({
		code: 'ConfigurationError',
		message: "The CloudWatch alarm 'erreurs-5xx' does not exist (CloudWatchAlarm is not emulated yet)",
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

const stage = 'InvalidStageDeclarationException'
const REFUSED: Array<[message: string, declaration: PipelineDeclaration]> = [
	[
		'Stage level conditions can only be used with V2 pipelines.',
		gated(entry({ result: 'FAIL', rules: [window('0 * 14 ? * *')] }), { pipelineType: 'V1', variables: [] }),
	],
	[
		'Failure conditions with rollback result type cannot be added to a PARALLEL pipeline.',
		gated({ onFailure: { result: 'ROLLBACK' } }, { executionMode: 'PARALLEL' }),
	],
	[
		"The following stage cannot have a failure exit gate configured with both top level result and conditions: 'Deploy",
		gated({ onFailure: { result: 'RETRY', conditions: [{ result: 'ROLLBACK', rules: [variableIs('x')] }] } }),
	],
	[
		"The result SKIP can only be used with rules LambdaInvoke and VariableCheck, not DeploymentWindow, in beforeEntry of stage 'Deploy'",
		gated(entry({ result: 'SKIP', rules: [window('0 * 14 ? * *')] })),
	],
	[
		"The result of the condition onSuccess of stage 'Deploy' is FAIL or ROLLBACK, not SKIP",
		gated({ onSuccess: { conditions: [{ result: 'SKIP', rules: [variableIs('x')] }] } }),
	],
	[
		"Rule 'Window' in beforeEntry of stage 'Deploy': Cron or TimeZone is not valid: expected 6 or 7 fields (seconds first, then an optional year), found 5",
		gated(entry({ result: 'FAIL', rules: [window('0 9-17 * * MON-FRI')] })),
	],
	[
		"Rule 'Check' in beforeEntry of stage 'Deploy': Operator is one of EQ, NE, CONTAINS, MATCHES, not GT",
		gated(entry({ result: 'FAIL', rules: [variableIs('x', 'GT')] })),
	],
	[
		"Rule name 'Check' is used more than once in beforeEntry of stage 'Deploy'",
		gated(entry({ result: 'FAIL', rules: [variableIs('x'), variableIs('y')] })),
	],
]

test.for(REFUSED)('%s', async ([message, pipeline]) => {
	const world = await openWorld()
	await expect(create(world, pipeline)).rejects.toMatchObject({ code: stage, message, status: 400 })
})
