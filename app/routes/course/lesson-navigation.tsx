import { Link } from 'react-router'
import type { CourseStep } from '#app/course/course.server.ts'
import { coursePath } from '#app/course/course.ts'
import { Icon } from '#app/ui/icon.tsx'

/** The lessons before and after this one; after the last lesson of a part comes its quiz. */
export function LessonNavigation({
	part,
	previous,
	next,
	accent,
}: {
	part: { slug: string; hasQuiz: boolean }
	previous?: CourseStep
	next?: CourseStep
	/** Whether going on is the next thing to do on this page. */
	accent: boolean
}) {
	const leavesPart = next?.part.slug !== part.slug
	const forward =
		leavesPart && part.hasQuiz
			? { to: coursePath(part, 'quiz'), kicker: 'Pour finir cette partie', title: 'Quiz de fin de partie' }
			: next && {
					to: coursePath(next.part, next),
					kicker: leavesPart ? `Partie suivante\u00a0: ${next.part.title}` : 'Leçon suivante',
					title: next.title,
				}
	return (
		<nav className="lesson-nav" aria-label="Leçons voisines">
			{previous && (
				<Link className="lesson-nav-previous" to={coursePath(previous.part, previous)} rel="prev">
					<span className="lesson-nav-kicker">
						<Icon name="before" size={14} />
						Leçon précédente
					</span>
					<span>{previous.title}</span>
				</Link>
			)}
			{forward && (
				<Link
					className={accent ? 'lesson-nav-next lesson-nav-accent' : 'lesson-nav-next'}
					to={forward.to}
					rel="next"
				>
					<span className="lesson-nav-kicker">
						{forward.kicker}
						<Icon name="after" size={14} />
					</span>
					<span>{forward.title}</span>
				</Link>
			)}
		</nav>
	)
}
