import type { RetryTrigger, StageRetryMode } from '@aws-sdk/client-codepipeline'
import type { CheckPoint, ConditionRun, Execution, StageRun } from '../collections.ts'

// What becomes of a stage's run, without side effects.

/** A stage as an execution enters it. */
export const ENTERED: StageRun = {
	status: 'InProgress',
	actions: {},
	manualRetries: 0,
	autoRetries: 0,
	conditions: {},
}

/** The run taken up again: what is to be tried anew is forgotten, and so is every condition that did not let it pass. */
export function retried(run: StageRun, mode: StageRetryMode, trigger: RetryTrigger): StageRun {
	const kept = Object.entries(run.actions).filter(
		([, { status }]) => mode === 'FAILED_ACTIONS' && status !== 'Failed' && status !== 'Abandoned',
	)
	const automatic = trigger === 'AutomatedStageRetry'
	return {
		status: 'InProgress',
		actions: Object.fromEntries(kept),
		manualRetries: run.manualRetries + (automatic ? 0 : 1),
		autoRetries: run.autoRetries + (automatic ? 1 : 0),
		latestRetry: trigger,
		conditions: passedEntry(run.conditions),
	}
}

function passedEntry({ beforeEntry }: StageRun['conditions']): StageRun['conditions'] {
	const passed = beforeEntry?.status === 'Succeeded' || beforeEntry?.status === 'Overridden'
	return passed ? { beforeEntry } : {}
}

/** The execution with one check of a condition in the run of a stage. */
export function withCondition(
	execution: Execution,
	stage: string,
	point: CheckPoint,
	condition: ConditionRun,
): Execution {
	const run = execution.stages[stage]
	if (!run) return execution
	const conditions = { ...run.conditions, [point]: condition }
	return { ...execution, stages: { ...execution.stages, [stage]: { ...run, conditions } } }
}
