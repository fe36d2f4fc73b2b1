import type {
	ActionExecutionDetail,
	ListActionExecutionsInput,
	StartTimeRange,
} from '@aws-sdk/client-codepipeline'
import { type Call, operation } from '../../service.ts'
import { pipelineAccess } from './arns.ts'
import { type ActionExecution, type ArtifactLocation, actionExecutions, actionOrder } from './collections.ts'
import { pageOf, pageOfIndex } from './pages.ts'
import { maskConfiguration } from './secrets.ts'
import { requireExecution, requirePipeline, requireStage, structureOf } from './store.ts'

export const listActionExecutions = operation<ListActionExecutionsInput, object>({
	access: ({ pipelineName }, call) => pipelineAccess(call.scope, 'ListActionExecutions', pipelineName),
	run({ pipelineName, filter, ...paging }, call) {
		const pipeline = requirePipeline(call, pipelineName)
		const latest = filter?.latestInPipelineExecution
		const id = filter?.pipelineExecutionId ?? latest?.pipelineExecutionId
		const { page, nextToken } =
			id === undefined
				? pageOfIndex(call, actionOrder, pipeline.name, paging, ({ key }) =>
						call.world.get(actionExecutions, call.scope, key),
					)
				: pageOf(attemptsOf(call, pipeline.name, id, latest?.startTimeRange), ({ key }) => key, paging)
		return { actionExecutionDetails: page.map((attempt) => detailOf(call, attempt)), nextToken }
	},
})

/** An execution's tries at actions, newest first; of the range `Latest`, those that count. */
function attemptsOf(
	call: Call,
	pipeline: string,
	id: string,
	range: StartTimeRange = 'All',
): Array<Readonly<ActionExecution>> {
	const { stages } = requireExecution(call, pipeline, id)
	const all = call.world.list(actionExecutions, call.scope, { prefix: `${pipeline}/${id}/` }).reverse()
	if (range === 'All') return all
	return all.filter(({ key, stage, action }) => stages[stage]?.actions[action]?.execution === key)
}

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
