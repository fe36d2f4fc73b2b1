import { expect, test } from 'vitest'
import { refusal, startCli } from './emulator.ts'
import { createPipeline, deploy, openSite, review, source, start, states } from './site.ts'

// AWS's own walks: https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-stop.html and
// https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-retry.html

const cli = await startCli()
const { aws, json, forward } = cli

test('an execution is stopped, after its actions or at once, and its stage is retried', {
	timeout: 120_000,
}, async () => {
	await openSite(cli)
	await createPipeline(cli, [source, review, deploy()], { pipelineType: undefined })
	const first = (await states(cli)).Accord.latestExecution.pipelineExecutionId
	expect(await json(...stop(first), '--reason', 'Erreur de version')).toEqual({ pipelineExecutionId: first })
	// The approval still waits, and the execution for it.
	expect(await history()).toMatchObject([{ pipelineExecutionId: first, status: 'Stopping' }])
	expect((await states(cli)).Accord.actionStates).toMatchObject([
		{ latestExecution: { status: 'InProgress' } },
	])
	expect(await aws(...stop(first))).toEqual(
		refusal(
			'DuplicatedStopRequestException',
			'StopPipelineExecution',
			'The pipeline execution is already in a Stopping state. If you already chose to stop and wait, you cannot make that request again. You can choose to stop and abandon now, but be aware that this option can lead to failed tasks or out of sequence tasks. If you already chose to stop and abandon, you cannot make that request again.',
		),
	)
	await json(...stop(first), '--abandon')
	expect((await states(cli)).Accord).toMatchObject({
		latestExecution: { status: 'Stopped' },
		actionStates: [{ latestExecution: { status: 'Abandoned' } }],
	})
	expect(await history()).toMatchObject([
		{ pipelineExecutionId: first, status: 'Stopped', stopTrigger: { reason: 'Erreur de version' } },
	])
	expect(await aws(...stop(first))).toEqual(
		refusal(
			'PipelineExecutionNotStoppableException',
			'StopPipelineExecution',
			'Unable to stop the pipeline execution. The execution might already be in a Stopped state, or it might no longer be in progress.',
		),
	)

	expect(await json(...retry(first))).toEqual({ pipelineExecutionId: first })
	const { token } = (await states(cli)).Accord.actionStates[0].latestExecution
	const where = ['--pipeline-name', 'site', '--stage-name', 'Accord', '--action-name', 'Relecture']
	const rejected = ['--result', 'summary=Non,status=Rejected', '--token', token]
	await json('codepipeline', 'put-approval-result', ...where, ...rejected)
	expect(await json(...retry(first))).toEqual({ pipelineExecutionId: first })
	expect(await aws(...retry(first))).toEqual(
		refusal(
			'StageNotRetryableException',
			'RetryStageExecution',
			'Unable to retry. The pipeline structure or stage state might have changed while actions awaited retry, or the stage contains no failed actions.',
		),
	)
	await json(...stop(first), '--abandon')
	await start(cli)
	await forward(10)
	expect(await aws(...retry(first))).toEqual(
		refusal(
			'NotLatestPipelineExecutionException',
			'RetryStageExecution',
			'The stage has failed in a later run of the pipeline and the pipelineExecutionId associated with the request is out of date.',
		),
	)
})

async function history(): Promise<Array<object>> {
	const list = await json('codepipeline', 'list-pipeline-executions', '--pipeline-name', 'site')
	return list.pipelineExecutionSummaries
}

function stop(execution: string): Array<string> {
	const which = ['--pipeline-name', 'site', '--pipeline-execution-id', execution]
	return ['codepipeline', 'stop-pipeline-execution', ...which]
}

function retry(execution: string): Array<string> {
	const which = ['--pipeline-name', 'site', '--stage-name', 'Accord', '--pipeline-execution-id', execution]
	return ['codepipeline', 'retry-stage-execution', ...which, '--retry-mode', 'FAILED_ACTIONS']
}
