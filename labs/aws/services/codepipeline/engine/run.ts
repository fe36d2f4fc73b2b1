import type { Call } from '../../../service.ts'
import type { Execution, StageRun } from '../collections.ts'
import {
	findExecution,
	putExecution,
	putStageState,
	requirePipeline,
	requireStage,
	stageState,
	structureOf,
} from '../store.ts'
import { startAction } from './action-run.ts'
import { decideStage, type StageDecision } from './advance.ts'
import { abandonRules, checkCondition } from './conditions.ts'
import { createRollback, findRollbackTarget } from './rollback.ts'
import { admit, arrive, enter, leave } from './stage-lock.ts'
import { ENTERED, retried } from './stage-run.ts'

/** Virtual time between two stages, milliseconds. */
const HOP = 1_000
/** A transition that was disabled for longer does not let go on who waited: user guide, transitions. */
const WAITS_AT_MOST = 30 * 24 * 60 * 60_000

/** What the clock is asked for when an execution goes from one stage to the next. */
export function arrivalSubject(execution: Execution, stage: string): string {
	return ['arrive', execution.pipeline, execution.id, stage].join('|')
}

/** An execution comes before a stage: it enters, or waits and may take the place of an older one. */
export async function arriveAt(call: Call, pipeline: string, id: string, stage: string): Promise<void> {
	const execution = findExecution(call, pipeline, id)
	if (execution?.status !== 'InProgress' || execution.stages[stage]) return
	const { state, entered, superseded } = arrive(stageState(call, pipeline, stage), id, execution.mode)
	putStageState(call, state)
	for (const older of superseded) setStatus(call, pipeline, older, 'Superseded')
	if (entered) return beginStage(call, execution, stage)
	putExecution(call, execution)
	// It may have taken the place of one that had waited too long to go on.
	await admitWaiting(call, pipeline, stage)
}

/** Lets in who waits before a stage, as far as it is open. */
export async function admitWaiting(call: Call, pipeline: string, stage: string): Promise<void> {
	for (;;) {
		const before = stageState(call, pipeline, stage)
		const next = findExecution(call, pipeline, before.waiting[0] ?? '')
		if (!next || call.now - next.updatedAt > WAITS_AT_MOST) return
		const { state, entered } = admit(before, next.mode)
		if (entered === undefined) return
		putStageState(call, state)
		await beginStage(call, next, stage)
	}
}

async function beginStage(call: Call, execution: Execution, stage: string): Promise<void> {
	putExecution(call, { ...execution, stages: { ...execution.stages, [stage]: ENTERED } })
	await driveStage(call, execution.pipeline, execution.id, stage)
}

/** A rollback goes straight into its stage, past who waits and past a closed transition. */
export async function enterRollback(call: Call, execution: Execution, stage: string): Promise<void> {
	putStageState(call, enter(stageState(call, execution.pipeline, stage), execution.id, execution.mode))
	await beginStage(call, execution, stage)
}

/** Takes a stage up again with the attempts that still count. */
export async function resumeStage(
	call: Call,
	execution: Execution,
	stage: string,
	run: StageRun,
): Promise<void> {
	putStageState(call, enter(stageState(call, execution.pipeline, stage), execution.id, execution.mode))
	const { stopReason: _, statusSummary: __, ...rest } = execution
	putExecution(call, { ...rest, status: 'InProgress', stages: { ...execution.stages, [stage]: run } })
	await driveStage(call, execution.pipeline, execution.id, stage)
}

/** Starts what can start in a stage, or settles it. */
export async function driveStage(call: Call, pipeline: string, id: string, stage: string): Promise<void> {
	for (;;) {
		const execution = findExecution(call, pipeline, id)
		const run = execution?.stages[stage]
		if (!execution || run?.status !== 'InProgress') return
		const declaration = requireStage(structureOf(call, pipeline, execution.version), stage)
		const decision = decideStage(declaration, run, {
			stopping: execution.status === 'Stopping',
			gated: execution.type === 'STANDARD',
		})
		switch (decision.kind) {
			case 'wait':
				return
			case 'settle':
				return settleStage(call, execution, stage, decision)
			case 'check':
				await checkCondition(call, pipeline, id, stage, decision.point)
				break
			case 'retry': {
				const again = retried(run, decision.mode, 'AutomatedStageRetry')
				putExecution(call, { ...execution, stages: { ...execution.stages, [stage]: again } })
				break
			}
			case 'start':
				for (const action of decision.actions) await startAction(call, pipeline, id, stage, action)
		}
	}
}

type Settlement = Extract<StageDecision, { kind: 'settle' }>

async function settleStage(
	call: Call,
	execution: Execution,
	stage: string,
	{ status, rollback, because }: Settlement,
): Promise<void> {
	const { pipeline, id } = execution
	const run = { ...(execution.stages[stage] as StageRun), status }
	abandonRules(call, run)
	const passed = status === 'Succeeded' || status === 'Skipped'
	const next = passed ? nextStage(call, execution, stage) : undefined
	const summary = status === 'Failed' && because ? run.conditions[because]?.summary : undefined
	putExecution(call, {
		...execution,
		status: next !== undefined ? execution.status : passed ? 'Succeeded' : status,
		...(summary && { statusSummary: summary }),
		stages: { ...execution.stages, [stage]: run },
	})
	if (next !== undefined) call.schedule(call.now + HOP, arrivalSubject(execution, next))
	putStageState(call, leave(stageState(call, pipeline, stage), id))
	if (rollback) await rollBack(call, execution, stage)
	await admitWaiting(call, pipeline, stage)
}

/** The stage after this one; a rollback is over with its own. */
function nextStage(call: Call, { pipeline, version, type }: Execution, stage: string): string | undefined {
	if (type === 'ROLLBACK') return
	const stages = structureOf(call, pipeline, version).stages ?? []
	return stages[stages.findIndex(({ name }) => name === stage) + 1]?.name
}

/** Rolls a stage back by itself, when it has succeeded before. */
async function rollBack(call: Call, failed: Execution, stage: string): Promise<void> {
	const target = findRollbackTarget(call, failed, stage)
	if (!target) return
	const pipeline = requirePipeline(call, failed.pipeline)
	const execution = createRollback(call, pipeline, target, 'AutomatedRollback', failed.id)
	await enterRollback(call, execution, stage)
}

function setStatus(call: Call, pipeline: string, id: string, status: Execution['status']): void {
	const execution = findExecution(call, pipeline, id)
	if (execution) putExecution(call, { ...execution, status })
}
