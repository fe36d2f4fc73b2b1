import type { RouteHandle } from '#app/root.tsx'
import { TextPage } from './text-page.tsx'

export const handle: RouteHandle = { shared: true }

export default function Legal() {
	return (
		<TextPage title="Mentions" description="Éditeur, licences et marques." path="/mentions">
			<h2>Marques</h2>
			<p>
				Filière est un projet indépendant, sans affiliation avec Amazon Web Services. « AWS », « AWS
				CodePipeline » et les noms des autres services sont des marques d’Amazon.com, Inc. ou de ses filiales.
				Ils ne sont cités que pour désigner ces services.
			</p>
			<h2>Licences</h2>
			<p>
				Code{'\u00a0'}: Apache 2.0. Textes du cours et des ateliers{'\u00a0'}: Creative Commons Attribution –
				Partage dans les mêmes conditions 4.0 (CC BY-SA 4.0). Polices Bricolage Grotesque, Literata et
				JetBrains Mono{'\u00a0'}: SIL Open Font License 1.1.
			</p>
			<h2>Éditeur et hébergement</h2>
			<p>
				Chaque instance est publiée par la personne ou l’organisme qui l’exploite, à qui il revient d’indiquer
				ici son nom, ses coordonnées et son hébergeur. Cette instance ne les a pas encore renseignés.
			</p>
		</TextPage>
	)
}
