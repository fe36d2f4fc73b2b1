import type { Call } from '../../../service.ts'
import type { ActionRun } from '../actions/action.ts'
import { findExecution, requireStage, structureOf } from '../store.ts'
import type { Job } from './collections.ts'
import { attemptOf } from './queue.ts'

/**
 * The action that a job is for, seen from its pipeline's account and Region,
 * whoever asks. For reading: what is written for another account waits for a
 * step in its own scope.
 */
export function runOf(call: Call, job: Job): ActionRun {
	const there = { ...call, scope: job.scope }
	const attempt = attemptOf(call, job)
	const execution = attempt && findExecution(there, attempt.pipeline, attempt.executionId)
	if (!attempt || !execution) throw new Error(`Job ${job.id} is of no action`)
	const structure = structureOf(there, attempt.pipeline, attempt.version)
	const declaration = requireStage(structure, attempt.stage).actions?.find(
		({ name }) => name === attempt.action,
	)
	if (!declaration) throw new Error(`${attempt.key} is of no action`)
	return { call: there, structure, execution, declaration, attempt }
}
