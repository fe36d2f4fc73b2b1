import type { ActionDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline'
import type { StageRun } from '../collections.ts'

/** What a stage does next. */
export type StageDecision =
	| { kind: 'start'; actions: ReadonlyArray<ActionDeclaration> }
	| { kind: 'wait' }
	| { kind: 'settle'; status: 'Succeeded' | 'Failed' | 'Stopped' }

const WAIT: StageDecision = { kind: 'wait' }

/**
 * Run orders go one after the other, actions of the same order together. After
 * a failure the siblings finish, and no later order starts. While stopping,
 * nothing new starts.
 */
export function decideStage(stage: StageDeclaration, run: StageRun, stopping: boolean): StageDecision {
	const actions = stage.actions ?? []
	const statusOf = ({ name = '' }: ActionDeclaration) => run.actions[name]?.status
	const running = actions.some((action) => statusOf(action) === 'InProgress')
	if (stopping) return running ? WAIT : { kind: 'settle', status: 'Stopped' }
	const failed = actions.some((action) => ['Failed', 'Abandoned'].includes(statusOf(action) ?? ''))
	if (failed) return running ? WAIT : { kind: 'settle', status: 'Failed' }
	const orders = [...new Set(actions.map((action) => action.runOrder ?? 1))].sort((a, b) => a - b)
	for (const order of orders) {
		const group = actions.filter((action) => (action.runOrder ?? 1) === order)
		const unstarted = group.filter((action) => statusOf(action) === undefined)
		if (unstarted.length > 0) return { kind: 'start', actions: unstarted }
		if (group.some((action) => statusOf(action) === 'InProgress')) return WAIT
	}
	return { kind: 'settle', status: 'Succeeded' }
}
