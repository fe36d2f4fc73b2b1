import { redirect } from 'react-router'
import { z } from 'zod'
import { getUser, requireUser } from '#app/accounts/guards.server.ts'
import { setBookmark } from '#app/course/bookmarks.server.ts'
import { findLesson, findPart } from '#app/course/course.server.ts'
import { coursePath } from '#app/course/course.ts'
import { noteForm } from '#app/course/note-form.ts'
import { addNote } from '#app/course/notes.server.ts'
import { completeLesson, reopenLesson } from '#app/course/progress.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { postedForm } from '#app/platform/posted-form.ts'
import type { Route } from './+types/lesson'
import { type FeedbackAnswer, feedbackAction } from './feedback-action.server.ts'
import { changeNote, notebookFull, type RefusedNote, refusal, refused } from './note-action.server.ts'

/** What the page shows of a form that was answered in place. */
export type LessonAnswer = { refusedNote?: RefusedNote | null; feedback?: FeedbackAnswer }

const yesOrNo = z.enum(['oui', 'non'])

/** Every form of a lesson's page; `intent` says which, the mark « lue » aside. */
export async function lessonAction({ request, params }: Route.ActionArgs) {
	const part = findPart(params.part)
	const lesson = findLesson(part, params.lesson)
	const here = coursePath(part, lesson)
	const form = await postedForm(request)
	// The one form that a visitor may send.
	if (form.get('intent') === 'feedback')
		return feedbackAction({ user: await getUser(request), lesson, here }, form)
	const user = await requireUser(request)
	switch (form.get('intent')) {
		case 'note': {
			const note = noteForm.safeParse(Object.fromEntries(form))
			if (!note.success) return refusal(refused(null, form, note.error.issues[0]?.message))
			const outcome = await addNote({ userId: user.id, lesson }, note.data, now())
			if (outcome === 'full') return refusal(refused(null, form, notebookFull))
			// A note written beside its passage leaves the reader there.
			return form.has('sur-place') ? { refusedNote: null } : redirect(`${here}#notes`)
		}
		case 'note-edit':
		case 'note-delete': {
			const refusedNote = await changeNote(user.id, form)
			return refusedNote ? refusal(refusedNote) : redirect(`${here}#notes`)
		}
		case 'bookmark': {
			const marked = answerOf(form, 'marque') === 'oui'
			await setBookmark({ userId: user.id, lessonSlug: lesson.slug }, marked, now())
			return redirect(here)
		}
		default: {
			if (answerOf(form, 'lue') === 'oui') await completeLesson(user.id, lesson.slug, now())
			else await reopenLesson(user.id, lesson.slug)
			return redirect(here)
		}
	}
}

/** The answer of a button that says « oui » or « non ». Throws a 400 response for anything else. */
function answerOf(form: FormData, name: string): 'oui' | 'non' {
	const answer = yesOrNo.safeParse(form.get(name))
	if (answer.success) return answer.data
	throw new Response('Ce formulaire est incomplet. Rechargez la page.', { status: 400 })
}
