import type { RouteHandle } from '#app/root.tsx'
import { TextPage } from './text-page.tsx'

export const handle: RouteHandle = { shared: true }

export default function Privacy() {
	return (
		<TextPage
			title="Confidentialité"
			description="Les données que le site garde, pourquoi, et comment les faire effacer."
			path="/confidentialite"
		>
			<p>
				Lire le cours ne demande aucun compte et ne dépose aucun cookie. Le site n’utilise ni mesure
				d’audience, ni publicité, ni service tiers{'\u00a0'}: polices, scripts et images viennent du même
				serveur.
			</p>
			<h2>Si vous créez un compte</h2>
			<p>Le site garde, dans sa base de données{'\u00a0'}:</p>
			<ul>
				<li>votre nom, votre adresse électronique et une empreinte de votre mot de passe{'\u202f'};</li>
				<li>vos sessions, avec l’adresse IP et le navigateur, pour la sécurité du compte{'\u202f'};</li>
				<li>vos leçons lues et l’endroit où vous vous êtes arrêté, vos notes, vos marque-pages{'\u202f'};</li>
				<li>vos réponses aux quiz, votre travail dans les ateliers{'\u202f'};</li>
				<li>vos passages de l’examen et vos certificats.</li>
			</ul>
			<p>
				Un cookie de session, nécessaire à la connexion, est alors déposé{'\u202f'}; un second reconnaît votre
				navigateur, pour que les essais d’autrui sur votre mot de passe ne vous empêchent pas d’entrer. Le
				choix du thème et, sans compte, l’endroit où vous vous êtes arrêté restent dans votre navigateur.
			</p>
			<h2>Votre avis sur une leçon</h2>
			<p>
				Avec un compte, votre avis est gardé avec l’identifiant du compte, et effacé avec lui. Sans compte, il
				est gardé seul. Une empreinte de l’adresse, qui change chaque jour, limite les envois{'\u202f'}; elle
				est effacée avec le premier avis d’un jour suivant.
			</p>
			<h2>Lecture hors ligne</h2>
			<p>
				Votre navigateur garde les pages du cours que vous ouvrez, pour les relire sans réseau. Elles restent
				sur votre appareil et en sont retirées quand vous vous déconnectez, ou quand vous effacez les données
				du site. Rien n’est gardé ainsi de votre compte, des ateliers ni de l’examen.
			</p>
			<h2>Certificats</h2>
			<p>
				Un certificat porte votre nom et n’est pas répertorié{'\u00a0'}: seules les personnes à qui vous
				donnez son adresse le trouvent. Une liste de statuts publique permet de savoir s’il a été révoqué,
				sans nommer personne.
			</p>
			<h2>Vos droits</h2>
			<p>
				Vous pouvez demander à consulter, corriger ou effacer ces données à la personne qui administre cette
				instance. Un certificat effacé disparaît du site{'\u202f'}; les copies que vous en avez gardées
				restent vérifiables.
			</p>
		</TextPage>
	)
}
