import type { RetryStageExecutionInput } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../aws-error.ts'
import { operation } from '../../service.ts'
import { pipelineAccess } from './arns.ts'
import type { Execution, StageRun } from './collections.ts'
import { resumeStage } from './engine/run.ts'
import { findExecution, requirePipeline, requireStage, stageState, structureOf } from './store.ts'

/** AWS's words for every reason, and its documentation's: troubleshooting of the user guide. */
const NOT_RETRYABLE =
	'Unable to retry. The pipeline structure or stage state might have changed while actions awaited retry, or the stage contains no failed actions.'

export const retryStageExecution = operation<RetryStageExecutionInput, object>({
	access: ({ pipelineName, stageName }, call) =>
		pipelineAccess(call.scope, 'RetryStageExecution', pipelineName, stageName),
	async run({ pipelineName, stageName = '', pipelineExecutionId = '', retryMode }, call) {
		const pipeline = requirePipeline(call, pipelineName)
		requireStage(structureOf(call, pipeline.name, pipeline.version), stageName)
		const execution = findExecution(call, pipeline.name, pipelineExecutionId)
		const run = execution?.stages[stageName]
		if (!execution || !run) {
			throw notRetryable()
		}
		if (stageState(call, pipeline.name, stageName).latest !== execution.id) {
			// Ours, as all refusals here.
			throw new AwsError(
				'NotLatestPipelineExecutionException',
				`Pipeline execution '${execution.id}' is not the latest in stage '${stageName}'`,
			)
		}
		if (execution.version !== pipeline.version) {
			throw notRetryable()
		}
		const retried = retryMode === 'ALL_ACTIONS' ? retryAll(run) : retryFailed(run, execution)
		await resumeStage(call, execution, stageName, retried)
		return { pipelineExecutionId: execution.id }
	},
})

function retryAll(run: StageRun): StageRun {
	if (!isOver(run)) throw notRetryable()
	return { status: 'InProgress', actions: {}, manualRetries: run.manualRetries + 1 }
}

/** Drops the attempts that failed; while siblings still run, that is allowed too. */
function retryFailed(run: StageRun, execution: Execution): StageRun {
	const all = Object.entries(run.actions)
	const kept = all.filter(([, { status }]) => status !== 'Failed' && status !== 'Abandoned')
	const whileRunning =
		execution.status === 'InProgress' && run.status === 'InProgress' && kept.length < all.length
	if (!isOver(run) && !whileRunning) throw notRetryable()
	return { status: 'InProgress', actions: Object.fromEntries(kept), manualRetries: run.manualRetries + 1 }
}

function isOver({ status }: StageRun): boolean {
	return status === 'Failed' || status === 'Stopped'
}

function notRetryable(): AwsError {
	return new AwsError('StageNotRetryableException', NOT_RETRYABLE)
}
