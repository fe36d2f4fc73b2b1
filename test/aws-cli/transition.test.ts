import { expect, test } from 'vitest'
import { refusal, startCli } from './emulator.ts'
import { createPipeline, deploy, openSite, source, start, states } from './site.ts'

// AWS's own walk: https://docs.aws.amazon.com/codepipeline/latest/userguide/transitions.html

const cli = await startCli()
const { aws, json, forward } = cli

test('a disabled transition holds the newest execution and lets it in when it is enabled', {
	timeout: 120_000,
}, async () => {
	await openSite(cli)
	await createPipeline(cli, [source, deploy()], { pipelineType: undefined })
	await forward(10)
	const reason = ['--reason', 'Gel de fin de mois']
	expect(await aws(...transition('disable', 'Deploy'), ...reason)).toEqual({
		code: 0,
		stdout: '',
		stderr: '',
	})

	const held = await start(cli)
	const newest = await start(cli)
	const { Deploy } = await states(cli)
	expect(Deploy.inboundTransitionState).toMatchObject({
		enabled: false,
		disabledReason: 'Gel de fin de mois',
		lastChangedBy: 'arn:aws:iam::123456789012:user/admin',
	})
	expect(Deploy.inboundExecution).toMatchObject({ pipelineExecutionId: newest, status: 'InProgress' })
	expect(await statuses()).toMatchObject({ [held]: 'Superseded', [newest]: 'InProgress' })

	await json(...transition('enable', 'Deploy'))
	await forward(10)
	expect(await statuses()).toMatchObject({ [held]: 'Superseded', [newest]: 'Succeeded' })

	expect(await aws(...transition('enable', 'Recette'))).toEqual(
		refusal(
			'StageNotFoundException',
			'EnableStageTransition',
			"Pipeline 'site' does not have a stage with name 'Recette'",
		),
	)
	// No apostrophe, no accent: https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DisableStageTransition.html
	const apostrophe = await aws(...transition('disable', 'Deploy'), '--reason', "Gel d'hiver")
	expect(apostrophe).toEqual(
		refusal(
			'ValidationException',
			'DisableStageTransition',
			"1 validation error detected: Value 'Gel d'hiver' at 'reason' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9!@ \\(\\)\\.\\*\\?\\-]+",
		),
	)
})

function transition(change: 'enable' | 'disable', stage: string): Array<string> {
	const where = ['--pipeline-name', 'site', '--stage-name', stage, '--transition-type', 'Inbound']
	return ['codepipeline', `${change}-stage-transition`, ...where]
}

/** How each execution stands. */
async function statuses(): Promise<Record<string, string>> {
	const query = 'pipelineExecutionSummaries[].[pipelineExecutionId, status]'
	const list = ['codepipeline', 'list-pipeline-executions', '--pipeline-name', 'site']
	return Object.fromEntries(await json(...list, '--query', query))
}
