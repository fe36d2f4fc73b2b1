import type { ReactNode } from 'react'
import { isRouteErrorResponse, Link } from 'react-router'
import { PageHead } from './page-head.tsx'
import { RequestId } from './request-id.tsx'

type Explanation = { title: string; text: ReactNode }

const explanations: Record<number, Explanation> = {
	401: {
		title: 'Connexion nécessaire',
		text: 'Cette page demande un compte, ou votre session a expiré. Connectez-vous, puis revenez à cette adresse.',
	},
	403: {
		title: 'Accès refusé',
		text: 'Votre compte n’a pas accès à cette page. Si vous en avez plusieurs, vérifiez lequel est connecté en haut de l’écran.',
	},
	404: {
		title: 'Page introuvable',
		text: 'Cette adresse ne mène à rien. Le lien est peut-être ancien, ou une lettre manque.',
	},
	410: {
		title: 'Page supprimée',
		text: 'Ce qui se trouvait à cette adresse a été supprimé, volontairement et pour de bon.',
	},
	429: {
		title: 'Trop de demandes',
		text: 'Vous avez envoyé beaucoup de demandes en peu de temps. Attendez une minute, puis réessayez.',
	},
}

const failure: Explanation = {
	title: 'Erreur du serveur',
	text: 'Le serveur n’a pas pu préparer cette page. Votre travail enregistré n’est pas touché. Réessayez dans un instant ; si l’erreur persiste, signalez-la avec le numéro de la demande.',
}

/** What went wrong, the likely cause and where to go, for anything that a route throws. */
export function ErrorPage({ error }: { error: unknown }) {
	const status = isRouteErrorResponse(error) ? error.status : 500
	const { title, text } = explanations[status] ?? failure
	const specific = status < 500 ? messageOf(error) : null
	return (
		<div className="page page-narrow error-page stack">
			<PageHead title={title} />
			<p className="kicker">{`Erreur ${status}`}</p>
			<h1>{title}</h1>
			{specific && <p className="lead">{specific}</p>}
			<p className={specific ? undefined : 'lead'}>{text}</p>
			{status >= 500 && <RequestId />}
			<ul>
				{status === 401 && (
					<li>
						<Link to="/connexion">Se connecter</Link>
					</li>
				)}
				<li>
					<Link to="/cours">Le plan du cours</Link>
				</li>
				<li>
					<Link to="/verifier">Vérifier un certificat</Link>
				</li>
				<li>
					<Link to="/">L’accueil</Link>
				</li>
			</ul>
		</div>
	)
}

/** The sentence that a route threw with its status; the router's own messages are for developers. */
function messageOf(error: unknown): string | null {
	if (!isRouteErrorResponse(error) || typeof error.data !== 'string') return null
	return error.data.startsWith('Error: ') ? null : error.data
}
