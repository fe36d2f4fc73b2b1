import type { ReactNode } from 'react'
import { StatusBadge } from '../status.tsx'
import { ActionCard } from './action-card.tsx'
import { type ActionDiagram, groupByRunOrder, type StageDiagram } from './pipeline-diagram.ts'
import { Tokens } from './tokens.tsx'

/** One stage: its name and state, the executions in it, and its actions in the order they run. */
export function Stage({
	stage,
	actionFooter,
	children,
}: {
	stage: StageDiagram
	actionFooter?: (action: ActionDiagram, stage: StageDiagram) => ReactNode
	children?: ReactNode
}) {
	const groups = groupByRunOrder(stage.actions)
	return (
		<div className={`pipeline-stage${stage.status ? ` is-${stage.status}` : ''}`}>
			<div className="pipeline-stage-head">
				<p className="pipeline-stage-name">
					<span className="visually-hidden">{'Étape '}</span>
					{stage.name}
				</p>
				{stage.status && <StatusBadge status={stage.status} />}
				<Tokens executions={stage.executions} />
			</div>
			<ol className="bare-list pipeline-orders">
				{groups.map((group) => (
					<li key={group[0]?.name} className={group.length > 1 ? 'pipeline-parallel' : undefined}>
						{group.length > 1 && <p className="pipeline-parallel-label">en parallèle</p>}
						<ul className="bare-list pipeline-actions">
							{group.map((action) => (
								<li key={action.name}>
									<ActionCard action={action}>{actionFooter?.(action, stage)}</ActionCard>
								</li>
							))}
						</ul>
					</li>
				))}
			</ol>
			{children}
		</div>
	)
}
