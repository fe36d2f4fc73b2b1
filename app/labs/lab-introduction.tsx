import { Form } from 'react-router'
import { Breadcrumbs } from '#app/ui/breadcrumbs.tsx'
import { Button, LinkButton } from '#app/ui/button.tsx'
import { formatMinutes } from '#app/ui/french-date.ts'
import type { LabAbout } from './lab-about.ts'

/** A lab before it is started: what one will do, what will be verified, how to begin. */
export function LabIntroduction({ about, signedIn }: { about: LabAbout; signedIn: boolean }) {
	const path = `/ateliers/${about.slug}`
	return (
		<div className="page lab-introduction">
			<Breadcrumbs crumbs={[{ title: 'Ateliers', to: '/ateliers' }, { title: about.title }]} />
			<h1>{about.title}</h1>
			<p className="lead">{about.summary}</p>
			<p className="quiet">Comptez {formatMinutes(about.minutes)}.</p>
			<h2>Ce que vous saurez faire</h2>
			<ul>
				{about.objectives.map((objective) => (
					<li key={objective}>{objective}</li>
				))}
			</ul>
			<h2>Ce qui sera vérifié</h2>
			<ol>
				{about.tasks.map((task) => (
					<li key={task.title}>
						<strong>{task.title}</strong>
						<ul>
							{task.checks.map((sentence) => (
								<li key={sentence}>{sentence}</li>
							))}
						</ul>
					</li>
				))}
			</ol>
			{signedIn ? (
				<Form method="post" action={path}>
					<Button name="intent" value="start" variant="accent">
						Démarrer l’atelier
					</Button>
				</Form>
			) : (
				<p className="lab-sign-in">
					<LinkButton to={`/inscription?retour=${encodeURIComponent(path)}`} variant="accent">
						Créer un compte pour commencer
					</LinkButton>{' '}
					<LinkButton to={`/connexion?retour=${encodeURIComponent(path)}`}>Se connecter</LinkButton>
				</p>
			)}
		</div>
	)
}
