import { data, Form, redirect } from 'react-router'
import { getUser } from '#app/accounts/guards.server.ts'
import { learnerView } from '#app/exam/attempt-view.server.ts'
import { domainQuotas } from '#app/exam/blueprint.ts'
import { examContext } from '#app/exam/exam-context.server.ts'
import { startAttempt } from '#app/exam/start-attempt.server.ts'
import { mailStaysLocal } from '#app/platform/mail.server.ts'
import { postedForm } from '#app/platform/posted-form.ts'
import { Button, LinkButton } from '#app/ui/button.tsx'
import { Choice } from '#app/ui/field.tsx'
import { formatMinutes } from '#app/ui/french-date.ts'
import { FormError } from '#app/ui/notice.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/home'
import { AddressToConfirm, ExamRefusal } from './exam-refusal.tsx'
import { ExamScheme } from './exam-scheme.tsx'
import { requireLearner } from './learner.server.ts'
import { PastAttempts } from './past-attempts.tsx'

export async function loader({ request }: Route.LoaderArgs) {
	const exam = examContext()
	const { blueprint, form } = exam
	const user = await getUser(request)
	const quotas = domainQuotas(blueprint, form.items)
	return {
		scheme: {
			title: blueprint.title,
			version: blueprint.version,
			items: form.items,
			scenarios: form.minScenarioItems,
			minutes: form.minutes,
			passMark: blueprint.passMark,
			cutStatus: blueprint.cutStatus,
			cutBounds: blueprint.cutBounds,
			policy: blueprint.policy,
			demo: exam.demo,
			domains: blueprint.domains.map(({ id, title, weight }) => ({
				id,
				title,
				weight,
				items: quotas.get(id) ?? 0,
			})),
		},
		learner: user && (await learnerView(exam, user.id)),
		confirmed: user?.emailVerified ?? false,
		localMail: mailStaysLocal(),
	}
}

export async function action({ request }: Route.ActionArgs) {
	const { id } = await requireLearner(request)
	const form = await postedForm(request)
	if (form.get('honour') !== 'on') {
		return data(
			{ error: 'La case de l’engagement n’est pas cochée. Lisez-le, cochez la case, puis commencez.' },
			{ status: 400 },
		)
	}
	const result = await startAttempt(examContext(), id)
	if ('refused' in result) return redirect('/examen')
	return redirect(`/examen/${result.attemptId}/question/1`)
}

export default function ExamHomePage({ loaderData, actionData }: Route.ComponentProps) {
	const { scheme, learner, confirmed, localMail } = loaderData
	return (
		<div className="page page-narrow stack stack-loose">
			<PageHead
				title="Examen"
				description={`L’examen « ${scheme.title} » : ce qui est évalué, comment il est noté, à quelles conditions le passer.`}
				path="/examen"
			/>
			<header className="stack">
				<p className="kicker">Examen</p>
				<h1>{scheme.title}</h1>
				<p className="lead">
					{`${scheme.items} questions, ${formatMinutes(scheme.minutes)}, un certificat vérifiable à partir de ${scheme.passMark} sur 1\u202F000.`}
				</p>
			</header>
			{learner?.running ? (
				<section className="card stack" aria-labelledby="reprise">
					<h2 id="reprise">Une tentative est en cours</h2>
					<p>{`Vos réponses sont enregistrées. Il reste environ ${formatMinutes(learner.running.minutesLeft)}, et le temps continue de courir.`}</p>
					<LinkButton variant="accent" to={`/examen/${learner.running.id}/question/1`}>
						Reprendre
					</LinkButton>
				</section>
			) : (
				<Start learner={learner} confirmed={confirmed} localMail={localMail} error={actionData?.error} />
			)}
			{learner && learner.past.length > 0 && <PastAttempts attempts={learner.past} />}
			<ExamScheme scheme={scheme} />
		</div>
	)
}

function Start({
	learner,
	confirmed,
	localMail,
	error,
}: Pick<Route.ComponentProps['loaderData'], 'learner' | 'confirmed' | 'localMail'> & {
	error?: string
}) {
	if (!learner) {
		return (
			<p>
				<LinkButton variant="accent" to="/connexion?retour=%2Fexamen">
					Se connecter pour passer l’examen
				</LinkButton>
			</p>
		)
	}
	if (!learner.eligibility.allowed) return <ExamRefusal refusal={learner.eligibility} />
	if (!confirmed) return <AddressToConfirm localMail={localMail} />
	return (
		<Form method="post" className="card stack" reloadDocument>
			<h2>Commencer</h2>
			<FormError title="L’examen n’a pas commencé" message={error} />
			<Choice type="checkbox" name="honour" required>
				Je m’engage à répondre seul, sans aide d’une autre personne ni d’un outil, et à ne pas diffuser les
				questions.
			</Choice>
			<Button variant="accent">Commencer l’examen</Button>
			<p className="quiet">
				Le temps court dès cet instant, sur l’horloge du serveur, même si vous fermez la page.
			</p>
		</Form>
	)
}
