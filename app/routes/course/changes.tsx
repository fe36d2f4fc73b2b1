import { Link } from 'react-router'
import { course } from '#app/course/course.server.ts'
import type { RouteHandle } from '#app/root.tsx'
import { Breadcrumbs } from '#app/ui/breadcrumbs.tsx'
import { DateTime } from '#app/ui/date-time.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/changes'

export function loader() {
	return { days: [...Map.groupBy(course.changes, ({ date }) => date)] }
}

export const handle: RouteHandle = { shared: true }

export default function Changes({ loaderData: { days } }: Route.ComponentProps) {
	return (
		<div className="page page-narrow changes">
			<PageHead
				title="Nouveautés"
				description="Ce qui est nouveau dans le cours AWS CodePipeline, et le flux Atom pour le suivre."
				path="/cours/nouveautes"
			/>
			<Breadcrumbs crumbs={[{ title: 'Cours', to: '/cours' }, { title: 'Nouveautés' }]} />
			<header className="stack">
				<h1>Nouveautés</h1>
				<p className="lead">
					Ce qui est nouveau dans le cours. Pour le suivre depuis un lecteur de flux{'\u00a0'}:{' '}
					<a href="/cours/flux.xml" type="application/atom+xml">
						flux Atom
					</a>
					.
				</p>
			</header>
			{days.map(([date, changes]) => (
				<section key={date} className="stack" aria-labelledby={`jour-${date}`}>
					<h2 id={`jour-${date}`}>
						<DateTime date={`${date}T12:00:00Z`} dayOnly />
					</h2>
					<ul className="bare-list stack">
						{changes.map(({ id, title, text, link }) => (
							<li key={id} id={id}>
								<h3>
									<Link to={link}>{title}</Link>
								</h3>
								<p>{text}</p>
							</li>
						))}
					</ul>
				</section>
			))}
		</div>
	)
}
