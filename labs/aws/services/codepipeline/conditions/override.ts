import type { ConditionType, OverrideStageConditionInput } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { pipelineAccess } from '../arns.ts'
import { notLatest } from '../codepipeline-error.ts'
import type { CheckPoint, Execution, StageRun } from '../collections.ts'
import { conditionAt } from '../engine/advance.ts'
import { abandonRules } from '../engine/conditions.ts'
import { driveStage, resumeStage } from '../engine/run.ts'
import { withCondition } from '../engine/stage-run.ts'
import {
	findExecution,
	putExecution,
	requirePipeline,
	requireStage,
	stageState,
	structureOf,
} from '../store.ts'

const POINTS: Readonly<Record<ConditionType, CheckPoint>> = {
	BEFORE_ENTRY: 'beforeEntry',
	ON_SUCCESS: 'onSuccess',
}

/** Lets an execution pass a condition that still waits or that has failed. */
export const overrideStageCondition = operation<OverrideStageConditionInput, void>({
	access: ({ pipelineName, stageName }, call) =>
		pipelineAccess(call.scope, 'OverrideStageCondition', pipelineName, stageName),
	async run(
		{ pipelineName, stageName = '', pipelineExecutionId = '', conditionType = 'BEFORE_ENTRY' },
		call,
	) {
		const pipeline = requirePipeline(call, pipelineName)
		const stage = requireStage(structureOf(call, pipeline.name, pipeline.version), stageName)
		const execution = findExecution(call, pipeline.name, pipelineExecutionId)
		const run = execution?.stages[stageName]
		if (!execution || !run) throw notOverridable()
		if (stageState(call, pipeline.name, stageName).latest !== execution.id) throw notLatest()
		const point = POINTS[conditionType]
		const condition = run.conditions[point]
		const blocks = condition?.status === 'InProgress' || condition?.status === 'Failed'
		const skips = conditionAt(stage, point)?.result === 'SKIP'
		if (!condition || !blocks || skips || execution.version !== pipeline.version) throw notOverridable()
		abandonRules(call, run)
		const overridden = withCondition(execution, stageName, point, {
			...condition,
			status: 'Overridden',
			changedAt: call.now,
			summary: `Overridden by ${call.principal.arn}`,
		})
		await goOn(call, overridden, stageName)
	},
})

async function goOn(call: Call, execution: Execution, stage: string): Promise<void> {
	const run = execution.stages[stage] as StageRun
	if (run.status === 'InProgress') {
		putExecution(call, execution)
		return driveStage(call, execution.pipeline, execution.id, stage)
	}
	await resumeStage(call, execution, stage, { ...run, status: 'InProgress' })
}

/** The model's documentation of the error. */
function notOverridable(): AwsError {
	return new AwsError(
		'ConditionNotOverridableException',
		'Unable to override because the condition does not allow overrides.',
	)
}
