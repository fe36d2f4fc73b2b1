import type { Status } from '../status.tsx'

/** What a diagram shows of one pipeline at one moment; prose writes it by hand, a lab derives it from its world. */
export type PipelineDiagram = {
	name: string
	stages: Array<StageDiagram>
}

export type StageDiagram = {
	name: string
	status?: Status
	/** The transition into this stage; the first stage has none. A reason is shown when it is disabled. */
	transition?: { enabled: boolean; reason?: string }
	/** The executions that are in the stage or were last there. */
	executions?: Array<ExecutionToken>
	/** The executions held before the stage (inbound). */
	waiting?: Array<ExecutionToken>
	actions: Array<ActionDiagram>
}

export type ExecutionToken = { number: number; label?: string }

export type ActionCategory = 'Source' | 'Build' | 'Test' | 'Deploy' | 'Approval' | 'Invoke' | 'Compute'

export type ActionDiagram = {
	name: string
	category: ActionCategory
	provider: string
	/** Actions of the same order run in parallel, lower orders first; 1 when left out, as in AWS. */
	runOrder?: number
	status?: Status
	detail?: string
	href?: string
	/** Names of the artifacts that it reads and writes. */
	inputs?: Array<string>
	outputs?: Array<string>
}

/** The actions of a stage in the order they run: one array for each run order, parallel within it. */
export function groupByRunOrder(actions: Array<ActionDiagram>): Array<Array<ActionDiagram>> {
	const groups = Map.groupBy(actions, (action) => action.runOrder ?? 1)
	return [...groups].sort(([first], [second]) => first - second).map(([, group]) => group)
}
