import type { ReactNode } from 'react'

/** What a list shows before it has anything: why it is empty, and the first step as a child. */
export function EmptyState({ title, children }: { title: string; children: ReactNode }) {
	return (
		<div className="empty-state">
			<h2>{title}</h2>
			{children}
		</div>
	)
}
