import { useEffect, useRef } from 'react'
import { Form, Link } from 'react-router'
import { getUser } from '#app/accounts/guards.server.ts'
import { findPart } from '#app/course/course.server.ts'
import { coursePath } from '#app/course/course.ts'
import { ask, correct, readAnswers } from '#app/course/quiz.ts'
import { savedQuizAnswers, saveQuizAnswers } from '#app/course/quiz-answers.server.ts'
import { keepBestResult } from '#app/course/quiz-results.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { postedForm } from '#app/platform/posted-form.ts'
import type { RouteHandle } from '#app/root.tsx'
import { Breadcrumbs } from '#app/ui/breadcrumbs.tsx'
import { Button, LinkButton } from '#app/ui/button.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/quiz'
import { AskedQuestionField } from './asked-question.tsx'
import { CorrectedQuestionCard } from './corrected-question.tsx'

export async function loader({ request, params }: Route.LoaderArgs) {
	const { part, quiz } = findQuiz(params.part)
	const user = await getUser(request)
	const again = new URL(request.url).searchParams.has('recommencer')
	const saved = user && !again ? await savedQuizAnswers(user.id, part.slug) : {}
	return {
		part: { number: part.number, slug: part.slug, title: part.title },
		title: quiz.title,
		questions: ask(quiz),
		corrected: Object.keys(saved).length > 0 ? correct(part, saved) : null,
		kept: user !== null,
	}
}

export async function action({ request, params }: Route.ActionArgs) {
	const { part, quiz } = findQuiz(params.part)
	const corrected = correct(part, readAnswers(quiz, await postedForm(request)))
	const user = await getUser(request)
	// A form sent blank is no attempt.
	if (user && corrected.some(({ answered }) => answered)) {
		await saveQuizAnswers(user.id, part.slug, corrected, now())
		await keepBestResult({ userId: user.id, moduleSlug: part.slug }, corrected, now())
	}
	return { corrected }
}

function findQuiz(slug: string) {
	const part = findPart(slug)
	if (!part.quiz) throw new Response('Cette partie n’a pas encore de quiz.', { status: 404 })
	return { part, quiz: part.quiz }
}

export const handle: RouteHandle = { shared: true }

export default function QuizPage({ loaderData, actionData }: Route.ComponentProps) {
	const { part, title, questions, kept } = loaderData
	const corrected = actionData?.corrected ?? loaderData.corrected
	return (
		<article>
			<PageHead
				title={title}
				description={`Quiz de la partie « ${part.title} », avec l’explication de chaque réponse.`}
				path={coursePath(part, 'quiz')}
			/>
			<Breadcrumbs
				crumbs={[
					{ title: 'Cours', to: '/cours' },
					{ title: part.title, to: coursePath(part) },
					{ title: 'Quiz' },
				]}
			/>
			<header className="lesson-head">
				<h1>{title}</h1>
				{!corrected && (
					<p className="lead">
						{questions.length} questions, sans limite de temps. Chaque réponse est ensuite expliquée.{' '}
						{kept ? 'Vos réponses sont gardées.' : 'Sans compte, vos réponses ne sont pas gardées.'}
					</p>
				)}
			</header>
			{corrected ? (
				<>
					<Score corrected={corrected} justNow={actionData !== undefined} />
					<ol className="bare-list quiz">
						{corrected.map((question, position) => (
							<li key={question.id}>
								<CorrectedQuestionCard
									number={position + 1}
									prompt={questions[position]?.prompt ?? ''}
									question={question}
									lessonPath={coursePath(part, question.lesson)}
								/>
							</li>
						))}
					</ol>
					<div className="row no-print">
						<LinkButton to={`${coursePath(part, 'quiz')}?recommencer`}>Recommencer le quiz</LinkButton>
						<Link to="/cours">Revenir au plan du cours</Link>
					</div>
				</>
			) : (
				<Form method="post" action={coursePath(part, 'quiz')} className="quiz">
					{questions.map((question, position) => (
						<AskedQuestionField key={question.id} number={position + 1} question={question} />
					))}
					<div>
						<Button variant="accent">Voir les réponses</Button>
					</div>
				</Form>
			)}
		</article>
	)
}

/** The result in figures. It takes the focus after an answer, so that it is read first. */
function Score({ corrected, justNow }: { corrected: Array<{ correct: boolean }>; justNow: boolean }) {
	const heading = useRef<HTMLHeadingElement>(null)
	useEffect(() => {
		if (justNow) heading.current?.focus()
	}, [justNow])
	const right = corrected.filter((question) => question.correct).length
	return (
		<h2 className="quiz-score" tabIndex={-1} ref={heading}>
			{right} {right > 1 ? 'bonnes réponses' : 'bonne réponse'} sur {corrected.length}
		</h2>
	)
}
