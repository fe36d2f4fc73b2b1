import { Form, Link } from 'react-router'
import { getUser } from '#app/accounts/guards.server.ts'
import { course, findLesson, findPart, neighbours } from '#app/course/course.server.ts'
import { coursePath } from '#app/course/course.ts'
import { PageBody, preloadBody } from '#app/course/page-body.tsx'
import { completedLessons } from '#app/course/progress.server.ts'
import { findLab } from '#app/labs/labs.server.ts'
import type { RouteHandle } from '#app/root.tsx'
import { Breadcrumbs } from '#app/ui/breadcrumbs.tsx'
import { Button } from '#app/ui/button.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/lesson'
import { BookmarkForm } from './bookmark-form.tsx'
import { KnowledgeChecks } from './knowledge-checks.tsx'
import { type LessonAnswer, lessonAction } from './lesson-action.server.ts'
import { LessonFeedback } from './lesson-feedback.tsx'
import { LessonHead, type LessonLab, PracticeLink } from './lesson-head.tsx'
import { LessonNavigation } from './lesson-navigation.tsx'
import { LessonNotes } from './lesson-notes.tsx'
import { NoteHere } from './note-here.tsx'
import { readerOf } from './reader.server.ts'
import { ReadingTracker } from './reading-tracker.tsx'

export async function loader({ request, params }: Route.LoaderArgs) {
	const part = findPart(params.part)
	const lesson = findLesson(part, params.lesson)
	const [user] = await Promise.all([getUser(request), preloadBody(lesson.file)])
	const completed = user && (await completedLessons(user.id)).includes(lesson.slug)
	return {
		part: { number: part.number, slug: part.slug, title: part.title, hasQuiz: part.quiz !== null },
		lesson,
		lab: lesson.lab === undefined ? null : labOf(lesson.lab),
		...neighbours(lesson),
		/** Null for a visitor, whose reading is not kept. */
		completed,
		reader: user && (await readerOf(user.id, lesson)),
	}
}

/** Whether a lab is open is for the catalog to say; the course only names it. */
function labOf(id: string): LessonLab {
	const open = findLab(id)
	const title = open?.title ?? course.labs.find((lab) => lab.id === id)?.title
	return { title: title ?? id, to: open ? `/ateliers/${open.slug}` : null }
}

export const action = (args: Route.ActionArgs) => lessonAction(args)

export const handle: RouteHandle = { shared: true }

export default function LessonPage({ loaderData, actionData }: Route.ComponentProps) {
	const { part, lesson, lab, previous, next, completed, reader } = loaderData
	const answer: LessonAnswer = actionData ?? {}
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
				{reader && <BookmarkForm bookmarked={reader.bookmarked} />}
			</LessonHead>
			<div className="prose">
				<PageBody file={lesson.file} />
			</div>
			<KnowledgeChecks checks={lesson.checks} />
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
				said={reader?.feedback ?? null}
				answer={answer.feedback}
				visitor={!reader}
			/>
			{reader && (
				<>
					<LessonNotes
						notes={reader.notes}
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
