import { Link } from 'react-router'
import { getUser } from '#app/accounts/guards.server.ts'
import { bookmarkedLessons } from '#app/course/bookmarks.server.ts'
import { bySection } from '#app/course/by-section.ts'
import { course } from '#app/course/course.server.ts'
import { coursePath, isAnnex, type Part, partName, readingMinutes } from '#app/course/course.ts'
import { partProgress } from '#app/course/part-progress.ts'
import { lessonMarks } from '#app/course/progress.server.ts'
import { bestResults, type QuizResult } from '#app/course/quiz-results.server.ts'
import { resumePoint } from '#app/course/reading-position.server.ts'
import type { RouteHandle } from '#app/root.tsx'
import { formatMinutes } from '#app/ui/french-date.ts'
import { Icon } from '#app/ui/icon.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/outline'
import { BookmarkList } from './bookmark-list.tsx'
import { PartProgress } from './part-progress.tsx'
import { ResumeCard } from './resume-card.tsx'

export async function loader({ request }: Route.LoaderArgs) {
	const user = await getUser(request)
	const [marks, results] = user ? await Promise.all([lessonMarks(user.id), bestResults(user.id)]) : [null, []]
	return {
		visitor: !user,
		resume: user && (await resumePoint(user.id)),
		bookmarks: bookmarkedLessons(marks?.bookmarked ?? []),
		parts: course.parts.map((part) => summaryOf(part, marks?.completed ?? null, results)),
	}
}

type PartSummary = ReturnType<typeof summaryOf>

function summaryOf(part: Part, completed: Array<string> | null, results: Array<QuizResult>) {
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
			section: lesson.section,
			done: completed?.includes(lesson.slug) ?? false,
		})),
		hasQuiz: quiz !== null,
		...(completed ? partProgress(part, completed) : { done: null, next: null }),
		bestResult: results.find(({ moduleSlug }) => moduleSlug === slug) ?? null,
	}
}

export const handle: RouteHandle = { shared: true }

export default function Outline({ loaderData: { parts, resume, bookmarks, visitor } }: Route.ComponentProps) {
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
			<ResumeCard resume={resume} visitor={visitor} />
			<BookmarkList bookmarks={bookmarks} />
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
			<div className="outline-sections">
				{bySection(part.lessons).map(({ section, first, lessons }) => (
					<section key={section}>
						<h3>{section}</h3>
						<ol className="outline-lessons" start={first}>
							{lessons.map((lesson) => (
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
						</ol>
					</section>
				))}
				{part.hasQuiz && (
					<p>
						<Link to={coursePath(part, 'quiz')}>Quiz de fin de partie</Link>
						{part.bestResult && (
							<span className="outline-result tabular">
								meilleur résultat{'\u00a0'}: {part.bestResult.right} sur {part.bestResult.total}
							</span>
						)}
					</p>
				)}
			</div>
			{part.done === null ? (
				<p className="quiet">{formatMinutes(part.minutes)} de lecture</p>
			) : (
				<PartProgress part={part} done={part.done} next={part.next} total={part.lessons.length} />
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
