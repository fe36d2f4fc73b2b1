import { Link } from 'react-router'
import type { RouteHandle } from '#app/root.tsx'
import { TextPage } from './text-page.tsx'

export const handle: RouteHandle = { shared: true }

export default function About() {
	return (
		<TextPage
			title="À propos"
			description="Ce qu’est Filière, comment elle est faite et ce qu’elle n’est pas."
			path="/a-propos"
		>
			<p>
				Filière forme des personnes à AWS CodePipeline, en français, et atteste ce qu’elles savent faire. Le
				mot désigne un cursus et une chaîne de production{'\u00a0'}: c’est le sujet et la méthode.
			</p>
			<h2>Comment on y apprend</h2>
			<p>
				Les leçons expliquent, les ateliers font faire. Un atelier se déroule dans un AWS simulé, écrit pour
				ce cours{'\u00a0'}: il vérifie les signatures, évalue les politiques IAM et exécute les pipelines,
				sans compte AWS et sans facture. Il ne reproduit qu’une partie d’AWS{'\u202f'}; ce qu’il ne connaît
				pas, il le refuse en le disant.
			</p>
			<h2>Ce que vaut le certificat</h2>
			<p>
				Il atteste la réussite à notre examen, à une date donnée. Il est signé et se{' '}
				<Link to="/verifier">vérifie sans nous</Link>. Ce n’est pas une certification délivrée par AWS et il
				ne prétend pas en tenir lieu.
			</p>
			<h2>Qui peut s’en servir</h2>
			<p>
				Tout le monde. Le code est sous licence Apache 2.0, les textes du cours et des ateliers sous licence
				CC BY-SA 4.0. Un formateur ou une entreprise peut installer sa propre instance et adapter les
				contenus, en citant leur origine.
			</p>
		</TextPage>
	)
}
