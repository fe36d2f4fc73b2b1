import type { ReactNode } from 'react'
import { Icon } from '../icon.tsx'
import type { StageDiagram } from './pipeline-diagram.ts'
import { Tokens } from './tokens.tsx'

/** The passage into a stage: open or closed, why, and which executions wait there. */
export function Transition({
	stage,
	previous,
	children,
}: {
	stage: StageDiagram
	previous?: StageDiagram
	children?: ReactNode
}) {
	const closed = stage.transition?.enabled === false
	const passed = !closed && previous?.status === 'succeeded' && stage.status && stage.status !== 'waiting'
	const state = closed ? 'transition-closed' : passed ? 'transition-passed' : 'transition-open'
	return (
		<div className={`transition ${state}`}>
			<span className="transition-line" aria-hidden="true" />
			<span className="visually-hidden">
				{closed ? 'Transition désactivée' : 'Transition activée'} vers {stage.name}
			</span>
			<Tokens executions={stage.waiting} waiting />
			{closed && (
				<p className="transition-reason">
					<Icon name="lock" size={12} />
					<span>
						<span aria-hidden="true">désactivée</span>
						{stage.transition?.reason && <q>{stage.transition.reason}</q>}
					</span>
				</p>
			)}
			{children}
		</div>
	)
}
