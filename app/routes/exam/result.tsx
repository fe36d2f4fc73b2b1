import { data, redirect } from 'react-router'
import { attemptView, resultView } from '#app/exam/attempt-view.server.ts'
import { examContext } from '#app/exam/exam-context.server.ts'
import { submitAttempt } from '#app/exam/submit-attempt.server.ts'
import { LinkButton } from '#app/ui/button.tsx'
import { DateTime } from '#app/ui/date-time.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/result'
import { DomainProfile } from './domain-profile.tsx'
import { attemptNotFound, requireLearner } from './learner.server.ts'

export async function loader({ request, params }: Route.LoaderArgs) {
	const { id } = await requireLearner(request)
	const exam = examContext()
	const owned = { attemptId: params.attemptId, userId: id }
	const result = await resultView(exam, owned)
	if (!result) {
		if (await attemptView(exam, owned)) throw redirect(`/examen/${params.attemptId}/relecture`)
		throw attemptNotFound()
	}
	// The process may have died between the grade and the certificate: submitting again only issues what is due.
	if (result.passed && !result.certificateId) await submitAttempt(exam, owned)
	const shown = result.passed && !result.certificateId ? await resultView(exam, owned) : result
	return data(
		{ result: shown ?? result, passMark: exam.blueprint.passMark },
		{ headers: { 'Cache-Control': 'no-store' } },
	)
}

export default function ResultPage({ loaderData: { result, passMark } }: Route.ComponentProps) {
	return (
		<div className="page page-narrow stack stack-loose">
			<PageHead title={result.passed ? 'Examen réussi' : 'Examen non réussi'} />
			<header className="stack">
				<p className="kicker">Résultat {result.finishedAt && <DateTime date={result.finishedAt} />}</p>
				<h1>{result.passed ? 'Examen réussi' : 'Examen non réussi'}</h1>
				<p className="lead">{`Votre score est de ${result.scaledScore} sur 1\u202F000. Il fallait ${passMark}.`}</p>
				{result.status === 'expired' && (
					<p>Le temps était écoulé. Les réponses enregistrées à cet instant ont été notées.</p>
				)}
				{result.certificateId && (
					<p>
						<LinkButton variant="accent" to={`/certificats/${result.certificateId}`}>
							Voir le certificat
						</LinkButton>
					</p>
				)}
			</header>
			<section className="stack" aria-labelledby="calcul">
				<h2 id="calcul">Le calcul</h2>
				<p>
					{`${result.rawScore} ${(result.rawScore ?? 0) > 1 ? 'bonnes réponses' : 'bonne réponse'} sur ${result.items}. Le seuil de ce tirage était de ${result.cutScore.toLocaleString('fr-FR', { maximumFractionDigits: 2 })} (provisoire)\u202F; il correspond à ${passMark} sur l’échelle.`}
				</p>
			</section>
			<DomainProfile profile={result.profile} />
			{!result.passed && (
				<p>
					<LinkButton to="/examen">Voir quand recommencer</LinkButton>
				</p>
			)}
		</div>
	)
}
