import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Lesson } from '#app/course/course.ts'
import { DateTime } from '#app/ui/date-time.tsx'
import { formatMinutes } from '#app/ui/french-date.ts'
import { InlineText } from '#app/ui/inline-text.tsx'

/** The lab that goes with a lesson; `to` is its address once it is open. */
export type LessonLab = { title: string; to: string | null }

/** What a lesson is about, how long it takes, when it was last verified, and what one will know; its tools are the children. */
export function LessonHead({
	lesson,
	lab,
	children,
}: {
	lesson: Omit<Lesson, 'checks'>
	lab: LessonLab | null
	children?: ReactNode
}) {
	return (
		<>
			<header className="lesson-head">
				<h1>{lesson.title}</h1>
				<p className="lead">{lesson.summary}</p>
				<ul className="bare-list lesson-facts quiet">
					<li>{formatMinutes(lesson.minutes)} de lecture</li>
					<li>
						Vérifiée le <DateTime date={`${lesson.verified}T12:00:00Z`} dayOnly />
					</li>
					{lab?.to && (
						<li>
							Atelier{'\u00a0'}: <Link to={lab.to}>{lab.title}</Link>
						</li>
					)}
				</ul>
				{children}
			</header>
			<section className="objectives" aria-labelledby="lecon-objectifs">
				<h2 id="lecon-objectifs">À la fin de cette leçon, vous saurez</h2>
				<ul>
					{lesson.objectives.map((objective) => (
						<li key={objective}>
							<InlineText text={objective} />
						</li>
					))}
				</ul>
			</section>
		</>
	)
}

/** Where to practise what was read; it says so when the lab is still to come. */
export function PracticeLink({ lab }: { lab: LessonLab | null }) {
	if (!lab) return null
	return (
		<aside className="practice" aria-labelledby="lecon-atelier">
			<h2 id="lecon-atelier">{lab.to ? 'Mettez-le en pratique' : 'Atelier à venir'}</h2>
			<p>
				{lab.to ? (
					<>
						Atelier{'\u00a0'}: <Link to={lab.to}>{lab.title}</Link>
					</>
				) : (
					lab.title
				)}
			</p>
		</aside>
	)
}
