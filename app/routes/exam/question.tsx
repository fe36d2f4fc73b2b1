import { data, Form, redirect } from 'react-router'
import { questionView } from '#app/exam/attempt-view.server.ts'
import { examContext } from '#app/exam/exam-context.server.ts'
import { answerSchema, saveAnswer } from '#app/exam/save-answer.server.ts'
import { postedForm } from '#app/platform/posted-form.ts'
import { Button, LinkButton } from '#app/ui/button.tsx'
import { InlineText } from '#app/ui/inline-text.tsx'
import { FormError } from '#app/ui/notice.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/question'
import { Countdown } from './countdown.tsx'
import { ItemMap } from './item-map.tsx'
import { ItemText } from './item-text.tsx'
import { attemptNotFound, requireLearner } from './learner.server.ts'
import { OptionList } from './option-list.tsx'
import { SaveState } from './save-state.tsx'
import { useAnswer } from './use-answer.ts'

export const handle = { bare: true }

export async function loader({ request, params }: Route.LoaderArgs) {
	const { id } = await requireLearner(request)
	const view = await questionView(examContext(), {
		attemptId: params.attemptId,
		userId: id,
		position: toPosition(params.n),
	})
	if (!view) throw attemptNotFound()
	if (!view.running) throw redirect(`/examen/${params.attemptId}/resultat`)
	return data(view, { headers: { 'Cache-Control': 'no-store' } })
}

/** Without script, or on leaving the page: saves what the form holds, then goes where its button says. */
export async function action({ request, params }: Route.ActionArgs) {
	const { id } = await requireLearner(request)
	const form = await postedForm(request)
	const given = answerSchema.safeParse({
		position: params.n,
		seq: form.get('seq'),
		answer: form.getAll('answer'),
		flagged: form.get('flagged') === 'on',
	})
	if (!given.success)
		return data(
			{ error: 'Le formulaire est incomplet. Rechargez la page, puis répondez de nouveau.' },
			{ status: 400 },
		)
	const result = await saveAnswer(examContext(), { ...given.data, userId: id, attemptId: params.attemptId })
	if (result.status === 'not_found') throw attemptNotFound()
	if (result.status === 'closed') return redirect(`/examen/${params.attemptId}/resultat`)
	if (result.status === 'invalid') return data({ error: result.message }, { status: 400 })
	if (result.status === 'stale' && !sameAnswer(result.answer, given.data.answer)) {
		return data(
			{
				error:
					'Une réponse plus récente a été enregistrée depuis une autre page. Elle est affichée ci-dessous\u00A0: vérifiez-la.',
			},
			{ status: 409 },
		)
	}
	const goTo = form.get('goTo')
	return redirect(
		`/examen/${params.attemptId}/${goTo === 'relecture' ? goTo : `question/${toPosition(String(goTo ?? params.n))}`}`,
	)
}

function toPosition(text: string): number {
	const position = Number(text)
	if (!Number.isInteger(position) || position < 1 || position > 1000) throw attemptNotFound()
	return position
}

function sameAnswer(one: Array<string>, other: Array<string>): boolean {
	return one.toSorted().join() === other.toSorted().join()
}

export default function QuestionPage({ loaderData, actionData }: Route.ComponentProps) {
	return <Question key={loaderData.question.position} {...loaderData} error={actionData?.error} />
}

type View = Route.ComponentProps['loaderData']

function Question({ error, ...view }: View & { error?: string }) {
	const { attemptId, question, map } = view
	const { answer, flagged, seq, state, choose, flag } = useAnswer(attemptId, question)
	const last = question.position === map.length
	const live = map.map((entry) =>
		entry.position === question.position
			? { ...entry, answered: answer.length === question.count, started: answer.length > 0, flagged }
			: entry,
	)
	return (
		<div className="page exam-page">
			<PageHead title={`Question ${question.position} sur ${map.length}`} />
			<header className="row exam-bar">
				<h1>{`Question ${question.position} sur ${map.length}`}</h1>
				<Countdown deadline={view.deadline} serverTime={view.serverTime} attemptId={attemptId} />
			</header>
			<Form method="post" className="stack stack-loose exam-question" reloadDocument>
				<FormError title="La réponse n’a pas été enregistrée" message={error} />
				{question.vignette && (
					<section className="exam-vignette stack" aria-label="Mise en situation">
						<ItemText text={question.vignette} />
					</section>
				)}
				<input type="hidden" name="seq" value={seq + 1} />
				<fieldset className="stack">
					<legend>
						<InlineText text={question.prompt} />
					</legend>
					<OptionList question={question} answer={answer} onChoose={choose} />
				</fieldset>
				<label className="row">
					<input
						type="checkbox"
						name="flagged"
						checked={flagged}
						onChange={(event) => flag(event.target.checked)}
					/>
					Marquer pour revoir
				</label>
				<SaveState state={state} />
				<div className="row">
					{question.position > 1 && (
						<Button name="goTo" value={question.position - 1}>
							Question précédente
						</Button>
					)}
					<Button variant="accent" name="goTo" value={last ? 'relecture' : question.position + 1}>
						{last ? 'Relire avant de remettre' : 'Question suivante'}
					</Button>
				</div>
			</Form>
			<aside className="stack exam-aside">
				<ItemMap attemptId={attemptId} map={live} current={question.position} />
				<LinkButton variant="quiet" to={`/examen/${attemptId}/relecture`} reloadDocument>
					Relire et remettre
				</LinkButton>
			</aside>
		</div>
	)
}
