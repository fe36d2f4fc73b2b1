import { Link } from 'react-router'
import { coursePath } from '#app/course/course.ts'
import { ProgressBar } from '#app/ui/progress-bar.tsx'

/** How much of a part is read, and the first lesson that is not. */
export function PartProgress({
	part,
	done,
	total,
	next,
}: {
	part: { slug: string }
	done: number
	total: number
	next: { slug: string; title: string } | null
}) {
	return (
		<div className="part-progress">
			<ProgressBar label="Leçons lues" done={done} total={total} />
			<p className="quiet">
				{next ? (
					<>
						Première leçon à lire{'\u00a0'}: <Link to={coursePath(part, next)}>{next.title}</Link>
					</>
				) : (
					'Toutes les leçons sont lues.'
				)}
			</p>
		</div>
	)
}
