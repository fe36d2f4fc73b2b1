import type { ActionExecutionDetail, ListActionExecutionsInput } from '@aws-sdk/client-codepipeline'
import { type Call, operation } from '../../../service.ts'
import { pipelineAccess } from '../arns.ts'
import { type ActionExecution, type ArtifactLocation, actionExecutions, actionOrder } from '../collections.ts'
import { maskConfiguration } from '../pipelines/secrets.ts'
import { requireStage, structureOf } from '../store.ts'
import { pageOfTries, type Tries } from './tries.ts'

const actionTries: Tries<ActionExecution> = {
	collection: actionExecutions,
	order: actionOrder,
	counted: ({ actions }, { action }) => actions[action]?.execution,
}

export const listActionExecutions = operation<ListActionExecutionsInput, object>({
	access: ({ pipelineName }, call) => pipelineAccess(call.scope, 'ListActionExecutions', pipelineName),
	run(input, call) {
		const { page, nextToken } = pageOfTries(call, actionTries, input)
		return { actionExecutionDetails: page.map((attempt) => detailOf(call, attempt)), nextToken }
	},
})

function detailOf(call: Call, attempt: ActionExecution): ActionExecutionDetail {
	const stage = requireStage(structureOf(call, attempt.pipeline, attempt.version), attempt.stage)
	const declaration = stage.actions?.find(({ name }) => name === attempt.action)
	const { externalExecutionId, externalExecutionUrl, summary, error } = attempt
	return {
		pipelineExecutionId: attempt.executionId,
		actionExecutionId: attempt.id,
		pipelineVersion: attempt.version,
		stageName: attempt.stage,
		actionName: attempt.action,
		startTime: new Date(attempt.startedAt),
		lastUpdateTime: new Date(attempt.updatedAt),
		...(attempt.updatedBy && { updatedBy: attempt.updatedBy }),
		status: attempt.status,
		input: {
			actionTypeId: declaration?.actionTypeId,
			configuration: maskConfiguration(call, declaration?.actionTypeId, declaration?.configuration ?? {}),
			resolvedConfiguration: maskConfiguration(call, declaration?.actionTypeId, attempt.configuration),
			...(declaration?.roleArn && { roleArn: declaration.roleArn }),
			region: declaration?.region ?? call.scope.region,
			inputArtifacts: attempt.inputs.map(detailOfArtifact),
			...(declaration?.namespace && { namespace: declaration.namespace }),
		},
		output: {
			outputArtifacts: attempt.outputs.map(detailOfArtifact),
			executionResult: {
				...(externalExecutionId && { externalExecutionId }),
				...(summary && { externalExecutionSummary: summary }),
				...(externalExecutionUrl && { externalExecutionUrl }),
				...(error && { errorDetails: error }),
			},
			outputVariables: attempt.outputVariables,
		},
	}
}

function detailOfArtifact({ name, bucket, key }: { name: string } & ArtifactLocation) {
	return { name, s3location: { bucket, key } }
}
