import type { ListPipelineExecutionsOutput, ListRuleExecutionsOutput } from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { deployAction, siteDemo, sourceAction } from './fixture.ts'
import { openWorld } from './world.fixture.ts'

const MINUTE = 60

test('of the checks of an execution, all are listed, or those that count', async () => {
	const world = await openWorld()
	const neverTrue = {
		name: 'Check',
		ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'VariableCheck', version: '1' } as const,
		configuration: { Variable: '#{variables.Target}', Value: 'test', Operator: 'EQ' },
	}
	const beforeEntry = { conditions: [{ result: 'FAIL' as const, rules: [neverTrue] }] }
	const pipeline = siteDemo({
		variables: [{ name: 'Target', defaultValue: 'prod' }],
		stages: [
			{ name: 'Source', actions: [sourceAction()] },
			{ name: 'Deploy', actions: [deployAction()], beforeEntry },
		],
	})
	await world.pipeline('CreatePipeline', { pipeline })
	await world.pass(MINUTE)
	const { pipelineExecutionSummaries = [] } = await world.pipeline<ListPipelineExecutionsOutput>(
		'ListPipelineExecutions',
		{ pipelineName: 'site-demo' },
	)
	const pipelineExecutionId = pipelineExecutionSummaries[0]?.pipelineExecutionId
	await world.pipeline('RetryStageExecution', {
		pipelineName: 'site-demo',
		stageName: 'Deploy',
		pipelineExecutionId,
		retryMode: 'FAILED_ACTIONS',
	})

	async function listed(startTimeRange: 'All' | 'Latest') {
		const filter = { latestInPipelineExecution: { pipelineExecutionId, startTimeRange } }
		const { ruleExecutionDetails = [] } = await world.pipeline<ListRuleExecutionsOutput>(
			'ListRuleExecutions',
			{ pipelineName: 'site-demo', filter },
		)
		return ruleExecutionDetails.map(({ ruleExecutionId }) => ruleExecutionId)
	}
	const all = await listed('All')
	expect(all).toHaveLength(2)
	expect(await listed('Latest')).toEqual([all[0]])
})
