import { Link } from 'react-router'

export type Crumb = { title: string; to?: string }

/** The way from the home page to here; the last crumb is the page itself. */
export function Breadcrumbs({ crumbs }: { crumbs: Array<Crumb> }) {
	return (
		<nav className="breadcrumbs" aria-label="Fil d’Ariane">
			<ol className="bare-list">
				{crumbs.map(({ title, to }) => (
					<li key={title}>{to ? <Link to={to}>{title}</Link> : <span aria-current="page">{title}</span>}</li>
				))}
			</ol>
		</nav>
	)
}
