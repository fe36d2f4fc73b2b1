import { Form, Link, redirect, useRouteLoaderData } from 'react-router'
import { z } from 'zod'
import { requireUser } from '#app/accounts/guards.server.ts'
import { course, findLesson, findPart, neighbours } from '#app/course/course.server.ts'
import { coursePath } from '#app/course/course.ts'
import { PageText, withText } from '#app/course/page-text.tsx'
import { completeLesson, reopenLesson } from '#app/course/progress.server.ts'
import { preloadText } from '#app/course/render-text.server.tsx'
import { findLab } from '#app/labs/labs.server.ts'
import { now } from '#app/platform/clock.server.ts'
import type { RouteHandle } from '#app/root.tsx'
import { Breadcrumbs } from '#app/ui/breadcrumbs.tsx'
import { Button } from '#app/ui/button.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/lesson'
import { LessonHead, type LessonLab, PracticeLink } from './lesson-head.tsx'
import { LessonNavigation } from './lesson-navigation.tsx'
import type { loader as partLoader } from './part-layout.tsx'

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

const progressForm = z.object({ lue: z.enum(['oui', 'non']) })

export async function action({ request, params }: Route.ActionArgs) {
	const part = findPart(params.part)
	const lesson = findLesson(part, params.lesson)
	const user = await requireUser(request)
	const form = progressForm.safeParse(Object.fromEntries(await request.formData()))
	if (!form.success) throw new Response('Ce formulaire est incomplet. Rechargez la page.', { status: 400 })

	if (form.data.lue === 'oui') await completeLesson(user.id, lesson.slug, now())
	else await reopenLesson(user.id, lesson.slug)
	return redirect(coursePath(part, lesson))
}

export const handle: RouteHandle = { shared: true }

export default function LessonPage({ loaderData }: Route.ComponentProps) {
	const { part, lesson, lab, previous, next } = loaderData
	// Null for a visitor, whose reading is not kept.
	const read = useRouteLoaderData<typeof partLoader>('routes/course/part-layout')?.completed ?? null
	const completed = read?.includes(lesson.slug) ?? null
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
			<LessonHead lesson={lesson} lab={lab} />
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
