import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Icon, type IconName } from '../icon.tsx'
import { statusWords } from '../status.tsx'
import type { ActionCategory, ActionDiagram } from './pipeline-diagram.ts'

const categoryIcons: Record<ActionCategory, IconName> = {
	Source: 'source',
	Build: 'build',
	Test: 'test',
	Deploy: 'deploy',
	Approval: 'approval',
	Invoke: 'invoke',
	Compute: 'compute',
}

/** One action of a stage: category, name, provider, artifacts and state. */
export function ActionCard({ action, children }: { action: ActionDiagram; children?: ReactNode }) {
	const { name, category, provider, status, detail, href } = action
	return (
		<div className={`action-card${status ? ` is-${status}` : ''}`}>
			<span className="action-card-icon">
				<Icon name={categoryIcons[category]} size={18} />
			</span>
			<div className="action-card-text">
				<p className="action-card-name">{href ? <Link to={href}>{name}</Link> : name}</p>
				<p className="action-card-provider" lang="en">
					<span className="visually-hidden">{`${category}, `}</span>
					{provider}
				</p>
			</div>
			{status && (
				<p className="action-card-status">
					<Icon name={status} size={14} />
					{statusWords[status]}
				</p>
			)}
			<Artifacts label="lit" names={action.inputs} />
			<Artifacts label="produit" names={action.outputs} />
			{detail && <p className="action-card-detail">{detail}</p>}
			{children}
		</div>
	)
}

function Artifacts({ label, names = [] }: { label: string; names?: Array<string> }) {
	if (names.length === 0) return null
	return (
		<p className="action-card-artifacts">
			{label}{' '}
			{names.map((name, position) => (
				<span key={name}>
					{position > 0 && ', '}
					<code>{name}</code>
				</span>
			))}
		</p>
	)
}
