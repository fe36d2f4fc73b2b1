import { Link } from 'react-router'
import type { BookmarkedLesson } from '#app/course/bookmarks.server.ts'
import { coursePath } from '#app/course/course.ts'
import { Icon } from '#app/ui/icon.tsx'

/** The lessons that the learner marked. */
export function BookmarkList({ bookmarks }: { bookmarks: Array<BookmarkedLesson> }) {
	if (bookmarks.length === 0) return null
	return (
		<section className="bookmarks" aria-labelledby="marque-pages">
			<h2 id="marque-pages">Vos marque-pages</h2>
			<ul className="bare-list">
				{bookmarks.map((lesson) => (
					<li key={lesson.slug}>
						<span className="bookmark-icon bookmark-set">
							<Icon name="retain" size={14} />
						</span>
						<span>
							<Link to={coursePath(lesson.part, lesson)}>{lesson.title}</Link>{' '}
							<span className="quiet">{lesson.part.title}</span>
						</span>
					</li>
				))}
			</ul>
		</section>
	)
}
