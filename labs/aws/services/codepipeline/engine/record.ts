import type { Call } from '../../../service.ts'
import { type Execution, executionOrder, newestFirst, type Pipeline, pipelines } from '../collections.ts'
import { putExecution, requirePipeline } from '../store.ts'

type NewExecution = Pick<
	Execution,
	| 'mode'
	| 'type'
	| 'rollbackTarget'
	| 'trigger'
	| 'variables'
	| 'overrides'
	| 'revisions'
	| 'artifacts'
	| 'namespaces'
>

/** Writes a new execution of the pipeline as it is defined now; it is in no stage yet. */
export function recordExecution(call: Call, { name }: Pipeline, given: NewExecution): Execution {
	const pipeline = requirePipeline(call, name)
	const order = pipeline.executions + 1
	call.world.put(pipelines, call.scope, name, { ...pipeline, executions: order })
	const execution = putExecution(call, {
		id: call.ids.uuid(),
		pipeline: name,
		version: pipeline.version,
		order,
		status: 'InProgress',
		startedAt: call.now,
		updatedAt: call.now,
		stages: {},
		...given,
	})
	call.world.put(executionOrder, call.scope, newestFirst(name, order), { execution: execution.id })
	return execution
}
