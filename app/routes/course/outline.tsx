import { Link } from 'react-router'
import { getUser } from '#app/accounts/guards.server.ts'
import { course } from '#app/course/course.server.ts'
import { coursePath, isAnnex, type Part, partName, readingMinutes } from '#app/course/course.ts'
import { completedLessons } from '#app/course/progress.server.ts'
import type { RouteHandle } from '#app/root.tsx'
import { formatMinutes } from '#app/ui/french-date.ts'
import { Icon } from '#app/ui/icon.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import { ProgressBar } from '#app/ui/progress-bar.tsx'
import type { Route } from './+types/outline'

export async function loader({ request }: Route.LoaderArgs) {
	const user = await getUser(request)
	const completed = user ? await completedLessons(user.id) : null
	return { parts: course.parts.map((part) => summaryOf(part, completed)) }
}

type PartSummary = ReturnType<typeof summaryOf>

function summaryOf(part: Part, completed: Array<string> | null) {
	const { number, slug, title, summary, status, planned, lessons, quiz } = part
	return {
		number,
		slug,
		title,
		summary,
		status,
		planned,
		minutes: readingMinutes(part),
		lessons: lessons.map((lesson) => ({
			slug: lesson.slug,
			title: lesson.title,
			done: completed?.includes(lesson.slug) ?? false,
		})),
		hasQuiz: quiz !== null,
		done: completed && lessons.filter((lesson) => completed.includes(lesson.slug)).length,
	}
}

export const handle: RouteHandle = { shared: true }

export default function Outline({ loaderData: { parts } }: Route.ComponentProps) {
	return (
		<div className="page outline">
			<PageHead
				title="Le cours"
				description="Le plan du cours AWS CodePipeline : douze parties, leurs leçons, leurs quiz et des annexes."
				path="/cours"
			/>
			<header className="stack">
				<h1>Le cours</h1>
				<p className="lead">
					Douze parties, de la première définition d’un pipeline jusqu’à l’examen. Chaque leçon se lit seule,
					cite ses sources et porte la date de sa dernière vérification.
				</p>
			</header>
			<ol className="bare-list outline-parts">
				{parts.map((part) => (
					<li key={part.slug} className={`outline-part outline-${part.status}`}>
						<span className="outline-number tabular" aria-hidden="true">
							{isAnnex(part) ? null : part.number}
						</span>
						<div className="outline-body">
							<h2>
								{!isAnnex(part) && <span className="visually-hidden">{`${partName(part)}\u00a0: `}</span>}
								<Link to={coursePath(part)}>{part.title}</Link>
							</h2>
							<p className="outline-summary">{part.summary}</p>
							{part.status === 'published' ? <Lessons part={part} /> : <Planned sections={part.planned} />}
						</div>
					</li>
				))}
			</ol>
		</div>
	)
}

function Lessons({ part }: { part: PartSummary }) {
	return (
		<>
			<ol className="outline-lessons">
				{part.lessons.map((lesson) => (
					<li key={lesson.slug}>
						<Link to={coursePath(part, lesson)}>{lesson.title}</Link>
						{lesson.done && (
							<span className="outline-done">
								<Icon name="check" size={14} />
								lue
							</span>
						)}
					</li>
				))}
				{part.hasQuiz && (
					<li>
						<Link to={coursePath(part, 'quiz')}>Quiz de fin de partie</Link>
					</li>
				)}
			</ol>
			{part.done === null ? (
				<p className="quiet">{formatMinutes(part.minutes)} de lecture</p>
			) : (
				<ProgressBar label="Leçons lues" done={part.done} total={part.lessons.length} />
			)}
		</>
	)
}

function Planned({ sections }: { sections: Array<string> }) {
	return (
		<>
			<p className="outline-planned-badge">
				<Icon name="waiting" size={14} />À venir
			</p>
			<ul className="outline-planned-list">
				{sections.map((section) => (
					<li key={section}>{section}</li>
				))}
			</ul>
		</>
	)
}
