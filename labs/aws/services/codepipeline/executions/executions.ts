import type {
	GetPipelineExecutionInput,
	ListPipelineExecutionsInput,
	PipelineExecutionSummary,
	StartPipelineExecutionInput,
	StopPipelineExecutionInput,
} from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { pipelineAccess } from '../arns.ts'
import { pipelineToStartNotFound } from '../codepipeline-error.ts'
import { type Execution, executionOrder, pipelines, startTokens } from '../collections.ts'
import { currentStage, endExecution } from '../engine/end.ts'
import { admitWaiting, driveStage } from '../engine/run.ts'
import { startExecution } from '../engine/start.ts'
import { pageOfIndex } from '../pages.ts'
import {
	findExecution,
	isUnderWay,
	putExecution,
	requireExecution,
	requirePipeline,
	structureOf,
} from '../store.ts'
import { checkOverrides, givenVariables } from './start-input.ts'

export const startPipelineExecution = operation<StartPipelineExecutionInput, object>({
	access: ({ name }, call) => pipelineAccess(call.scope, 'StartPipelineExecution', name),
	async run({ name, variables = [], sourceRevisions = [], clientRequestToken }, call) {
		const pipeline = call.world.get(pipelines, call.scope, name ?? '')
		if (!pipeline) throw pipelineToStartNotFound(call.scope, name ?? '')
		const structure = structureOf(call, pipeline.name, pipeline.version)
		const token = `${pipeline.name}/${clientRequestToken}`
		const known = clientRequestToken ? call.world.get(startTokens, call.scope, token) : undefined
		if (known) return { pipelineExecutionId: known.execution }
		const execution = await startExecution(call, pipeline, {
			trigger: { triggerType: 'StartPipelineExecution', triggerDetail: call.principal.arn },
			variables: givenVariables(structure, variables),
			overrides: checkOverrides(structure, sourceRevisions),
			clientRequestToken,
		})
		return { pipelineExecutionId: execution.id }
	},
})

interface StartByRuleInput extends StartPipelineExecutionInput {
	/** Of the rule of EventBridge that starts it. */
	ruleArn?: string
}

/** A start by a rule, under the role of its target: who has the right to start has this one. */
export const startByRule = operation<StartByRuleInput, object>({
	access: ({ name }, call) => pipelineAccess(call.scope, 'StartPipelineExecution', name),
	async run({ name, ruleArn = '', variables = [], sourceRevisions = [] }, call) {
		const pipeline = call.world.get(pipelines, call.scope, name ?? '')
		if (!pipeline) throw pipelineToStartNotFound(call.scope, name ?? '')
		const structure = structureOf(call, pipeline.name, pipeline.version)
		const execution = await startExecution(call, pipeline, {
			trigger: { triggerType: 'CloudWatchEvent', triggerDetail: ruleArn },
			variables: givenVariables(structure, variables),
			overrides: checkOverrides(structure, sourceRevisions),
		})
		return { pipelineExecutionId: execution.id }
	},
})

export const stopPipelineExecution = operation<StopPipelineExecutionInput, object>({
	access: ({ pipelineName }, call) => pipelineAccess(call.scope, 'StopPipelineExecution', pipelineName),
	async run({ pipelineName, pipelineExecutionId, abandon = false, reason }, call) {
		const pipeline = requirePipeline(call, pipelineName)
		const execution = findExecution(call, pipeline.name, pipelineExecutionId ?? '')
		// Both texts: the model's documentation of the errors.
		if (!execution || !isUnderWay(execution)) {
			throw new AwsError(
				'PipelineExecutionNotStoppableException',
				'Unable to stop the pipeline execution. The execution might already be in a Stopped state, or it might no longer be in progress.',
			)
		}
		if (execution.status === 'Stopping' && !abandon) {
			throw new AwsError(
				'DuplicatedStopRequestException',
				'The pipeline execution is already in a Stopping state. If you already chose to stop and wait, you cannot make that request again. You can choose to stop and abandon now, but be aware that this option can lead to failed tasks or out of sequence tasks. If you already chose to stop and abandon, you cannot make that request again.',
			)
		}
		const stopping: Execution = { ...execution, status: 'Stopping', ...(reason && { stopReason: reason }) }
		putExecution(call, stopping)
		const stage = currentStage(stopping)
		if (stage === undefined || abandon) endExecution(call, stopping, 'Stopped')
		else await driveStage(call, pipeline.name, execution.id, stage)
		for (const { name = '' } of structureOf(call, pipeline.name, execution.version).stages ?? []) {
			await admitWaiting(call, pipeline.name, name)
		}
		return { pipelineExecutionId: execution.id }
	},
})

export const getPipelineExecution = operation<GetPipelineExecutionInput, object>({
	access: ({ pipelineName }, call) => pipelineAccess(call.scope, 'GetPipelineExecution', pipelineName),
	run({ pipelineName, pipelineExecutionId }, call) {
		const pipeline = requirePipeline(call, pipelineName)
		const execution = requireExecution(call, pipeline.name, pipelineExecutionId)
		const { mode, trigger } = execution
		return {
			pipelineExecution: {
				pipelineName: pipeline.name,
				pipelineVersion: execution.version,
				pipelineExecutionId: execution.id,
				status: execution.status,
				...(execution.statusSummary && { statusSummary: execution.statusSummary }),
				artifactRevisions: execution.revisions.map(({ actionName: _, createdAt, ...revision }) => ({
					...revision,
					created: new Date(createdAt),
				})),
				variables: Object.entries(execution.variables).map(([name, resolvedValue]) => ({
					name,
					resolvedValue,
				})),
				trigger,
				executionMode: mode,
				executionType: execution.type,
				...rollbackOf(execution),
			},
		}
	},
})

export const listPipelineExecutions = operation<ListPipelineExecutionsInput, object>({
	access: ({ pipelineName }, call) => pipelineAccess(call.scope, 'ListPipelineExecutions', pipelineName),
	run({ pipelineName, filter, ...paging }, call) {
		const pipeline = requirePipeline(call, pipelineName)
		const stage = filter?.succeededInStage?.stageName
		const { page, nextToken } = pageOfIndex(call, executionOrder, pipeline.name, paging, (entry) => {
			const execution = findExecution(call, pipeline.name, entry.execution)
			const wanted = stage === undefined || execution?.stages[stage]?.status === 'Succeeded'
			return wanted ? execution : undefined
		})
		return { pipelineExecutionSummaries: page.map(summaryOf), nextToken }
	},
})

function rollbackOf({ rollbackTarget }: Execution) {
	if (rollbackTarget === undefined) return {}
	return { rollbackMetadata: { rollbackTargetPipelineExecutionId: rollbackTarget } }
}

function summaryOf(execution: Execution): PipelineExecutionSummary {
	const { mode, trigger, stopReason } = execution
	return {
		pipelineExecutionId: execution.id,
		status: execution.status,
		...(execution.statusSummary && { statusSummary: execution.statusSummary }),
		startTime: new Date(execution.startedAt),
		lastUpdateTime: new Date(execution.updatedAt),
		sourceRevisions: execution.revisions.map(({ actionName, revisionId, revisionSummary, revisionUrl }) => ({
			...{ actionName, revisionId, revisionSummary, revisionUrl },
		})),
		trigger,
		...(stopReason && { stopTrigger: { reason: stopReason } }),
		executionMode: mode,
		executionType: execution.type,
		...rollbackOf(execution),
	}
}
