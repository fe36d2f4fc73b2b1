import { data, Form, Link, redirect } from 'react-router'
import { attemptView } from '#app/exam/attempt-view.server.ts'
import { examContext } from '#app/exam/exam-context.server.ts'
import { submitAttempt } from '#app/exam/submit-attempt.server.ts'
import { postedForm } from '#app/platform/posted-form.ts'
import { Button, LinkButton } from '#app/ui/button.tsx'
import { Choice } from '#app/ui/field.tsx'
import { FormError } from '#app/ui/notice.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/review'
import { Countdown } from './countdown.tsx'
import { ItemMap, stateOf } from './item-map.tsx'
import { attemptNotFound, requireLearner } from './learner.server.ts'
import { useKeptAnswers } from './use-kept-answers.ts'

export const handle = { bare: true }

export async function loader({ request, params }: Route.LoaderArgs) {
	const { id } = await requireLearner(request)
	const view = await attemptView(examContext(), { attemptId: params.attemptId, userId: id })
	if (!view) throw attemptNotFound()
	if (!view.running) throw redirect(`/examen/${params.attemptId}/resultat`)
	return data(view, { headers: { 'Cache-Control': 'no-store' } })
}

export async function action({ request, params }: Route.ActionArgs) {
	const { id } = await requireLearner(request)
	const form = await postedForm(request)
	if (form.get('confirm') !== 'on') {
		return data(
			{ error: 'La confirmation n’est pas cochée. Cochez-la pour remettre vos réponses.' },
			{ status: 400 },
		)
	}
	const result = await submitAttempt(examContext(), { attemptId: params.attemptId, userId: id })
	if (!result) throw attemptNotFound()
	return redirect(`/examen/${params.attemptId}/resultat`)
}

export default function ReviewPage({ loaderData, actionData }: Route.ComponentProps) {
	const { attemptId, map, deadline, serverTime } = loaderData
	useKeptAnswers(attemptId)
	const open = map.filter(({ answered, flagged }) => !answered || flagged)
	const complete = map.filter(({ answered }) => answered).length
	return (
		<div className="page page-narrow stack stack-loose">
			<PageHead title="Relecture" />
			<header className="row exam-bar">
				<h1>Relecture</h1>
				<Countdown deadline={deadline} serverTime={serverTime} attemptId={attemptId} />
			</header>
			<p className="lead">{`${complete} réponse${complete > 1 ? 's complètes' : ' complète'} sur ${map.length}.`}</p>
			{open.length > 0 && (
				<section className="stack" aria-labelledby="a-revoir">
					<h2 id="a-revoir">À revoir</h2>
					<ul>
						{open.map((entry) => (
							<li key={entry.position}>
								<Link to={`/examen/${attemptId}/question/${entry.position}`} reloadDocument>
									{`Question ${entry.position}`}
								</Link>
								{`\u00A0: ${stateOf(entry)}`}
							</li>
						))}
					</ul>
				</section>
			)}
			<ItemMap attemptId={attemptId} map={map} />
			<Form method="post" className="card stack" reloadDocument>
				<h2>Remettre</h2>
				<FormError title="L’examen n’a pas été remis" message={actionData?.error} />
				<p>La remise est définitive. Une question sans réponse compte comme fausse.</p>
				<Choice type="checkbox" name="confirm" required>
					Je remets mes réponses
				</Choice>
				<div className="row">
					<LinkButton to={`/examen/${attemptId}/question/1`} reloadDocument>
						Revenir aux questions
					</LinkButton>
					<Button variant="accent">Remettre l’examen</Button>
				</div>
			</Form>
		</div>
	)
}
