import type {
	ActionExecutionStatus,
	PipelineExecutionStatus,
	StageExecutionStatus,
} from '@aws-sdk/client-codepipeline'
import type { Call } from '../../service.ts'
import type { Json } from '../../world/json.ts'
import { recordMetric } from '../cloudwatch/metric-data.ts'
import { emitEvent } from '../events/bus.ts'
import { pipelineArn } from './arns.ts'
import { type ActionExecution, type Execution, pipelineVersions, versionId } from './collections.ts'

// What CodePipeline tells of itself, from what changed in its documents: events
// in EventBridge's shape and the two metrics of a pipeline. Sources:
// https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
// https://docs.aws.amazon.com/codepipeline/latest/userguide/metrics-dimensions.html

const EXECUTION_STATES: Readonly<Record<PipelineExecutionStatus, string>> = {
	InProgress: 'STARTED',
	Stopping: 'STOPPING',
	Stopped: 'STOPPED',
	Succeeded: 'SUCCEEDED',
	Failed: 'FAILED',
	Superseded: 'SUPERSEDED',
	// One L in events, two in the API.
	Cancelled: 'CANCELED',
}

/** A skipped stage tells nothing: no state is documented for it. */
const STAGE_STATES: Readonly<Partial<Record<StageExecutionStatus, string>>> = {
	InProgress: 'STARTED',
	Stopping: 'STOPPING',
	Stopped: 'STOPPED',
	Succeeded: 'SUCCEEDED',
	Failed: 'FAILED',
	Cancelled: 'CANCELED',
}

const ACTION_STATES: Readonly<Record<ActionExecutionStatus, string>> = {
	InProgress: 'STARTED',
	Abandoned: 'ABANDONED',
	Succeeded: 'SUCCEEDED',
	Failed: 'FAILED',
}

/** Tells how an execution and its stages differ from what they were: it begins before its stages, and ends after them. */
export function tellExecution(call: Call, before: Execution | undefined, after: Execution): void {
	const begins = after.status === 'InProgress'
	if (begins) tellStatus(call, before, after)
	tellStages(call, before, after)
	if (!begins) tellStatus(call, before, after)
}

function tellStatus(call: Call, before: Execution | undefined, after: Execution): void {
	if (before?.status === after.status) return
	const { triggerType = '', triggerDetail = '' } = after.trigger
	const resumed = before !== undefined && after.status === 'InProgress'
	const stopped = after.status === 'Stopping' || after.status === 'Stopped'
	emit(call, after.pipeline, 'Pipeline', {
		...aboutExecution(after),
		state: resumed ? 'RESUMED' : EXECUTION_STATES[after.status],
		...(!before && {
			'execution-trigger': { 'trigger-type': triggerType, 'trigger-detail': triggerDetail },
		}),
		...(stopped && after.stopReason !== undefined && { 'stop-execution-comments': after.stopReason }),
	})
	measure(call, before, after)
}

function tellStages(call: Call, before: Execution | undefined, after: Execution): void {
	for (const [stage, run] of Object.entries(after.stages)) {
		const was = before?.stages[stage]
		const again = was !== undefined && attemptsOf(was) < attemptsOf(run)
		if (was?.status === run.status && !again) continue
		const state = again ? 'RESUMED' : STAGE_STATES[run.status]
		if (state) emit(call, after.pipeline, 'Stage', { ...aboutExecution(after), stage, state })
	}
}

/** Tells that a try at an action began, or how it ended. */
export function tellAction(call: Call, before: ActionExecution | undefined, after: ActionExecution): void {
	if (before?.status === after.status) return
	const id = versionId(after.pipeline, after.version)
	const { stages = [] } = call.world.get(pipelineVersions, call.scope, id)?.declaration ?? {}
	const actions = stages.find(({ name }) => name === after.stage)?.actions ?? []
	const declaration = actions.find(({ name }) => name === after.action)
	const { category = '', owner = '', provider = '', version = '' } = declaration?.actionTypeId ?? {}
	const ended = after.status !== 'InProgress'
	emit(call, after.pipeline, 'Action', {
		pipeline: after.pipeline,
		'execution-id': after.executionId,
		'action-execution-id': after.id,
		'start-time': isoTime(after.startedAt),
		stage: after.stage,
		action: after.action,
		state: ACTION_STATES[after.status],
		region: declaration?.region ?? call.scope.region,
		type: { owner, category, provider, version },
		version: after.version,
		...(!ended && after.inputs.length > 0 && { 'input-artifacts': artifacts(after.inputs) }),
		...(ended && after.outputs.length > 0 && { 'output-artifacts': artifacts(after.outputs) }),
		...(ended && { 'execution-result': resultOf(after) }),
	})
}

function aboutExecution(execution: Execution) {
	const tries = Object.values(execution.stages).reduce((sum, run) => sum + attemptsOf(run), 0)
	return {
		pipeline: execution.pipeline,
		'execution-id': execution.id,
		'start-time': isoTime(execution.startedAt),
		version: execution.version,
		'pipeline-execution-attempt': 1 + tries,
	}
}

/** How often a stage was taken up again. */
function attemptsOf({ manualRetries, autoRetries }: { manualRetries: number; autoRetries: number }): number {
	return manualRetries + autoRetries
}

function resultOf({ externalExecutionUrl, summary, externalExecutionId, error }: ActionExecution) {
	return {
		...(externalExecutionUrl && { 'external-execution-url': externalExecutionUrl }),
		...((error ?? summary) && { 'external-execution-summary': error?.message ?? summary ?? '' }),
		...(externalExecutionId && { 'external-execution-id': externalExecutionId }),
		...(error?.code && { 'error-code': error.code }),
	}
}

function artifacts(list: ActionExecution['inputs']) {
	return list.map(({ name, bucket, key }) => ({ name, s3location: { bucket, key } }))
}

function emit(call: Call, pipeline: string, subject: 'Pipeline' | 'Stage' | 'Action', detail: Json): void {
	emitEvent(call, {
		source: 'aws.codepipeline',
		'detail-type': `CodePipeline ${subject} Execution State Change`,
		resources: [pipelineArn(call.scope, pipeline)],
		detail,
	})
}

/** A duration when an execution ends, a count when it has failed; a retry that fails counts again. */
function measure(call: Call, before: Execution | undefined, after: Execution): void {
	const ended = ['Succeeded', 'Failed', 'Stopped'].includes(after.status)
	if (!before || !ended) return
	const metric = { namespace: 'AWS/CodePipeline', dimensions: { PipelineName: after.pipeline } }
	const seconds = (call.now - after.startedAt) / 1000
	recordMetric(call, { ...metric, name: 'PipelineDuration', unit: 'Seconds', value: seconds })
	if (after.status !== 'Failed') return
	const failure = { name: 'FailedPipelineExecutions', unit: 'Count', value: 1 } as const
	recordMetric(call, { ...metric, ...failure })
	recordMetric(call, { ...metric, ...failure, dimensions: {} })
}

function isoTime(at: number): string {
	return new Date(at).toISOString()
}
