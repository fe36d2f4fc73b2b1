import { Form } from 'react-router'
import type { ShownExample } from '#app/course/examples.server.ts'
import { Breadcrumbs } from '#app/ui/breadcrumbs.tsx'
import { Button, LinkButton } from '#app/ui/button.tsx'
import { ExamplePanel } from './workspace/example-panel.tsx'

/** The free sandbox before it is started: what it is, and the example that led here. */
export function FreeIntroduction({ example, signedIn }: { example: ShownExample | null; signedIn: boolean }) {
	const path = example ? `/bac-a-sable?exemple=${example.id}` : '/bac-a-sable'
	return (
		<div className="page lab-introduction">
			<Breadcrumbs crumbs={[{ title: 'Ateliers', to: '/ateliers' }, { title: 'Bac à sable libre' }]} />
			<h1>Bac à sable libre</h1>
			<p className="lead">
				Un compte AWS émulé pour vous seul, sans consigne ni contrôle : essayez-y ce que montrent les leçons.
			</p>
			<ul>
				<li>Les seaux et les rôles de service des leçons y sont déjà.</li>
				<li>Un terminal avec la commande aws, un éditeur, la vue des pipelines.</li>
				<li>Rien à payer, rien à casser : un bouton remet tout à l’état de départ.</li>
			</ul>
			{example && <ExamplePanel example={example} action={signedIn ? 'open' : null} />}
			{!signedIn ? (
				<p className="lab-sign-in row">
					<LinkButton to={`/inscription?retour=${encodeURIComponent(path)}`} variant="accent">
						Créer un compte pour essayer
					</LinkButton>
					<LinkButton to={`/connexion?retour=${encodeURIComponent(path)}`}>Se connecter</LinkButton>
				</p>
			) : (
				!example && (
					<Form method="post" action="/bac-a-sable">
						<Button name="intent" value="start" variant="accent">
							Ouvrir mon bac à sable
						</Button>
					</Form>
				)
			)}
		</div>
	)
}
