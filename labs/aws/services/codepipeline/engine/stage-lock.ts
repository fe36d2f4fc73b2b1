import type { ExecutionMode } from '@aws-sdk/client-codepipeline'
import type { StageState } from '../collections.ts'

// Who is in a stage and who waits before it, without side effects. In PARALLEL
// mode nobody holds a stage; a disabled transition holds back all the same.

function isOpen(state: StageState, mode: ExecutionMode): boolean {
	return state.transition.enabled && (mode === 'PARALLEL' || state.holder === undefined)
}

/** The stage with an execution in it. Throws when another is, which is a bug. */
export function enter(state: StageState, execution: string, mode: ExecutionMode): StageState {
	if (mode === 'PARALLEL') return { ...state, latest: execution }
	if (state.holder !== undefined && state.holder !== execution) {
		throw new Error(`${state.pipeline}/${state.stage} is held by ${state.holder}, not free for ${execution}`)
	}
	return { ...state, holder: execution, latest: execution }
}

/** An execution comes to a stage: it enters or waits; in SUPERSEDED mode it takes the place of who waited. */
export function arrive(
	state: StageState,
	execution: string,
	mode: ExecutionMode,
): { state: StageState; entered: boolean; superseded: ReadonlyArray<string> } {
	if (isOpen(state, mode) && state.waiting.length === 0) {
		return { state: enter(state, execution, mode), entered: true, superseded: [] }
	}
	if (mode !== 'SUPERSEDED') {
		return { state: { ...state, waiting: [...state.waiting, execution] }, entered: false, superseded: [] }
	}
	return { state: { ...state, waiting: [execution] }, entered: false, superseded: state.waiting }
}

/** The next of those who wait enters, when the stage is open. */
export function admit(state: StageState, mode: ExecutionMode): { state: StageState; entered?: string } {
	const [next, ...waiting] = state.waiting
	if (next === undefined || !isOpen(state, mode)) return { state }
	return { state: enter({ ...state, waiting }, next, mode), entered: next }
}

/** The stage without that execution, neither in it nor before it. */
export function leave(state: StageState, execution: string): StageState {
	const { holder, ...free } = state
	const waiting = state.waiting.filter((id) => id !== execution)
	return holder === undefined || holder === execution ? { ...free, waiting } : { ...state, waiting }
}
