import type { TriggerType } from '@aws-sdk/client-codepipeline'
import type { Call } from '../../../service.ts'
import { type Execution, executionOrder, type Pipeline } from '../collections.ts'
import { findExecution } from '../store.ts'
import { recordExecution } from './record.ts'

/** Whether a stage may be rolled back to an execution: https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html */
export function isRollbackTarget(execution: Execution, stage: string, version: number): boolean {
	return (
		execution.type === 'STANDARD' &&
		execution.version === version &&
		execution.stages[stage]?.status === 'Succeeded'
	)
}

/** The newest execution that an automatic rollback of a stage may go back to. */
export function findRollbackTarget(call: Call, failed: Execution, stage: string): Execution | undefined {
	const prefix = `${failed.pipeline}/`
	for (const { execution: id } of call.world.list(executionOrder, call.scope, { prefix })) {
		const candidate = findExecution(call, failed.pipeline, id)
		if (!candidate || candidate.id === failed.id) continue
		if (isRollbackTarget(candidate, stage, failed.version)) return candidate
	}
}

/** A new execution that carries the target's artifacts and variables; who calls it has it enter the stage. */
export function createRollback(
	call: Call,
	pipeline: Pipeline,
	target: Execution,
	triggerType: TriggerType,
	triggerDetail: string,
): Execution {
	const { mode, variables, overrides, revisions, artifacts, namespaces } = target
	return recordExecution(call, pipeline, {
		mode,
		type: 'ROLLBACK',
		rollbackTarget: target.id,
		trigger: { triggerType, triggerDetail },
		variables,
		overrides,
		revisions,
		artifacts,
		namespaces,
	})
}
