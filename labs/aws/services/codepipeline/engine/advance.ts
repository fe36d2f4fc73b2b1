import type {
	ActionDeclaration,
	Condition,
	StageDeclaration,
	StageRetryMode,
} from '@aws-sdk/client-codepipeline'
import type { CheckPoint, StageRun } from '../collections.ts'

/** What a stage does next. */
export type StageDecision =
	| { kind: 'start'; actions: ReadonlyArray<ActionDeclaration> }
	| { kind: 'check'; point: CheckPoint }
	| { kind: 'retry'; mode: StageRetryMode }
	| { kind: 'wait' }
	| {
			kind: 'settle'
			status: 'Succeeded' | 'Failed' | 'Stopped' | 'Skipped'
			rollback?: true
			because?: CheckPoint
	  }

const WAIT: StageDecision = { kind: 'wait' }

/** The condition that a stage checks at a point: the model allows one. */
export function conditionAt(stage: StageDeclaration, point: CheckPoint): Condition | undefined {
	const [condition] = stage[point]?.conditions ?? []
	return condition
}

/**
 * Run orders go one after the other, actions of the same order together. After
 * a failure the siblings finish, and no later order starts. While stopping,
 * nothing new starts. Conditions are checked before the first action, and after
 * the last; `gated` is false for a rollback, which checks none.
 */
export function decideStage(
	stage: StageDeclaration,
	run: StageRun,
	{ stopping, gated }: { stopping: boolean; gated: boolean },
): StageDecision {
	const actions = stage.actions ?? []
	const statusOf = ({ name = '' }: ActionDeclaration) => run.actions[name]?.status
	const running = actions.some((action) => statusOf(action) === 'InProgress')
	if (stopping) return running ? WAIT : { kind: 'settle', status: 'Stopped' }
	const entry = gated ? decideEntry(stage, run) : undefined
	if (entry) return entry
	const failed = actions.some((action) => ['Failed', 'Abandoned'].includes(statusOf(action) ?? ''))
	if (failed) return running ? WAIT : decideFailure(stage, run, gated)
	const orders = [...new Set(actions.map((action) => action.runOrder ?? 1))].sort((a, b) => a - b)
	for (const order of orders) {
		const group = actions.filter((action) => (action.runOrder ?? 1) === order)
		const unstarted = group.filter((action) => statusOf(action) === undefined)
		if (unstarted.length > 0) return { kind: 'start', actions: unstarted }
		if (group.some((action) => statusOf(action) === 'InProgress')) return WAIT
	}
	return decideSuccess(stage, run, gated)
}

/** What the condition at a point allows so far: to go on (undefined), or what to do instead. */
function gate(
	stage: StageDeclaration,
	run: StageRun,
	point: CheckPoint,
): StageDecision | 'failed' | undefined {
	if (!conditionAt(stage, point)) return
	const checked = run.conditions[point]
	if (!checked) return { kind: 'check', point }
	if (checked.status === 'InProgress') return WAIT
	return checked.status === 'Succeeded' || checked.status === 'Overridden' ? undefined : 'failed'
}

function decideEntry(stage: StageDeclaration, run: StageRun): StageDecision | undefined {
	const entry = gate(stage, run, 'beforeEntry')
	if (entry !== 'failed') return entry
	const skip = conditionAt(stage, 'beforeEntry')?.result === 'SKIP'
	return { kind: 'settle', status: skip ? 'Skipped' : 'Failed', because: 'beforeEntry' }
}

function decideSuccess(stage: StageDeclaration, run: StageRun, gated: boolean): StageDecision {
	const exit = gated ? gate(stage, run, 'onSuccess') : undefined
	if (exit === undefined) return { kind: 'settle', status: 'Succeeded' }
	if (exit !== 'failed') return exit
	const rollback = conditionAt(stage, 'onSuccess')?.result === 'ROLLBACK'
	return { kind: 'settle', status: 'Failed', because: 'onSuccess', ...(rollback && { rollback }) }
}

/** One automatic retry; then a rollback, when the result says so or the condition fails. */
function decideFailure(stage: StageDeclaration, run: StageRun, gated: boolean): StageDecision {
	const { result, retryConfiguration } = stage.onFailure ?? {}
	const failed = { kind: 'settle', status: 'Failed' } as const
	if (!gated) return failed
	if (result === 'RETRY' && run.autoRetries === 0) {
		return { kind: 'retry', mode: retryConfiguration?.retryMode ?? 'FAILED_ACTIONS' }
	}
	if (result === 'ROLLBACK') return { ...failed, rollback: true }
	const exit = gate(stage, run, 'onFailure')
	if (exit === undefined) return failed
	if (exit !== 'failed') return exit
	const rollback = conditionAt(stage, 'onFailure')?.result === 'ROLLBACK'
	return { ...failed, because: 'onFailure', ...(rollback && { rollback }) }
}
