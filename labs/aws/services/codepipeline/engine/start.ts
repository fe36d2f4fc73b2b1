import type { ExecutionTrigger, SourceRevisionOverride } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import type { Call } from '../../../service.ts'
import { type Execution, executions, type Pipeline, pipelines } from '../collections.ts'
import { putExecution, structureOf } from '../store.ts'
import { arriveAt } from './run.ts'

/** Executions under way at once in QUEUED and PARALLEL mode: user guide, limits. */
const CONCURRENT_AT_MOST = 50

export interface StartOptions {
	trigger: ExecutionTrigger
	variables?: Readonly<Record<string, string>>
	overrides?: ReadonlyArray<SourceRevisionOverride>
	clientRequestToken?: string
}

/** Begins an execution of the latest version, up to its first stage. */
export async function startExecution(
	call: Call,
	pipeline: Pipeline,
	options: StartOptions,
): Promise<Execution> {
	const structure = structureOf(call, pipeline.name, pipeline.version)
	const mode = structure.executionMode ?? 'SUPERSEDED'
	if (mode !== 'SUPERSEDED') assertConcurrency(call, pipeline.name)
	const order = pipeline.executions + 1
	call.world.put(pipelines, call.scope, pipeline.name, { ...pipeline, executions: order })
	const defaults = (structure.variables ?? []).map(({ name, defaultValue }) => [name, defaultValue])
	const execution = putExecution(call, {
		id: call.ids.uuid(),
		pipeline: pipeline.name,
		version: pipeline.version,
		order,
		status: 'InProgress',
		mode,
		trigger: options.trigger,
		startedAt: call.now,
		updatedAt: call.now,
		...(options.clientRequestToken && { clientRequestToken: options.clientRequestToken }),
		variables: {
			...Object.fromEntries(defaults.filter(([, value]) => value !== undefined)),
			...options.variables,
		},
		overrides: options.overrides ?? [],
		revisions: [],
		artifacts: {},
		namespaces: {},
		stages: {},
		actionExecutions: 0,
	})
	await arriveAt(call, pipeline.name, execution.id, structure.stages?.[0]?.name ?? '')
	return execution
}

function assertConcurrency(call: Call, pipeline: string): void {
	const all = call.world.list(executions, call.scope, { prefix: `${pipeline}/` })
	const running = all.filter(({ status }) => status === 'InProgress' || status === 'Stopping')
	if (running.length < CONCURRENT_AT_MOST) return
	// The wording is ours.
	throw new AwsError(
		'ConcurrentPipelineExecutionsLimitExceededException',
		`Pipeline '${pipeline}' already has ${CONCURRENT_AT_MOST} executions in progress`,
	)
}
