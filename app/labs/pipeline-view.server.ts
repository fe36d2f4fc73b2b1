import type {
	ActionState,
	GetPipelineOutput,
	GetPipelineStateOutput,
	ListPipelineExecutionsOutput,
	ListPipelinesOutput,
	StageState,
} from '@aws-sdk/client-codepipeline'
import type {
	ActionCategory,
	ExecutionToken,
	PipelineDiagram,
	StageDiagram,
} from '#app/ui/pipeline/pipeline-diagram.ts'
import type { Status } from '#app/ui/status.tsx'
import type { Sandbox } from '#labs/aws/world/sandbox.ts'

const STATUS: Record<string, Status> = {
	InProgress: 'running',
	Succeeded: 'succeeded',
	Failed: 'failed',
	Stopped: 'stopped',
	Stopping: 'stopped',
	Cancelled: 'superseded',
	Superseded: 'superseded',
	Skipped: 'skipped',
	Abandoned: 'abandoned',
}

/**
 * The pipelines of an account as the diagram draws them. Asked of a fork, so
 * that looking leaves no trace in the learner's journal.
 */
export async function pipelineDiagrams(
	sandbox: Sandbox,
	scope: { account: string; region: string },
): Promise<Array<PipelineDiagram>> {
	const fork = sandbox.fork()
	const principal = {
		type: 'root',
		account: scope.account,
		arn: `arn:aws:iam::${scope.account}:root`,
	} as const
	const ask = <Output>(operation: string, input: object) =>
		fork.call({ principal, scope, service: 'codepipeline', operation, input }) as Promise<Output>

	const { pipelines = [] } = await ask<ListPipelinesOutput>('ListPipelines', {})
	return Promise.all(
		pipelines.map(async ({ name = '' }) => {
			const { pipeline } = await ask<GetPipelineOutput>('GetPipeline', { name })
			const state = await ask<GetPipelineStateOutput>('GetPipelineState', { name })
			const history = await ask<ListPipelineExecutionsOutput>('ListPipelineExecutions', {
				pipelineName: name,
			})
			const executions = history.pipelineExecutionSummaries ?? []
			const numbers = new Map(
				executions.map(({ pipelineExecutionId = '' }, index) => [
					pipelineExecutionId,
					executions.length - index,
				]),
			)
			const token = (id: string | undefined): Array<ExecutionToken> => {
				const number = id && numbers.get(id)
				return number ? [{ number }] : []
			}
			return {
				name,
				stages: (pipeline?.stages ?? []).map((stage, index): StageDiagram => {
					const live = state.stageStates?.[index]
					return {
						name: stage.name ?? '',
						status: STATUS[live?.latestExecution?.status ?? ''],
						...(index > 0 && { transition: transitionOf(live) }),
						executions: token(live?.latestExecution?.pipelineExecutionId),
						waiting: token(live?.inboundExecution?.pipelineExecutionId),
						actions: (stage.actions ?? []).map((action) => {
							const now = live?.actionStates?.find((one) => one.actionName === action.name)
							return {
								name: action.name ?? '',
								category: (action.actionTypeId?.category ?? 'Invoke') as ActionCategory,
								provider: action.actionTypeId?.provider ?? '',
								runOrder: action.runOrder ?? 1,
								status: STATUS[now?.latestExecution?.status ?? ''],
								detail: detailOf(now),
								inputs: (action.inputArtifacts ?? []).map((artifact) => artifact.name ?? ''),
								outputs: (action.outputArtifacts ?? []).map((artifact) => artifact.name ?? ''),
							}
						}),
					}
				}),
			}
		}),
	)
}

function transitionOf(stage: StageState | undefined) {
	const transition = stage?.inboundTransitionState
	return { enabled: transition?.enabled ?? true, reason: transition?.disabledReason }
}

function detailOf(action: ActionState | undefined): string | undefined {
	return action?.latestExecution?.errorDetails?.message ?? action?.latestExecution?.summary
}
