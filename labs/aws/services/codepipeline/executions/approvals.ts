import type { PutApprovalResultInput } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import type { Settled } from '../actions/action.ts'
import { pipelineAccess } from '../arns.ts'
import { type ActionExecution, actionExecutions, approvalTokens } from '../collections.ts'
import { settleAction } from '../engine/action-run.ts'
import { driveStage } from '../engine/run.ts'
import { requirePipeline, requireStage, structureOf } from '../store.ts'

export const putApprovalResult = operation<PutApprovalResultInput, object>({
	access: ({ pipelineName, stageName, actionName }, call) =>
		pipelineAccess(call.scope, 'PutApprovalResult', pipelineName, stageName, actionName),
	async run({ pipelineName, stageName, actionName, token, result }, call) {
		const pipeline = requirePipeline(call, pipelineName)
		const stage = requireStage(structureOf(call, pipeline.name, pipeline.version), stageName)
		if (!stage.actions?.some(({ name }) => name === actionName)) {
			// Ours.
			const message = `Stage '${stageName}' does not have an action with name '${actionName}'`
			throw new AwsError('ActionNotFoundException', message)
		}
		const attempt = findApproval(call, pipeline.name, stageName, actionName, token)
		// Both texts: the model's documentation of the errors.
		if (!attempt) {
			const message = 'The approval request already received a response or has expired.'
			throw new AwsError('InvalidApprovalTokenException', message)
		}
		if (attempt.status !== 'InProgress') {
			const message = 'The approval action has already been approved or rejected.'
			throw new AwsError('ApprovalAlreadyCompletedException', message)
		}
		settleAction(call, attempt, answer(result?.status === 'Approved', result?.summary, call.principal.arn))
		await driveStage(call, attempt.pipeline, attempt.executionId, attempt.stage)
		return { approvedAt: new Date(call.now) }
	},
})

function findApproval(
	call: Call,
	pipeline: string,
	stage?: string,
	action?: string,
	token?: string,
): Readonly<ActionExecution> | undefined {
	const { key } = call.world.get(approvalTokens, call.scope, `${pipeline}/${token}`) ?? {}
	const attempt = key === undefined ? undefined : call.world.get(actionExecutions, call.scope, key)
	return attempt?.stage === stage && attempt?.action === action ? attempt : undefined
}

function answer(approved: boolean, summary: string | undefined, by: string): Settled {
	return {
		state: 'settled',
		status: approved ? 'Succeeded' : 'Failed',
		updatedBy: by,
		...(summary && { summary }),
		...(!approved && { error: { code: 'JobFailed', message: summary || 'The approval was rejected' } }),
	}
}
