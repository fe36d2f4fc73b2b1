import type { ReactNode } from 'react'
import { Link } from 'react-router'

/** A surface for one thing; with `to`, the whole card follows the title's link. */
export function Card({ title, to, children }: { title?: ReactNode; to?: string; children: ReactNode }) {
	return (
		<div className={to ? 'card card-link' : 'card'}>
			{title && <h3>{to ? <Link to={to}>{title}</Link> : title}</h3>}
			{children}
		</div>
	)
}
