import type { ExecutionTrigger, SourceRevisionOverride } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import type { Call } from '../../../service.ts'
import { type Execution, type Pipeline, startTokens } from '../collections.ts'
import { executionsUnderWay, putExecution, structureOf } from '../store.ts'
import { recordExecution } from './record.ts'
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
	const defaults = (structure.variables ?? []).map(({ name, defaultValue }) => [name, defaultValue])
	const execution = recordExecution(call, pipeline, {
		mode,
		type: 'STANDARD',
		trigger: options.trigger,
		variables: {
			...Object.fromEntries(defaults.filter(([, value]) => value !== undefined)),
			...options.variables,
		},
		overrides: options.overrides ?? [],
		revisions: [],
		artifacts: {},
		namespaces: {},
	})
	if (options.clientRequestToken) {
		const id = `${pipeline.name}/${options.clientRequestToken}`
		call.world.put(startTokens, call.scope, id, { execution: execution.id })
	}
	const missing = (structure.variables ?? []).flatMap(({ name = '' }) =>
		execution.variables[name] === undefined ? [name] : [],
	)
	if (missing.length > 0) return failForVariables(call, execution, missing)
	await arriveAt(call, pipeline.name, execution.id, structure.stages?.[0]?.name ?? '')
	return execution
}

/** AWS starts what lacks a variable and lets it fail at once, in these words (radkawar/stackd, `executions.go`). */
function failForVariables(call: Call, execution: Execution, missing: ReadonlyArray<string>): Execution {
	const statusSummary = `Values for required variables haven't been provided: ${missing.join(',')}`
	return putExecution(call, { ...execution, status: 'Failed', variables: {}, statusSummary })
}

function assertConcurrency(call: Call, pipeline: string): void {
	if (executionsUnderWay(call, pipeline).length < CONCURRENT_AT_MOST) return
	// The model's documentation of the error.
	const message = 'The pipeline has reached the limit for concurrent pipeline executions.'
	throw new AwsError('ConcurrentPipelineExecutionsLimitExceededException', message)
}
