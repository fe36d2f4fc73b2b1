import { Link } from 'react-router'
import { getUser } from '#app/accounts/guards.server.ts'
import { course } from '#app/course/course.server.ts'
import { coursePath, isAnnex } from '#app/course/course.ts'
import { resumePoint } from '#app/course/reading-position.server.ts'
import type { RouteHandle } from '#app/root.tsx'
import { LinkButton } from '#app/ui/button.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import { ResumeCard } from '../course/resume-card.tsx'
import type { Route } from './+types/home'
import { Demo } from './demo.tsx'

export async function loader({ request }: Route.LoaderArgs) {
	const user = await getUser(request)
	const parts = course.parts.filter((part) => !isAnnex(part))
	const published = parts.filter(({ status }) => status === 'published')
	const first = published[0]
	const lesson = first?.lessons[0]
	return {
		visitor: !user,
		resume: user && (await resumePoint(user.id)),
		firstLesson: first && lesson ? coursePath(first, lesson) : '/cours',
		partCount: parts.length,
		publishedCount: published.length,
		lessonCount: published.reduce((total, part) => total + part.lessons.length, 0),
	}
}

export const handle: RouteHandle = { shared: true }

export default function Home({ loaderData }: Route.ComponentProps) {
	const { resume, visitor, firstLesson, partCount, publishedCount, lessonCount } = loaderData
	return (
		<div className="page home">
			<PageHead
				title="Filière · Spécialiste AWS CodePipeline"
				description="Un cours en français sur AWS CodePipeline, des ateliers sur un AWS simulé, un examen et un certificat que chacun peut vérifier."
				path="/"
			/>
			<header className="home-head">
				<div>
					<p className="kicker">Spécialiste AWS CodePipeline</p>
					<h1>Apprenez CodePipeline en le faisant tourner, puis prouvez-le.</h1>
				</div>
				<div className="home-head-text">
					<p className="lead">
						Un cours en français, des ateliers sur un AWS simulé qui répond aux vraies commandes, un examen,
						et un certificat que chacun peut vérifier.
					</p>
					<ResumeCard resume={resume} visitor={visitor} />
					<div className="row">
						{!resume && (
							<LinkButton variant="accent" to={firstLesson}>
								Lire la première leçon
							</LinkButton>
						)}
						<LinkButton variant="quiet" to="/cours">
							Voir le plan du cours
						</LinkButton>
					</div>
				</div>
			</header>

			<section className="home-demo" aria-labelledby="demo">
				<div className="home-demo-text">
					<h2 id="demo">Un pipeline, trois étapes</h2>
					<p>
						La source est prête, le build et ses tests ont réussi. La mise en production attend une décision
						{'\u00a0'}: la vôtre.
					</p>
				</div>
				<Demo />
			</section>

			<section aria-labelledby="parcours">
				<h2 id="parcours">Le parcours</h2>
				<ol className="bare-list home-path">
					<li>
						<h3>
							<Link to="/cours">Le cours</Link>
						</h3>
						<p>
							{partCount} parties prévues, {published(publishedCount, lessonCount)} Chaque leçon cite ses
							sources et porte la date de sa vérification.
						</p>
					</li>
					<li>
						<h3>
							<Link to="/ateliers">Les ateliers</Link>
						</h3>
						<p>
							Un compte AWS simulé, rien à payer, rien à casser. Vous tapez les commandes, le pipeline
							s’exécute, et chaque contrôle dit ce qu’il attendait et ce qu’il a trouvé.
						</p>
					</li>
					<li>
						<h3>
							<Link to="/examen">L’examen</Link>
						</h3>
						<p>
							Des questions de scénario tirées d’une banque, en temps limité. Chaque réponse est enregistrée
							dès qu’elle est donnée{'\u00a0'}: une coupure ne vous fait rien perdre.
						</p>
					</li>
					<li>
						<h3>
							<Link to="/verifier">Le certificat</Link>
						</h3>
						<p>
							Un fichier signé au format Open Badges 3.0. Il vous appartient et se vérifie sans nous, dans
							n’importe quel navigateur.
						</p>
					</li>
				</ol>
			</section>

			<section className="home-proof" aria-labelledby="preuves">
				<h2 id="preuves">Rien à croire sur parole</h2>
				<ul>
					<li>
						<strong>Lisez avant de vous inscrire.</strong> Les leçons et les quiz sont ouverts à tous, sans
						compte et sans script. Un compte sert à garder votre progression, à faire les ateliers et à passer
						l’examen.
					</li>
					<li>
						<strong>Travaillez avec vos outils.</strong> Chaque atelier donne une adresse et des clés
						{'\u00a0'}: l’AWS CLI ou le SDK de votre poste s’y connectent comme à AWS.
					</li>
					<li>
						<strong>Regardez dedans.</strong> Le code est libre (Apache 2.0), les textes aussi (CC BY-SA 4.0).
					</li>
				</ul>
			</section>

			<div className="home-audiences">
				<section aria-labelledby="formateurs">
					<h2 id="formateurs">Vous formez</h2>
					<p>
						Reprenez les leçons et les ateliers, adaptez-les, installez votre propre instance{'\u00a0'}: une
						commande suffit, sans compte AWS ni service tiers.
					</p>
					<Link to="/a-propos">Comment Filière est faite</Link>
				</section>
				<section aria-labelledby="recruteurs">
					<h2 id="recruteurs">Vous recrutez</h2>
					<p>
						Un candidat vous a remis un certificat{'\u202f'}? Déposez le fichier{'\u00a0'}: votre navigateur
						contrôle lui-même les signatures et le statut.
					</p>
					<Link to="/verifier">Vérifier un certificat</Link>
				</section>
			</div>
		</div>
	)
}

function published(parts: number, lessons: number) {
	return parts === 1
		? `la première est publiée (${lessons} leçons et un quiz).`
		: `${parts} publiées (${lessons} leçons).`
}
