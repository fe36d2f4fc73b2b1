import type { Service } from '../../service.ts'
import { listActionExecutions } from './action-executions.ts'
import { putApprovalResult } from './approvals.ts'
import { step } from './engine/step.ts'
import {
	getPipelineExecution,
	listPipelineExecutions,
	startPipelineExecution,
	stopPipelineExecution,
} from './executions.ts'
import { overrideStageCondition } from './override.ts'
import { createPipeline, deletePipeline, getPipeline, listPipelines, updatePipeline } from './pipelines.ts'
import { noticeWrite } from './polling.ts'
import { retryStageExecution } from './retry.ts'
import { rollbackStage } from './rollback.ts'
import { listRuleExecutions } from './rule-executions.ts'
import { listRuleTypes } from './rule-types.ts'
import { getPipelineState } from './state.ts'
import { listTagsForResource, tagResource, untagResource } from './tags.ts'
import { disableStageTransition, enableStageTransition } from './transitions.ts'

/** AWS CodePipeline: structures, executions, and the actions that run in them. */
export const codepipeline: Service = {
	name: 'codepipeline',
	operations: {
		CreatePipeline: createPipeline,
		DeletePipeline: deletePipeline,
		DisableStageTransition: disableStageTransition,
		EnableStageTransition: enableStageTransition,
		GetPipeline: getPipeline,
		GetPipelineExecution: getPipelineExecution,
		GetPipelineState: getPipelineState,
		ListActionExecutions: listActionExecutions,
		ListPipelineExecutions: listPipelineExecutions,
		ListPipelines: listPipelines,
		ListRuleExecutions: listRuleExecutions,
		ListRuleTypes: listRuleTypes,
		ListTagsForResource: listTagsForResource,
		OverrideStageCondition: overrideStageCondition,
		PutApprovalResult: putApprovalResult,
		RetryStageExecution: retryStageExecution,
		RollbackStage: rollbackStage,
		StartPipelineExecution: startPipelineExecution,
		StopPipelineExecution: stopPipelineExecution,
		TagResource: tagResource,
		UntagResource: untagResource,
		UpdatePipeline: updatePipeline,
	},
	step,
	notice: noticeWrite,
}
