import type { ActionDiagram, StageDiagram } from '#app/ui/pipeline/pipeline-diagram.ts'
import type { Status } from '#app/ui/status.tsx'

/**
 * A pipeline that a visitor can run on the home page: one execution at a time,
 * moved on by `advance`, held at the approval until someone decides.
 */
export type Demo = { execution: number; step: Step; decision?: 'approved' | 'rejected' }

/** The steps of an execution, in order; `approval` is left only by a decision. */
export const steps = ['source', 'build', 'tests', 'approval', 'deploy', 'done'] as const
export type Step = (typeof steps)[number]

/** How a visitor finds it: an execution that waits for a decision. */
export const firstDemo: Demo = { execution: 12, step: 'approval' }

/** Whether the demo goes on by itself. */
export function isMoving({ step }: Demo): boolean {
	return step !== 'approval' && step !== 'done'
}

/** The next step of an execution that moves by itself. */
export function advance(demo: Demo): Demo {
	if (!isMoving(demo)) return demo
	return { ...demo, step: steps[steps.indexOf(demo.step) + 1] ?? 'done' }
}

/** The decision of an approver; it has no effect elsewhere than at the approval. */
export function decide(demo: Demo, decision: 'approved' | 'rejected'): Demo {
	if (demo.step !== 'approval') return demo
	return { ...demo, decision, step: decision === 'approved' ? 'deploy' : 'done' }
}

/** A new execution, from the source. */
export function release({ execution }: Demo): Demo {
	return { execution: execution + 1, step: 'source' }
}

/** The stages as they stand, ready to be drawn. */
export function stagesOf(demo: Demo): Array<StageDiagram> {
	const at = (from: Step, to: Step = from) => statusBetween(demo, from, to)
	const rejected = demo.decision === 'rejected'
	const approval = rejected ? 'failed' : at('approval')
	const deploy = rejected ? undefined : at('deploy')
	const production = rejected ? 'failed' : at('approval', 'deploy')
	return [
		stage(demo, 'Source', at('source'), [
			{ name: 'Code', category: 'Source', provider: 'GitHub', status: at('source') },
		]),
		stage(demo, 'Build', at('build', 'tests'), [
			{ name: 'Compilation', category: 'Build', provider: 'AWS CodeBuild', status: at('build') },
			{ name: 'Unitaires', category: 'Test', provider: 'AWS CodeBuild', runOrder: 2, status: at('tests') },
			{ name: 'Navigateur', category: 'Test', provider: 'AWS CodeBuild', runOrder: 2, status: at('tests') },
		]),
		stage(demo, 'Production', production, [
			{ name: 'Accord', category: 'Approval', provider: 'Manual', status: approval },
			{ name: 'Boutique', category: 'Deploy', provider: 'Amazon ECS', runOrder: 2, status: deploy },
		]),
	]
}

/** One sentence on what happens, for those who do not see the drawing change. */
export function narrate({ execution, step, decision }: Demo): string {
	const subject = `Exécution ${execution}\u00a0:`
	if (step === 'approval') return `${subject} en attente de votre accord.`
	if (step !== 'done') return `${subject} en cours.`
	return decision === 'rejected'
		? `${subject} refusée. La production n’a pas changé.`
		: `${subject} en production.`
}

function statusBetween(demo: Demo, from: Step, to: Step): Status | undefined {
	const position = steps.indexOf(demo.step)
	if (position > steps.indexOf(to)) return 'succeeded'
	return position >= steps.indexOf(from) ? 'running' : undefined
}

function stage(
	demo: Demo,
	name: string,
	status: Status | undefined,
	actions: Array<ActionDiagram>,
): StageDiagram {
	return { name, status, actions, executions: status && [{ number: demo.execution }] }
}
