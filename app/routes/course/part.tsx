import { Link, useRouteLoaderData } from 'react-router'
import { getUser } from '#app/accounts/guards.server.ts'
import { findPart } from '#app/course/course.server.ts'
import { coursePath, partName, readingMinutes } from '#app/course/course.ts'
import { PageText, withText } from '#app/course/page-text.tsx'
import { findPdf } from '#app/course/part-pdf.server.ts'
import { partProgress } from '#app/course/part-progress.ts'
import { printPath } from '#app/course/print-path.ts'
import { resumePoint } from '#app/course/reading-position.server.ts'
import { preloadText } from '#app/course/render-text.server.tsx'
import type { RouteHandle } from '#app/root.tsx'
import { Breadcrumbs } from '#app/ui/breadcrumbs.tsx'
import { LinkButton } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty-state.tsx'
import { formatMinutes } from '#app/ui/french-date.ts'
import { Icon } from '#app/ui/icon.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/part'
import type { loader as partLoader } from './part-layout.tsx'
import { PartProgress } from './part-progress.tsx'
import { ResumeCard } from './resume-card.tsx'

export async function loader({ request, params }: Route.LoaderArgs) {
	const part = findPart(params.part)
	const [user] = await Promise.all([getUser(request), preloadText(coursePath(part))])
	const { number, slug, title, summary, status, planned, lessons } = part
	return {
		part: { number, slug, title, summary, status, planned },
		minutes: readingMinutes(part),
		visitor: !user,
		resume: user && (await resumePoint(user.id, part)),
		pdf: (await findPdf(part))?.bytes ?? null,
		lessons: lessons.map((lesson) => ({
			slug: lesson.slug,
			title: lesson.title,
			summary: lesson.summary,
			minutes: lesson.minutes,
		})),
	}
}

export const clientLoader = ({ params, serverLoader }: Route.ClientLoaderArgs) =>
	withText(coursePath({ slug: params.part }), serverLoader)

export const handle: RouteHandle = { shared: true }

export default function PartPage({ loaderData }: Route.ComponentProps) {
	const { part, lessons, minutes, resume, visitor, pdf } = loaderData
	// Null for a visitor, whose reading is not kept.
	const completed = useRouteLoaderData<typeof partLoader>('routes/course/part-layout')?.completed ?? null
	const [first] = lessons
	return (
		<article>
			<PageHead title={part.title} description={part.summary} path={coursePath(part)} />
			<Breadcrumbs crumbs={[{ title: 'Cours', to: '/cours' }, { title: partName(part) }]} />
			<header className="lesson-head">
				<h1>{part.title}</h1>
				<p className="lead">{part.summary}</p>
			</header>
			<ResumeCard resume={resume} visitor={visitor} within={part.slug} />
			<PageText of={coursePath(part)} />
			{first ? (
				<section className="part-lessons" aria-labelledby="lecons">
					<div className="row">
						<h2 id="lecons">{lessons.length} leçons</h2>
						<span className="quiet">{formatMinutes(minutes)} de lecture</span>
					</div>
					{completed && (
						<PartProgress part={part} total={lessons.length} {...partProgress({ lessons }, completed)} />
					)}
					<ol className="bare-list">
						{lessons.map((lesson) => (
							<li key={lesson.slug}>
								<h3>
									<Link to={coursePath(part, lesson)}>{lesson.title}</Link>
								</h3>
								<p>{lesson.summary}</p>
								<p className="quiet">
									{formatMinutes(lesson.minutes)}
									{completed?.includes(lesson.slug) && (
										<span className="outline-done">
											<Icon name="check" size={14} />
											lue
										</span>
									)}
								</p>
							</li>
						))}
					</ol>
					{!resume && (
						<LinkButton variant="accent" to={coursePath(part, first)}>
							Lire la première leçon
						</LinkButton>
					)}
					<PaperLinks part={part} pdf={pdf} />
				</section>
			) : (
				<EmptyState title="Cette partie est à venir">
					<p>Elle traitera de{'\u00a0'}:</p>
					<ul>
						{part.planned.map((section) => (
							<li key={section}>{section}</li>
						))}
					</ul>
					<LinkButton to="/cours">Voir ce qui est déjà publié</LinkButton>
				</EmptyState>
			)}
		</article>
	)
}

/** The whole part for paper, and its PDF where one was made. */
function PaperLinks({ part, pdf }: { part: { slug: string }; pdf: number | null }) {
	return (
		<p className="part-paper quiet no-print">
			<a href={printPath(part)}>Toute la partie sur une page, à imprimer</a>
			{pdf !== null && (
				<>
					{' · '}
					<a href={`${coursePath(part)}/cours.pdf`} type="application/pdf">
						PDF, {formatMegabytes(pdf)}
					</a>
				</>
			)}
		</p>
	)
}

function formatMegabytes(bytes: number): string {
	return `${(bytes / 1e6).toLocaleString('fr', { minimumFractionDigits: 1, maximumFractionDigits: 1 })}\u00a0Mo`
}
