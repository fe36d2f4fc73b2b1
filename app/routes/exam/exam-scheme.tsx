import type { Blueprint } from '#app/exam/blueprint.ts'
import { formatMinutes } from '#app/ui/french-date.ts'
import { TableWrapper } from '#app/ui/table-wrapper.tsx'

export interface Scheme {
	title: string
	version: string
	items: number
	scenarios: number
	minutes: number
	passMark: number
	cutStatus: Blueprint['cutStatus']
	cutBounds: Blueprint['cutBounds']
	policy: Blueprint['policy']
	demo: boolean
	domains: Array<{ id: string; title: string; weight: number; items: number }>
}

/** The published scheme: what is assessed, how it is scored, under which rules. */
export function ExamScheme({ scheme }: { scheme: Scheme }) {
	return (
		<>
			<section className="stack" aria-labelledby="contenu-evalue">
				<h2 id="contenu-evalue">Ce qui est évalué</h2>
				<TableWrapper label="Domaines de l’examen">
					<table>
						<thead>
							<tr>
								<th scope="col">Domaine</th>
								<th scope="col">Poids</th>
								<th scope="col">Questions</th>
							</tr>
						</thead>
						<tbody>
							{scheme.domains.map(({ id, title, weight, items }) => (
								<tr key={id}>
									<th scope="row">{title}</th>
									<td className="tabular">{`${weight}\u00A0%`}</td>
									<td className="tabular">{items}</td>
								</tr>
							))}
						</tbody>
					</table>
				</TableWrapper>
				<p>
					{`Au moins ${scheme.scenarios} questions portent sur une mise en situation, avec un extrait de structure, de politique ou de journal. Une question attend une seule réponse, sauf si elle en annonce plusieurs\u202F; elle compte alors pour un point si la réponse est complète.`}
				</p>
			</section>
			<Scoring scheme={scheme} />
			<Rules scheme={scheme} />
		</>
	)
}

function Scoring({ scheme: { passMark, cutStatus, cutBounds, items } }: { scheme: Scheme }) {
	const [low, high] = [cutBounds.min, cutBounds.max].map((share) => `${Math.round(share * 100)}\u00A0%`)
	return (
		<section className="stack" aria-labelledby="notation">
			<h2 id="notation">Comment l’examen est noté</h2>
			<p>{`Chaque tirage a son seuil\u00A0: la somme des chances qu’aurait un candidat tout juste compétent de réussir chacune de ses ${items} questions (méthode d’Angoff), bornée entre ${low} et ${high} des questions. Un tirage plus difficile demande donc moins de bonnes réponses.`}</p>
			<p>{`Le score va de 100 à 1\u202F000, par deux segments de droite\u00A0: aucune bonne réponse donne 100, le seuil donne ${passMark}, toutes les bonnes réponses donnent 1\u202F000. L’examen est réussi à ${passMark}. Seul le total compte\u202F; une question sans réponse est fausse, et une erreur ne retire rien.`}</p>
			{cutStatus === 'provisoire' && (
				<p>
					<strong>Seuil provisoire.</strong> Les estimations n’ont pas encore été revues par un jury
					d’experts.
				</p>
			)}
		</section>
	)
}

function Rules({ scheme: { minutes, policy, demo, version } }: { scheme: Scheme }) {
	return (
		<section className="stack" aria-labelledby="regles">
			<h2 id="regles">Les règles</h2>
			<ul>
				<li>{`Vous disposez de ${formatMinutes(minutes)}. L’horloge du serveur fait foi\u202F; à la fin du temps, ce qui est enregistré est noté.`}</li>
				<li>
					Chaque réponse est enregistrée dès que vous la donnez. Après une coupure, reconnectez-vous et
					reprenez la même tentative.
				</li>
				<li>Vous pouvez revenir sur toute question et la marquer pour la revoir.</li>
				<li>
					{demo
						? `En démonstration, ${formatMinutes(policy.demoCoolDownMinutes)} sépare deux tentatives, au lieu de ${policy.coolDownDays} jours.`
						: `${policy.coolDownDays} jours séparent deux tentatives, avec ${policy.maxAttemptsPerYear} tentatives au plus sur douze mois.`}
				</li>
				<li>{`Le certificat est valable ${policy.validityMonths / 12} ans. L’examen n’est pas surveillé, et le certificat le dit.`}</li>
				<li>
					{'Les questions ne sont pas montrées après l’examen\u00A0: vous recevez un profil par domaine.'}
				</li>
			</ul>
			<p className="quiet">
				{`Plan d’examen ${version}. Ce certificat est délivré par Filière, sans affiliation avec AWS\u202F; ce n’est pas une certification AWS.`}
			</p>
		</section>
	)
}
