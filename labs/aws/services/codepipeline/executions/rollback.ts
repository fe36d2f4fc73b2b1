import type { PipelineDeclaration, RollbackStageInput } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { pipelineAccess } from '../arns.ts'
import { createRollback, isRollbackTarget } from '../engine/rollback.ts'
import { enterRollback } from '../engine/run.ts'
import { requireExecution, requirePipeline, requireStage, stageState, structureOf } from '../store.ts'

/** Runs a stage again with the artifacts and variables of an execution that succeeded in it. */
export const rollbackStage = operation<RollbackStageInput, object>({
	access: ({ pipelineName, stageName }, call) =>
		pipelineAccess(call.scope, 'RollbackStage', pipelineName, stageName),
	async run({ pipelineName, stageName = '', targetPipelineExecutionId }, call) {
		const pipeline = requirePipeline(call, pipelineName)
		const structure = structureOf(call, pipeline.name, pipeline.version)
		requireStage(structure, stageName)
		const target = requireExecution(call, pipeline.name, targetPipelineExecutionId)
		if (!canRollBack(structure, stageName)) throw unableToRollBack()
		if (target.version !== pipeline.version) {
			// The model's documentation of the error.
			throw new AwsError(
				'PipelineExecutionOutdatedException',
				'The specified pipeline execution is outdated and cannot be used as a target pipeline execution for rollback.',
			)
		}
		const running = stageState(call, pipeline.name, stageName).holder !== undefined
		if (running || !isRollbackTarget(target, stageName, pipeline.version)) throw unableToRollBack()
		const by = call.principal.arn
		const execution = createRollback(call, pipeline, target, 'ManualRollback', by)
		await enterRollback(call, execution, stageName)
		return { pipelineExecutionId: execution.id }
	},
})

/** V2 only, never a source stage, never in PARALLEL mode: user guide, stage-rollback and execution-modes. */
function canRollBack({ pipelineType, executionMode, stages }: PipelineDeclaration, stage: string): boolean {
	return pipelineType === 'V2' && executionMode !== 'PARALLEL' && stages?.[0]?.name !== stage
}

/** The model's documentation of the error, for every reason. */
function unableToRollBack(): AwsError {
	return new AwsError(
		'UnableToRollbackStageException',
		'Unable to roll back the stage. The cause might be if the pipeline version has changed since the target pipeline execution was deployed, the stage is currently running, or an incorrect target pipeline execution ID was provided.',
	)
}
