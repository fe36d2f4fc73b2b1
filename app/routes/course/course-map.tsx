import { type ReactNode, useEffect, useRef } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { BookmarkedLesson } from '#app/course/bookmarks.server.ts'
import { bySection } from '#app/course/by-section.ts'
import { coursePath, isAnnex, partName } from '#app/course/course.ts'
import { followLinks } from '#app/course/enhance/follow-links.ts'
import { Icon } from '#app/ui/icon.tsx'
import { ProgressBar } from '#app/ui/progress-bar.tsx'

type MapPart = {
	number: number
	slug: string
	title: string
	status: 'published' | 'planned'
	hasQuiz: boolean
	lessons: Array<{ slug: string; title: string; section: string }>
}

type CourseMapProps = {
	part: MapPart
	otherParts: Array<{ number: number; slug: string; title: string; status: 'published' | 'planned' }>
	completed: Array<string> | null
	bookmarks: Array<BookmarkedLesson> | null
}

/**
 * Where the reader is, what is read and what comes. On a small screen it is folded
 * above the page; on a wide one the style sheet opens it beside the page.
 */
export function CourseMap(props: CourseMapProps) {
	const { part } = props
	const map = useRef<HTMLElement>(null)
	const navigate = useNavigate()
	useEffect(() => {
		const leaving = new AbortController()
		if (map.current) followLinks(map.current, leaving.signal, navigate)
		return () => leaving.abort()
	}, [navigate])
	return (
		<nav className="course-map" aria-label="Plan du cours" ref={map}>
			<details className="course-map-sheet">
				<summary>
					<Icon name="menu" />
					<span>{isAnnex(part) ? part.title : `${partName(part)}\u00a0: ${part.title}`}</span>
				</summary>
				<div className="course-map-content">
					<MapContent {...props} />
				</div>
			</details>
		</nav>
	)
}

function MapContent({ part, otherParts, completed, bookmarks }: CourseMapProps) {
	const done = part.lessons.filter(({ slug }) => completed?.includes(slug)).length
	return (
		<>
			{!isAnnex(part) && <p className="kicker">{partName(part)}</p>}
			<p className="course-map-title">
				<MapLink to={coursePath(part)}>{part.title}</MapLink>
			</p>
			{completed && part.lessons.length > 0 && (
				<ProgressBar label="Leçons lues dans cette partie" done={done} total={part.lessons.length} />
			)}
			{bySection(part.lessons).map(({ section, lessons }) => (
				<div key={section}>
					<p className="course-map-section">{section}</p>
					<ol className="bare-list course-map-lessons">
						{lessons.map((lesson) => (
							<li key={lesson.slug}>
								<MapLink to={coursePath(part, lesson)}>
									<span>{lesson.title}</span>
									{bookmarks?.some(({ slug }) => slug === lesson.slug) && (
										<span className="course-map-mark">
											<Icon name="retain" size={14} />
											<span className="visually-hidden">(marque-page)</span>
										</span>
									)}
									{completed?.includes(lesson.slug) && (
										<span className="course-map-done">
											<Icon name="check" size={14} />
											<span className="visually-hidden">(lue)</span>
										</span>
									)}
								</MapLink>
							</li>
						))}
					</ol>
				</div>
			))}
			{part.hasQuiz && (
				<p className="course-map-quiz">
					<MapLink to={coursePath(part, 'quiz')}>Quiz de fin de partie</MapLink>
				</p>
			)}
			{bookmarks && <Kept bookmarks={bookmarks} />}
			<details className="course-map-others">
				<summary>
					<Icon name="chevron" size={12} />
					Toutes les parties
				</summary>
				<ol className="bare-list">
					{otherParts.map((other) => (
						<li key={other.slug}>
							<MapLink to={coursePath(other)} current={other.slug === part.slug ? 'true' : undefined}>
								{!isAnnex(other) && <span className="tabular">{other.number}. </span>}
								{other.title}
								{other.status === 'planned' && <span className="quiet"> (à venir)</span>}
							</MapLink>
						</li>
					))}
				</ol>
			</details>
		</>
	)
}

/** What the learner keeps anywhere in the course. */
function Kept({ bookmarks }: { bookmarks: Array<BookmarkedLesson> }) {
	return (
		<div className="course-map-kept">
			{bookmarks.length > 0 && (
				<details className="course-map-others">
					<summary>
						<Icon name="chevron" size={12} />
						Vos marque-pages
					</summary>
					<ul className="bare-list">
						{bookmarks.map((lesson) => (
							<li key={lesson.slug}>
								<MapLink to={coursePath(lesson.part, lesson)}>{lesson.title}</MapLink>
							</li>
						))}
					</ul>
				</details>
			)}
			<p>
				<MapLink to="/cours/notes">Vos notes</MapLink>
			</p>
		</div>
	)
}

/**
 * A plain link, which the map follows: a `Link` for each would be a third of what a
 * lesson costs React to render. `data-discover` has the router look ahead for where
 * it leads, as it does for its own.
 */
function MapLink({ to, current, children }: { to: string; current?: 'true'; children: ReactNode }) {
	const { pathname } = useLocation()
	return (
		<a href={to} data-discover="true" aria-current={pathname === to ? 'page' : current}>
			{children}
		</a>
	)
}
