import { Link } from 'react-router'
import { getUser } from '#app/accounts/guards.server.ts'
import { catalog } from '#app/labs/labs.server.ts'
import { getDatabase } from '#app/platform/db.server.ts'
import { Breadcrumbs } from '#app/ui/breadcrumbs.tsx'
import { Card } from '#app/ui/card.tsx'
import { formatMinutes } from '#app/ui/french-date.ts'
import { PageHead } from '#app/ui/page-head.tsx'
import { StatusBadge } from '#app/ui/status.tsx'
import type { Route } from './+types/catalog'

export async function loader({ request }: Route.LoaderArgs) {
	const user = await getUser(request)
	const sandboxes = user
		? await getDatabase().sandbox.findMany({
				where: { userId: user.id },
				select: { labId: true, checkRuns: { where: { passed: true }, take: 1, select: { id: true } } },
			})
		: []
	return {
		labs: catalog.map(({ number, lab }) => {
			const sandbox = sandboxes.find((one) => one.labId === lab.id)
			const { id, slug, title, summary, minutes } = lab
			return {
				number,
				id,
				slug,
				title,
				summary,
				minutes,
				started: !!sandbox,
				passed: !!sandbox?.checkRuns.length,
			}
		}),
	}
}

export default function LabCatalog({ loaderData }: Route.ComponentProps) {
	return (
		<div className="page">
			<PageHead
				title="Ateliers"
				description="Des ateliers sur un émulateur d’AWS qui exécute de vrais pipelines, avec des contrôles qui expliquent."
				path="/ateliers"
			/>
			<Breadcrumbs crumbs={[{ title: 'Ateliers' }]} />
			<h1>Ateliers</h1>
			<p className="lead">
				Chaque atelier vous donne un compte AWS émulé, prêt en une fraction de seconde : rien à installer,
				rien à payer, rien à nettoyer. Vos commandes sont celles de la vraie AWS CLI.
			</p>
			<ul className="lab-list">
				{loaderData.labs.map((lab) => (
					<li key={lab.id}>
						<Card title={`Atelier ${lab.number} · ${lab.title}`} to={`/ateliers/${lab.slug}`}>
							<p>{lab.summary}</p>
							<p className="quiet">
								{formatMinutes(lab.minutes)}{' '}
								{lab.passed ? (
									<StatusBadge status="succeeded" label="réussi" />
								) : (
									lab.started && <StatusBadge status="running" label="en cours" />
								)}
							</p>
						</Card>
					</li>
				))}
			</ul>
			<p>
				Pour essayer sans consigne ni contrôle, prenez le <Link to="/bac-a-sable">bac à sable libre</Link>.
			</p>
			<p className="quiet">D’autres ateliers suivent : ils ouvriront un à un dans cette page.</p>
		</div>
	)
}
