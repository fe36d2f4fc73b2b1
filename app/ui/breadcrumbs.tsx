import { Link } from 'react-router'

export type Crumb = { title: string; to?: string }

/** The way from the home page to here; the last crumb is the page itself. */
export function Breadcrumbs({ crumbs }: { crumbs: Array<Crumb> }) {
	return (
		<nav className="breadcrumbs" aria-label="Fil d’Ariane">
			{/* biome-ignore lint/a11y/noRedundantRoles: Safari drops the list when its markers are hidden */}
			<ol role="list">
				{crumbs.map(({ title, to }) => (
					<li key={title}>{to ? <Link to={to}>{title}</Link> : <span aria-current="page">{title}</span>}</li>
				))}
			</ol>
		</nav>
	)
}
