import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { coursePath } from '#app/course/course.ts'
import { type KeptReading, keptReading } from '#app/course/kept-reading.ts'
import type { ResumePoint } from '#app/course/reading-position.server.ts'
import { Icon } from '#app/ui/icon.tsx'

/** Where the reader left, one press away; for a visitor, what their own browser kept. Nothing before the first lesson. */
export function ResumeCard({
	resume,
	visitor,
	within,
}: {
	resume: ResumePoint | null
	visitor: boolean
	/** Slug of the part that alone is looked at. */
	within?: string
}) {
	const [kept, setKept] = useState<KeptReading | null>(null)
	useEffect(() => {
		if (visitor) setKept(keptReading(localStorage))
	}, [visitor])
	const point = resume ?? (kept && (!within || kept.part.slug === within) ? { ...kept, next: false } : null)
	if (!point) return null
	const { part, lesson, heading, next } = point
	return (
		<aside className="resume no-print" aria-label="Reprendre la lecture">
			<Link className="resume-link" to={resumePath(point)}>
				<span className="resume-kicker">
					{next ? 'Leçon suivante' : 'Reprendre là où vous étiez'}
					<Icon name="after" size={14} />
				</span>
				<span className="resume-title">{lesson.title}</span>
				{(heading || !within) && <span className="quiet">{heading ? heading.title : part.title}</span>}
			</Link>
		</aside>
	)
}

/** The address of the place itself: the heading, not only the page. */
export function resumePath({ part, lesson, heading }: Omit<ResumePoint, 'next'>): string {
	return `${coursePath(part, lesson)}${heading ? `#${heading.id}` : ''}`
}
