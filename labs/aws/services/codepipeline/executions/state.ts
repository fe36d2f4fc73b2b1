import type {
	ActionDeclaration,
	ActionState,
	GetPipelineStateInput,
	StageDeclaration,
	StageExecution,
	StageState as StageStateOutput,
} from '@aws-sdk/client-codepipeline'
import { type Call, operation } from '../../../service.ts'
import { findType } from '../action-types/find.ts'
import { fillTemplate } from '../action-types/url-templates.ts'
import { providerOf } from '../actions/providers.ts'
import { pipelineAccess } from '../arns.ts'
import { type ActionExecution, actionExecutions, type StageState } from '../collections.ts'
import { conditionStates } from '../conditions/condition-state.ts'
import { findExecution, requirePipeline, stageState, structureOf } from '../store.ts'

export const getPipelineState = operation<GetPipelineStateInput, object>({
	access: ({ name }, call) => pipelineAccess(call.scope, 'GetPipelineState', name),
	run({ name }, call) {
		const pipeline = requirePipeline(call, name)
		const { stages = [] } = structureOf(call, pipeline.name, pipeline.version)
		return {
			pipelineName: pipeline.name,
			pipelineVersion: pipeline.version,
			stageStates: stages.map((stage) => stateOf(call, pipeline.name, stage)),
			created: new Date(pipeline.createdAt),
			updated: new Date(pipeline.updatedAt),
		}
	},
})

function stateOf(
	call: Call,
	pipeline: string,
	{ name = '', actions = [] }: StageDeclaration,
): StageStateOutput {
	const state = stageState(call, pipeline, name)
	const inbound = state.waiting.map(
		(id): StageExecution => ({
			pipelineExecutionId: id,
			status: 'InProgress',
			type: findExecution(call, pipeline, id)?.type ?? 'STANDARD',
		}),
	)
	return {
		stageName: name,
		...(inbound.length > 0 && { inboundExecution: inbound.at(-1), inboundExecutions: inbound }),
		inboundTransitionState: transitionOf(state),
		actionStates: actions.map((action) => actionStateOf(call, state, action)),
		...latestOf(call, state),
	}
}

function transitionOf({ transition }: StageState) {
	const { enabled, changedBy, changedAt, disabledReason } = transition
	return {
		enabled,
		...(changedBy && { lastChangedBy: changedBy }),
		...(changedAt !== undefined && { lastChangedAt: new Date(changedAt) }),
		...(disabledReason && { disabledReason }),
	}
}

function latestOf(call: Call, { pipeline, stage, latest }: StageState): Partial<StageStateOutput> {
	const execution = findExecution(call, pipeline, latest ?? '')
	const run = execution?.stages[stage]
	if (!execution || !run) return {}
	const { status, manualRetries, autoRetries, latestRetry } = run
	return {
		latestExecution: { pipelineExecutionId: execution.id, status, type: execution.type },
		...conditionStates(call, run),
		...(latestRetry && {
			retryStageMetadata: {
				...(autoRetries > 0 && { autoStageRetryAttempt: autoRetries }),
				...(manualRetries > 0 && { manualStageRetryAttempt: manualRetries }),
				latestRetryTrigger: latestRetry,
			},
		}),
	}
}

function actionStateOf(call: Call, { actions }: StageState, declaration: ActionDeclaration): ActionState {
	const { name = '', configuration = {} } = declaration
	const attempt = call.world.get(actionExecutions, call.scope, actions[name] ?? '')
	const type = findType(call, declaration.actionTypeId ?? {})
	const entityUrl =
		providerOf(declaration).entityUrl?.(configuration, call.scope.region) ??
		(type && fillTemplate(type, 'entityUrlTemplate', { configuration }))
	const { revision } = attempt ?? {}
	return {
		actionName: name,
		...(revision && {
			currentRevision: {
				revisionId: revision.revisionId,
				revisionChangeId: revision.revisionChangeIdentifier,
				created: new Date(revision.createdAt),
			},
			revisionUrl: revision.revisionUrl,
		}),
		...(attempt && { latestExecution: latestExecutionOf(call, attempt) }),
		...(entityUrl && { entityUrl }),
	}
}

function latestExecutionOf(call: Call, attempt: ActionExecution): ActionState['latestExecution'] {
	const { summary, updatedBy, externalExecutionId, externalExecutionUrl, percentComplete, error } = attempt
	const mode = findExecution(call, attempt.pipeline, attempt.executionId)?.mode
	// In PARALLEL mode the token is only in ListActionExecutions, as the model's documentation says.
	const token = mode !== 'PARALLEL' && attempt.status === 'InProgress' ? attempt.token : undefined
	return {
		actionExecutionId: attempt.id,
		status: attempt.status,
		...(summary && { summary }),
		lastStatusChange: new Date(attempt.updatedAt),
		...(token && { token }),
		...(updatedBy && { lastUpdatedBy: updatedBy }),
		...(externalExecutionId && { externalExecutionId }),
		...(externalExecutionUrl && { externalExecutionUrl }),
		...(percentComplete !== undefined && { percentComplete }),
		...(error && { errorDetails: error }),
	}
}
