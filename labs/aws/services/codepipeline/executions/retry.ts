import type { RetryStageExecutionInput, StageRetryMode } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { pipelineAccess } from '../arns.ts'
import { notLatest } from '../codepipeline-error.ts'
import type { Execution, StageRun } from '../collections.ts'
import { resumeStage } from '../engine/run.ts'
import { retried } from '../engine/stage-run.ts'
import { findExecution, requirePipeline, requireStage, stageState, structureOf } from '../store.ts'

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
		if (stageState(call, pipeline.name, stageName).latest !== execution.id) throw notLatest()
		if (execution.version !== pipeline.version) {
			throw notRetryable()
		}
		assertRetryable(run, execution, retryMode)
		const again = retried(run, retryMode ?? 'FAILED_ACTIONS', 'ManualStageRetry')
		await resumeStage(call, execution, stageName, again)
		return { pipelineExecutionId: execution.id }
	},
})

/**
 * A stage that is over can be retried; while siblings still run, failed actions
 * can. One that its entry condition kept out has no action at all: it may come
 * before the condition again (that is our reading).
 */
function assertRetryable(run: StageRun, execution: Execution, mode?: StageRetryMode): void {
	const tries = Object.values(run.actions)
	const anyFailed = tries.some(({ status }) => status === 'Failed' || status === 'Abandoned')
	if (isOver(run)) {
		const unfinished = run.status === 'Stopped' || tries.length === 0
		if (mode === 'ALL_ACTIONS' || anyFailed || unfinished) return
		throw notRetryable()
	}
	const whileRunning = execution.status === 'InProgress' && run.status === 'InProgress' && anyFailed
	if (mode === 'ALL_ACTIONS' || !whileRunning) throw notRetryable()
}

function isOver({ status }: StageRun): boolean {
	return status === 'Failed' || status === 'Stopped'
}

function notRetryable(): AwsError {
	return new AwsError('StageNotRetryableException', NOT_RETRYABLE)
}
