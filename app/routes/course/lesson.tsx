import { Form, Link, useRouteLoaderData } from 'react-router'
import { course, findLesson, findPart, neighbours } from '#app/course/course.server.ts'
import { coursePath } from '#app/course/course.ts'
import { PageText, withText } from '#app/course/page-text.tsx'
import { preloadText } from '#app/course/render-text.server.tsx'
import { findLab } from '#app/labs/labs.server.ts'
import type { RouteHandle } from '#app/root.tsx'
import { Breadcrumbs } from '#app/ui/breadcrumbs.tsx'
import { Button } from '#app/ui/button.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/lesson'
import { BookmarkForm } from './bookmark-form.tsx'
import { type LessonAnswer, lessonAction } from './lesson-action.server.ts'
import { LessonFeedback } from './lesson-feedback.tsx'
import { LessonHead, type LessonLab, PracticeLink } from './lesson-head.tsx'
import { LessonNavigation } from './lesson-navigation.tsx'
import { LessonNotes } from './lesson-notes.tsx'
import { NoteHere } from './note-here.tsx'
import type { loader as partLoader } from './part-layout.tsx'
import { ReadingTracker } from './reading-tracker.tsx'

export async function loader({ params }: Route.LoaderArgs) {
	const part = findPart(params.part)
	const found = findLesson(part, params.lesson)
	// The knowledge checks are in the text.
	const { checks: _, ...lesson } = found
	await preloadText(coursePath(part, lesson))
	return {
		part: { number: part.number, slug: part.slug, title: part.title, hasQuiz: part.quiz !== null },
		lesson,
		lab: lesson.lab === undefined ? null : labOf(lesson.lab),
		...neighbours(found),
	}
}

export const clientLoader = ({ params, serverLoader }: Route.ClientLoaderArgs) =>
	withText(coursePath({ slug: params.part }, { slug: params.lesson }), serverLoader)

/** Whether a lab is open is for the catalog to say; the course only names it. */
function labOf(id: string): LessonLab {
	const open = findLab(id)
	const title = open?.title ?? course.labs.find((lab) => lab.id === id)?.title
	return { title: title ?? id, to: open ? `/ateliers/${open.slug}` : null }
}

export const action = (args: Route.ActionArgs) => lessonAction(args)

export const handle: RouteHandle = { shared: true, readsWithoutScript: true }

export default function LessonPage({ loaderData, actionData }: Route.ComponentProps) {
	const { part, lesson, lab, previous, next } = loaderData
	const answer: LessonAnswer = actionData ?? {}
	const kept = useRouteLoaderData<typeof partLoader>('routes/course/part-layout')
	// Null for a visitor, whose reading is not kept.
	const completed = kept?.completed?.includes(lesson.slug) ?? null
	const written = kept?.written ?? null
	const bookmarked = kept?.bookmarks?.some(({ slug }) => slug === lesson.slug) ?? false
	return (
		<article>
			<PageHead title={lesson.title} description={lesson.summary} path={coursePath(part, lesson)} />
			<Breadcrumbs
				crumbs={[
					{ title: 'Cours', to: '/cours' },
					{ title: part.title, to: coursePath(part) },
					{ title: lesson.title },
				]}
			/>
			<ReadingTracker key={lesson.slug} part={part} lesson={lesson} kept={completed !== null} />
			<LessonHead lesson={lesson} lab={lab}>
				{written && <BookmarkForm bookmarked={bookmarked} />}
			</LessonHead>
			<PageText of={coursePath(part, lesson)} />
			<PracticeLink lab={lab} />
			<Sources sources={lesson.sources} />
			{completed === null ? (
				<p className="lesson-mark quiet no-print">
					<Link to={`/connexion?retour=${coursePath(part, lesson)}`}>Connectez-vous</Link> pour garder la
					trace de ce que vous avez lu.
				</p>
			) : (
				<CompletionForm completed={completed} />
			)}
			<LessonFeedback
				path={coursePath(part, lesson)}
				said={written?.feedback ?? null}
				answer={answer.feedback}
				visitor={!written}
			/>
			{written && (
				<>
					<LessonNotes
						notes={written.notes}
						path={coursePath(part, lesson)}
						headings={lesson.headings}
						refused={answer.refusedNote}
					/>
					<NoteHere headings={lesson.headings} />
				</>
			)}
			<LessonNavigation part={part} previous={previous} next={next} accent={completed !== false} />
		</article>
	)
}

function Sources({ sources }: { sources: Array<{ title: string; url: string }> }) {
	return (
		<section className="sources" aria-labelledby="lecon-sources">
			<h2 id="lecon-sources">Sources</h2>
			<ul>
				{sources.map(({ title, url }) => (
					<li key={url}>
						<a href={url} hrefLang="en">
							{title}
						</a>
					</li>
				))}
			</ul>
		</section>
	)
}

function CompletionForm({ completed }: { completed: boolean }) {
	return (
		<Form method="post" className="lesson-mark row no-print" preventScrollReset>
			{completed ? (
				<>
					<span className="lesson-marked" role="status">
						<Icon name="succeeded" />
						Leçon lue
					</span>
					<Button variant="quiet" small name="lue" value="non">
						Retirer la marque
					</Button>
				</>
			) : (
				<Button variant="accent" name="lue" value="oui">
					Marquer comme lue
				</Button>
			)}
		</Form>
	)
}
