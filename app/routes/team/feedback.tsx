import { Link } from 'react-router'
import { requireRole } from '#app/accounts/guards.server.ts'
import { coursePath } from '#app/course/course.ts'
import { feedbackReport, type LessonReport } from '#app/course/feedback-report.server.ts'
import { DateTime } from '#app/ui/date-time.tsx'
import { Disclosure } from '#app/ui/disclosure.tsx'
import { EmptyState } from '#app/ui/empty-state.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import { TableWrapper } from '#app/ui/table-wrapper.tsx'
import type { Route } from './+types/feedback'

export async function loader({ request }: Route.LoaderArgs) {
	await requireRole(request, 'trainer', 'admin')
	return { lessons: await feedbackReport() }
}

export default function FeedbackPage({ loaderData: { lessons } }: Route.ComponentProps) {
	return (
		<div className="page feedback-report">
			<PageHead title="Retours sur les leçons" />
			<h1>Retours sur les leçons</h1>
			<p className="lead">
				Ce que répondent les lecteurs à «{'\u00a0'}Cette leçon vous a-t-elle aidé{'\u202f'}?{'\u00a0'}», pour
				chaque version vérifiée.
			</p>
			{lessons.length === 0 ? (
				<EmptyState title="Aucun retour pour le moment">
					<p>La question est posée au bas de chaque leçon, avec ou sans compte.</p>
				</EmptyState>
			) : (
				<>
					<p>
						<a className="button" href="/equipe/retours.csv" download>
							Exporter en CSV
						</a>
					</p>
					<CountTable lessons={lessons} />
					<h2>Textes</h2>
					{lessons
						.filter(({ texts }) => texts.length > 0)
						.map((lesson) => (
							<Disclosure key={lesson.slug} summary={`${lesson.title} (${lesson.texts.length})`}>
								<Texts texts={lesson.texts} />
							</Disclosure>
						))}
				</>
			)}
		</div>
	)
}

function CountTable({ lessons }: { lessons: Array<LessonReport> }) {
	return (
		<TableWrapper label="Réponses par leçon">
			<table>
				<thead>
					<tr>
						<th scope="col">Leçon</th>
						<th scope="col">Version</th>
						<th scope="col" className="figure-cell">
							Oui
						</th>
						<th scope="col" className="figure-cell">
							Non
						</th>
						<th scope="col" className="figure-cell">
							Part de oui
						</th>
					</tr>
				</thead>
				<tbody>
					{lessons.flatMap((lesson) =>
						lesson.versions.map(({ version, yes, no }) => (
							<tr key={`${lesson.slug} ${version}`}>
								<th scope="row">
									{lesson.part ? (
										<Link to={coursePath(lesson.part, lesson)}>{lesson.title}</Link>
									) : (
										lesson.title
									)}
								</th>
								<td>
									<DateTime date={`${version}T12:00:00Z`} dayOnly />
									{version !== lesson.version && <span className="quiet"> (ancienne)</span>}
								</td>
								<td className="figure-cell">{yes}</td>
								<td className="figure-cell">{no}</td>
								<td className="figure-cell">{`${Math.round((100 * yes) / (yes + no))}\u00a0%`}</td>
							</tr>
						)),
					)}
				</tbody>
			</table>
		</TableWrapper>
	)
}

function Texts({ texts }: { texts: LessonReport['texts'] }) {
	return (
		<ul className="bare-list feedback-texts">
			{texts.map(({ id, helped, text, version, reader, at }) => (
				<li key={id}>
					<p className="note-text">{text}</p>
					<p className="quiet">
						{helped ? 'A aidé' : 'N’a pas aidé'}, le <DateTime date={at} dayOnly />, version du{' '}
						<DateTime date={`${version}T12:00:00Z`} dayOnly />,{' '}
						{reader ? <code>{reader}</code> : 'sans compte'}
					</p>
				</li>
			))}
		</ul>
	)
}
