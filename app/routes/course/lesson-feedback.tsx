import { Form } from 'react-router'
import { FEEDBACK_LENGTH, type Feedback } from '#app/course/feedback.ts'
import { Button } from '#app/ui/button.tsx'
import { Disclosure } from '#app/ui/disclosure.tsx'
import { Choice, TextAreaField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import type { FeedbackAnswer } from './feedback-action.server.ts'

/** Asks whether the lesson helped; shows what was said, which a learner may change. */
export function LessonFeedback({
	path,
	said,
	answer,
	visitor,
}: {
	path: string
	/** What the learner said of the lesson as it is today. */
	said: Feedback | null
	answer?: FeedbackAnswer
	visitor: boolean
}) {
	const form = <FeedbackForm path={path} said={said} answer={answer} visitor={visitor} />
	return (
		<section className="feedback no-print" id="avis" aria-label="Votre avis sur cette leçon">
			{answer?.kept ? (
				<Notice kind="success" title="Votre avis est gardé" live>
					<p>Il sera lu par les personnes qui tiennent le cours.</p>
				</Notice>
			) : said ? (
				<>
					<p>
						Cette leçon vous a-t-elle aidé{'\u202f'}? <strong>{said.helped ? 'Oui' : 'Non'}.</strong>{' '}
						<span className="quiet">Votre avis est gardé.</span>
					</p>
					<Disclosure summary="Modifier mon avis" open={answer !== undefined}>
						{form}
					</Disclosure>
				</>
			) : (
				form
			)}
		</section>
	)
}

function FeedbackForm({
	path,
	said,
	answer,
	visitor,
}: {
	path: string
	said: Feedback | null
	answer?: FeedbackAnswer
	visitor: boolean
}) {
	const helped = answer?.helped ?? (said ? (said.helped ? 'oui' : 'non') : undefined)
	return (
		<Form method="post" action={path} className="feedback-form" preventScrollReset>
			<fieldset className="feedback-question">
				<legend>Cette leçon vous a-t-elle aidé{'\u202f'}?</legend>
				<div className="row">
					<Choice type="radio" name="aide" value="oui" required defaultChecked={helped === 'oui'}>
						Oui
					</Choice>
					<Choice type="radio" name="aide" value="non" required defaultChecked={helped === 'non'}>
						Non
					</Choice>
				</div>
			</fieldset>
			<div className="feedback-more stack">
				<TextAreaField
					label="Que faut-il garder ou corriger ? (facultatif)"
					name="texte"
					rows={3}
					maxLength={FEEDBACK_LENGTH}
					defaultValue={answer?.text ?? said?.text}
					hint={
						visitor
							? 'Rien ne dit qui l’a écrit : n’y mettez rien de personnel.'
							: 'Lu par les personnes qui tiennent le cours.'
					}
					error={answer?.error}
				/>
				<div>
					<Button name="intent" value="feedback">
						Envoyer mon avis
					</Button>
				</div>
			</div>
		</Form>
	)
}
