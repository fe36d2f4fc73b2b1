import type { ActionExecutionDetail, ListActionExecutionsInput } from '@aws-sdk/client-codepipeline'
import { type Call, operation } from '../../service.ts'
import { pipelineAccess } from './arns.ts'
import { type ActionExecution, type ArtifactLocation, actionExecutions } from './collections.ts'
import { pageOf } from './pages.ts'
import { maskConfiguration } from './secrets.ts'
import { requireExecution, requirePipeline, requireStage, structureOf } from './store.ts'

export const listActionExecutions = operation<ListActionExecutionsInput, object>({
	access: ({ pipelineName }, call) => pipelineAccess(call.scope, 'ListActionExecutions', pipelineName),
	run({ pipelineName, filter, ...paging }, call) {
		const pipeline = requirePipeline(call, pipelineName)
		const id = filter?.pipelineExecutionId ?? filter?.latestInPipelineExecution?.pipelineExecutionId
		if (id !== undefined) requireExecution(call, pipeline.name, id)
		const prefix = id === undefined ? `${pipeline.name}/` : `${pipeline.name}/${id}/`
		// Newest first; of the same moment, the one that started last.
		const all = call.world
			.list(actionExecutions, call.scope, { prefix })
			.sort((a, b) => b.startedAt - a.startedAt || (a.key < b.key ? 1 : -1))
		const { page, nextToken } = pageOf(all, (attempt) => attempt.key, paging)
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
