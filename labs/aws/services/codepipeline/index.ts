import type { Service } from '../../service.ts'
import { createCustomActionType, deleteCustomActionType } from './action-types/custom.ts'
import { getActionType, updateActionType } from './action-types/integration.ts'
import { listActionTypes } from './action-types/list.ts'
import { finishCommands } from './actions/commands.ts'
import { overrideStageCondition } from './conditions/override.ts'
import { listRuleExecutions } from './conditions/rule-executions.ts'
import { listRuleTypes } from './conditions/rule-types.ts'
import { noticeEnd } from './engine/awaited.ts'
import { step } from './engine/step.ts'
import { listActionExecutions } from './executions/action-executions.ts'
import { putApprovalResult } from './executions/approvals.ts'
import { listDeployActionExecutionTargets } from './executions/deploy-targets.ts'
import {
	getPipelineExecution,
	listPipelineExecutions,
	startByRule,
	startPipelineExecution,
	stopPipelineExecution,
} from './executions/executions.ts'
import { retryStageExecution } from './executions/retry.ts'
import { putActionRevision } from './executions/revisions.ts'
import { rollbackStage } from './executions/rollback.ts'
import { getPipelineState } from './executions/state.ts'
import { disableStageTransition, enableStageTransition } from './executions/transitions.ts'
import { acknowledgeJob, getJobDetails } from './jobs/acknowledge.ts'
import { pollForJobs } from './jobs/poll.ts'
import { putJobFailureResult, putJobSuccessResult } from './jobs/results.ts'
import {
	acknowledgeThirdPartyJob,
	getThirdPartyJobDetails,
	pollForThirdPartyJobs,
	putThirdPartyJobFailureResult,
	putThirdPartyJobSuccessResult,
} from './jobs/third-party.ts'
import {
	createPipeline,
	deletePipeline,
	getPipeline,
	listPipelines,
	updatePipeline,
} from './pipelines/pipelines.ts'
import { listTagsForResource, tagResource, untagResource } from './pipelines/tags.ts'
import { deliverEvent } from './triggers/deliver.ts'
import { noticeReferences, noticeWrite } from './triggers/polling.ts'
import { hasWebhook, receiveDelivery } from './webhooks/deliver.ts'
import { deregisterWebhookWithThirdParty, registerWebhookWithThirdParty } from './webhooks/third-party.ts'
import { deleteWebhook, listWebhooks, putWebhook } from './webhooks/webhooks.ts'

/** AWS CodePipeline: structures, executions, and the actions that run in them. */
export const codepipeline: Service = {
	name: 'codepipeline',
	operations: {
		AcknowledgeJob: acknowledgeJob,
		AcknowledgeThirdPartyJob: acknowledgeThirdPartyJob,
		CreateCustomActionType: createCustomActionType,
		CreatePipeline: createPipeline,
		DeleteCustomActionType: deleteCustomActionType,
		DeletePipeline: deletePipeline,
		DeleteWebhook: deleteWebhook,
		DeregisterWebhookWithThirdParty: deregisterWebhookWithThirdParty,
		DisableStageTransition: disableStageTransition,
		EnableStageTransition: enableStageTransition,
		GetActionType: getActionType,
		GetJobDetails: getJobDetails,
		GetPipeline: getPipeline,
		GetPipelineExecution: getPipelineExecution,
		GetPipelineState: getPipelineState,
		GetThirdPartyJobDetails: getThirdPartyJobDetails,
		ListActionExecutions: listActionExecutions,
		ListActionTypes: listActionTypes,
		ListDeployActionExecutionTargets: listDeployActionExecutionTargets,
		ListPipelineExecutions: listPipelineExecutions,
		ListPipelines: listPipelines,
		ListRuleExecutions: listRuleExecutions,
		ListRuleTypes: listRuleTypes,
		ListTagsForResource: listTagsForResource,
		ListWebhooks: listWebhooks,
		OverrideStageCondition: overrideStageCondition,
		PollForJobs: pollForJobs,
		PollForThirdPartyJobs: pollForThirdPartyJobs,
		PutActionRevision: putActionRevision,
		PutApprovalResult: putApprovalResult,
		PutJobFailureResult: putJobFailureResult,
		PutJobSuccessResult: putJobSuccessResult,
		PutThirdPartyJobFailureResult: putThirdPartyJobFailureResult,
		PutThirdPartyJobSuccessResult: putThirdPartyJobSuccessResult,
		PutWebhook: putWebhook,
		RegisterWebhookWithThirdParty: registerWebhookWithThirdParty,
		RetryStageExecution: retryStageExecution,
		RollbackStage: rollbackStage,
		StartPipelineExecution: startPipelineExecution,
		StopPipelineExecution: stopPipelineExecution,
		TagResource: tagResource,
		UntagResource: untagResource,
		UpdateActionType: updateActionType,
		UpdatePipeline: updatePipeline,
	},
	internal: { DeliverGitEvent: deliverEvent, StartByRule: startByRule },
	step,
	finish: finishCommands,
	hasAddress: hasWebhook,
	receive: receiveDelivery,
	hears: {
		'codecommit:ReferencesMoved': noticeReferences,
		's3:PutObject': noticeWrite,
		's3:CopyObject': noticeWrite,
		's3:CompleteMultipartUpload': noticeWrite,
		'codebuild:Ended': noticeEnd,
		'codepipeline:Ended': noticeEnd,
		'lambda:Ended': noticeEnd,
		'stepfunctions:Ended': noticeEnd,
	},
}
