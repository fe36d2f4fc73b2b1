import type { ReactNode } from 'react'
import { Link } from 'react-router'

/** A surface for one thing; with `to`, the whole card follows the title's link. `heading` is the title's level on the page. */
export function Card({
	title,
	to,
	heading: Heading = 'h2',
	children,
}: {
	title?: ReactNode
	to?: string
	heading?: 'h2' | 'h3'
	children: ReactNode
}) {
	return (
		<div className={to ? 'card card-link' : 'card'}>
			{title && <Heading className="card-title">{to ? <Link to={to}>{title}</Link> : title}</Heading>}
			{children}
		</div>
	)
}
