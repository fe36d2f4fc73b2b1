import type { PipelineExecutionStatus, StageExecutionStatus } from '@aws-sdk/client-codepipeline'
import type { Call } from '../../../service.ts'
import { actionExecutions, type Execution, type StageRun } from '../collections.ts'
import {
	executionsUnderWay,
	findExecution,
	putAttempt,
	putExecution,
	putStageState,
	stageState,
	structureOf,
} from '../store.ts'
import { withAttempt } from './action-run.ts'
import { abandonRules } from './conditions.ts'
import { leave } from './stage-lock.ts'

/** The stage that an execution is in, if any. */
export function currentStage(execution: Execution): string | undefined {
	return Object.entries(execution.stages).find(([, run]) => run.status === 'InProgress')?.[0]
}

/** Ends an execution where it is: its actions and rules are abandoned, the stages it held or waited for are free. */
export function endExecution(
	call: Call,
	execution: Execution,
	status: PipelineExecutionStatus & StageExecutionStatus,
): void {
	const { pipeline, id } = execution
	abandonActions(call, execution)
	for (const run of Object.values(execution.stages)) abandonRules(call, run)
	const abandoned = findExecution(call, pipeline, id) ?? execution
	const stages = Object.entries(abandoned.stages).map(([name, run]): [string, StageRun] => [
		name,
		run.status === 'InProgress' ? { ...run, status } : run,
	])
	putExecution(call, { ...abandoned, status, stages: Object.fromEntries(stages) })
	leaveStages(call, execution)
}

/** Takes an execution out of every stage that it holds or waits for. */
export function leaveStages(call: Call, { pipeline, id, version }: Execution): void {
	for (const { name = '' } of structureOf(call, pipeline, version).stages ?? []) {
		const state = stageState(call, pipeline, name)
		if (state.holder === id || state.waiting.includes(id)) putStageState(call, leave(state, id))
	}
}

function abandonActions(call: Call, execution: Execution): void {
	for (const run of Object.values(execution.stages)) {
		for (const { execution: key, status } of Object.values(run.actions)) {
			const attempt = call.world.get(actionExecutions, call.scope, key)
			if (status !== 'InProgress' || !attempt) continue
			const abandoned = putAttempt(call, { ...attempt, status: 'Abandoned' })
			const current = findExecution(call, execution.pipeline, execution.id)
			if (current) putExecution(call, withAttempt(current, abandoned))
		}
	}
}

/** Cancels what is under way, because its structure is no longer the pipeline's. */
export function cancelExecutions(call: Call, pipeline: string): void {
	for (const execution of executionsUnderWay(call, pipeline)) endExecution(call, execution, 'Cancelled')
}
