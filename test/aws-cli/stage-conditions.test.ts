import { expect, test } from 'vitest'
import { refusal, startCli } from './emulator.ts'
import { createPipeline, deploy, openSite, source, start, states } from './site.ts'

// AWS's own walks: https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html and
// https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html

const cli = await startCli({ currentModel: true })
const { aws, json, forward } = cli

test('a stage is kept out by its condition, let in by an override, and rolled back', {
	timeout: 120_000,
}, async () => {
	await openSite(cli)
	const rule = {
		name: 'Fenetre',
		ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'VariableCheck', version: '1' } as const,
		configuration: { Variable: '#{variables.Ouvert}', Operator: 'EQ', Value: 'oui' },
	}
	const guarded = { ...deploy(), beforeEntry: { conditions: [{ result: 'FAIL' as const, rules: [rule] }] } }
	const variables = [{ name: 'Ouvert', defaultValue: 'oui' }]
	await createPipeline(cli, [source, guarded], { variables })
	await forward(10)
	const first = (await states(cli)).Deploy.latestExecution.pipelineExecutionId

	const second = await start(cli, '--variables', 'name=Ouvert,value=non')
	const { Deploy } = await states(cli)
	expect(Deploy).toMatchObject({
		latestExecution: { pipelineExecutionId: second, status: 'Failed' },
		beforeEntryConditionState: { latestExecution: { status: 'Failed' } },
	})
	const checks = ['codepipeline', 'list-rule-executions', '--pipeline-name', 'site']
	const { ruleExecutionDetails } = await json(...checks)
	expect(ruleExecutionDetails).toMatchObject([
		{ ruleName: 'Fenetre', pipelineExecutionId: second, status: 'Failed' },
		{ ruleName: 'Fenetre', pipelineExecutionId: first, status: 'Succeeded' },
	])

	expect(await aws(...override(second))).toEqual({ code: 0, stdout: '', stderr: '' })
	await forward(10)
	expect((await states(cli)).Deploy).toMatchObject({
		latestExecution: { pipelineExecutionId: second, status: 'Succeeded' },
		beforeEntryConditionState: { latestExecution: { status: 'Overridden' } },
	})
	expect(await aws(...override(second))).toEqual(
		refusal(
			'ConditionNotOverridableException',
			'OverrideStageCondition',
			'Unable to override because the condition does not allow overrides.',
		),
	)

	const back = await json(...rollBack('Deploy', first))
	await forward(10)
	const rolled = ['--pipeline-name', 'site', '--pipeline-execution-id', back.pipelineExecutionId]
	const { pipelineExecution } = await json('codepipeline', 'get-pipeline-execution', ...rolled)
	expect(pipelineExecution).toMatchObject({
		...{ executionType: 'ROLLBACK', status: 'Succeeded', trigger: { triggerType: 'ManualRollback' } },
		rollbackMetadata: { rollbackTargetPipelineExecutionId: first },
	})
	expect(await aws(...rollBack('Source', first))).toEqual(
		refusal(
			'UnableToRollbackStageException',
			'RollbackStage',
			'Unable to roll back the stage. The cause might be if the pipeline version has changed since the target pipeline execution was deployed, the stage is currently running, or an incorrect target pipeline execution ID was provided.',
		),
	)
})

function override(execution: string): Array<string> {
	const which = ['--pipeline-name', 'site', '--stage-name', 'Deploy', '--pipeline-execution-id', execution]
	return ['codepipeline', 'override-stage-condition', ...which, '--condition-type', 'BEFORE_ENTRY']
}

function rollBack(stage: string, target: string): Array<string> {
	const which = ['--pipeline-name', 'site', '--stage-name', stage, '--target-pipeline-execution-id', target]
	return ['codepipeline', 'rollback-stage', ...which]
}
