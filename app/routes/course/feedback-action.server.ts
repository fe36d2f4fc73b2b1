import { data, redirect } from 'react-router'
import type { CurrentUser } from '#app/accounts/current-user.ts'
import type { Lesson } from '#app/course/course.ts'
import { feedbackForm } from '#app/course/feedback-form.ts'
import { keepFeedback, keepVisitorFeedback } from '#app/course/lesson-feedback.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { env } from '#app/platform/env.server.ts'
import { requestContext } from '#app/platform/request-context.server.ts'

/** How the form of a lesson's feedback was answered, where the page does not simply show what is kept. */
export interface FeedbackAnswer {
	kept: boolean
	helped: string
	text: string
	error?: string
}

const TOO_MANY =
	'Beaucoup d’avis sont venus de votre réseau aujourd’hui. Réessayez demain, ou connectez-vous pour donner le vôtre.'

/** Keeps what a learner or a visitor says of a lesson. */
export async function feedbackAction(
	{ user, lesson, here }: { user: CurrentUser | null; lesson: Lesson; here: string },
	form: FormData,
) {
	const typed = { helped: String(form.get('aide') ?? ''), text: String(form.get('texte') ?? '') }
	const refuse = (error: string | undefined, status: number) =>
		data({ feedback: { ...typed, kept: false, error } as FeedbackAnswer }, { status })
	const said = feedbackForm.safeParse(Object.fromEntries(form))
	if (!said.success) return refuse(said.error.issues[0]?.message, 400)

	const feedback = { helped: said.data.aide === 'oui', text: said.data.texte }
	if (user) {
		await keepFeedback({ userId: user.id, lesson }, feedback, now())
		return redirect(`${here}#avis`)
	}
	const visitor = { address: requestContext()?.clientAddress ?? '127.0.0.1', secret: env.appSecret }
	const outcome = await keepVisitorFeedback({ visitor, lesson }, feedback, now())
	if (outcome === 'too-many') return refuse(TOO_MANY, 429)
	return { feedback: { ...typed, kept: true } as FeedbackAnswer }
}
