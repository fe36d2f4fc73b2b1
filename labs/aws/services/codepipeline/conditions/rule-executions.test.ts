import type { ListRuleExecutionsOutput } from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { openWorld } from '../world.fixture.ts'
import { create, entry, gated, latest, variableIs } from './conditions.fixture.ts'

const MINUTE = 60

test('of the checks of an execution, all are listed, or those that count', async () => {
	const world = await openWorld()
	await create(world, gated(entry({ result: 'FAIL', rules: [variableIs('test')] })))
	await world.pass(MINUTE)
	const pipelineExecutionId = (await latest(world))?.pipelineExecutionId
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
