import type { PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline'
import type { Call } from '../../service.ts'
import { executionNotFound, pipelineNotFound, stageNotFound } from './codepipeline-error.ts'
import {
	type ActionExecution,
	actionExecutions,
	type Execution,
	executions,
	type Pipeline,
	pipelines,
	pipelineVersions,
	type StageState,
	stageStates,
	underWay,
	versionId,
} from './collections.ts'
import { tellAction, tellExecution } from './events.ts'

/** The pipeline, or AWS's refusal. */
export function requirePipeline(call: Call, name = ''): Readonly<Pipeline> {
	const pipeline = call.world.get(pipelines, call.scope, name)
	if (!pipeline) throw pipelineNotFound(call.scope, name)
	return pipeline
}

/** The structure of a version that is known to exist. */
export function structureOf(call: Call, pipeline: string, version: number): PipelineDeclaration {
	const found = call.world.get(pipelineVersions, call.scope, versionId(pipeline, version))
	if (!found) throw new Error(`No version ${version} of ${pipeline}`)
	return found.declaration
}

export function requireStage(structure: PipelineDeclaration, stage = ''): StageDeclaration {
	const found = structure.stages?.find(({ name }) => name === stage)
	if (!found) throw stageNotFound(stage, structure.name ?? '')
	return found
}

export function findExecution(call: Call, pipeline: string, id: string): Readonly<Execution> | undefined {
	return call.world.get(executions, call.scope, `${pipeline}/${id}`)
}

/** The execution, or AWS's refusal. */
export function requireExecution(call: Call, pipeline: string, id = ''): Readonly<Execution> {
	const execution = findExecution(call, pipeline, id)
	if (!execution) throw executionNotFound(id)
	return execution
}

export function isUnderWay({ status }: Execution): boolean {
	return status === 'InProgress' || status === 'Stopping'
}

/** The executions of a pipeline that are not over. */
export function executionsUnderWay(call: Call, pipeline: string): Array<Readonly<Execution>> {
	const entries = call.world.list(underWay, call.scope, { prefix: `${pipeline}/` })
	return entries.flatMap(({ execution }) => findExecution(call, pipeline, execution) ?? [])
}

/** Writes an execution as changed now. */
export function putExecution(call: Call, execution: Execution): Execution {
	const id = `${execution.pipeline}/${execution.id}`
	const before = call.world.get(executions, call.scope, id)
	const known = call.world.get(underWay, call.scope, id) !== undefined
	if (isUnderWay(execution) !== known) {
		if (known) call.world.delete(underWay, call.scope, id)
		else call.world.put(underWay, call.scope, id, { execution: execution.id })
	}
	const after = call.world.put(executions, call.scope, id, { ...execution, updatedAt: call.now })
	tellExecution(call, before, after)
	return after
}

/** Writes a try at an action as changed now. */
export function putAttempt(call: Call, attempt: ActionExecution): ActionExecution {
	const before = call.world.get(actionExecutions, call.scope, attempt.key)
	const changed = { ...attempt, updatedAt: call.now }
	const after = call.world.put(actionExecutions, call.scope, attempt.key, changed)
	tellAction(call, before, after)
	return after
}

/** Counts one more try of the pipeline; answers its number. */
export function nextTry(call: Call, name: string): number {
	const pipeline = requirePipeline(call, name)
	const tries = pipeline.tries + 1
	call.world.put(pipelines, call.scope, name, { ...pipeline, tries })
	return tries
}

export function stageState(call: Call, pipeline: string, stage: string): Readonly<StageState> {
	const found = call.world.get(stageStates, call.scope, `${pipeline}/${stage}`)
	return found ?? { pipeline, stage, waiting: [], transition: { enabled: true }, actions: {} }
}

export function putStageState(call: Call, state: StageState): void {
	call.world.put(stageStates, call.scope, `${state.pipeline}/${state.stage}`, state)
}
