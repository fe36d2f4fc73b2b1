import type { RouteHandle } from '#app/root.tsx'
import { TextPage } from './text-page.tsx'

export const handle: RouteHandle = { shared: true }

export default function Accessibility() {
	return (
		<TextPage
			title="Accessibilité"
			description="Ce qui est fait pour que le site soit utilisable par tous, et ses limites connues."
			path="/accessibilite"
		>
			<p>
				Le site vise le niveau AA des règles WCAG 2.2. Cette page est une auto-évaluation{'\u00a0'}: aucun
				audit externe n’a été mené à ce jour.
			</p>
			<h2>Ce qui est en place</h2>
			<ul>
				<li>Les pages de lecture et les quiz fonctionnent sans script et au clavier seul.</li>
				<li>Un lien permet d’aller droit au contenu et le focus est toujours visible.</li>
				<li>Les contrastes tiennent compte du thème clair comme du thème sombre.</li>
				<li>
					Un état n’est jamais donné par la seule couleur{'\u00a0'}: une icône et un mot l’accompagnent.
				</li>
				<li>Les diagrammes de pipeline sont des listes, que les lecteurs d’écran lisent étape par étape.</li>
				<li>Les animations s’arrêtent si votre système demande de réduire les mouvements.</li>
				<li>Chaque page est contrôlée par un outil automatique (axe) avant publication.</li>
			</ul>
			<h2>Limites connues</h2>
			<ul>
				<li>
					Le terminal des ateliers se lit mal avec certains lecteurs d’écran. Les mêmes commandes peuvent être
					lancées depuis votre propre terminal.
				</li>
				<li>L’éditeur de code a une version en champ de texte simple, plus accessible.</li>
				<li>Les termes de la console AWS restent en anglais{'\u202f'}; ils sont balisés comme tels.</li>
			</ul>
		</TextPage>
	)
}
