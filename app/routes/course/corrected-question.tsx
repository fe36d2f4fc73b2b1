import { Link } from 'react-router'
import type { CorrectedQuestion } from '#app/course/quiz.ts'
import { Icon } from '#app/ui/icon.tsx'
import { InlineText } from '#app/ui/inline-text.tsx'
import { type Status, StatusBadge } from '#app/ui/status.tsx'

/** One question after the answer: what was chosen, what was right, and why for each choice. */
export function CorrectedQuestionCard({
	number,
	prompt,
	question,
	lessonPath,
}: {
	number: number
	prompt: string
	question: CorrectedQuestion
	lessonPath: string
}) {
	return (
		<section className="quiz-question" aria-label={`Question ${number}`}>
			<div className="quiz-prompt">
				<p>
					<span className="quiz-number tabular">{number}.</span> <InlineText text={prompt} />
				</p>
				<StatusBadge status={statusOf(question)} label={verdictOf(question)} />
			</div>
			<ul className="bare-list quiz-choices">
				{question.choices.map((choice) => (
					<li
						key={choice.text}
						className={`quiz-choice ${choice.correct ? 'is-succeeded' : choice.chosen ? 'is-failed' : ''}`}
					>
						<p className="quiz-choice-text">
							{choice.correct ? <Icon name="succeeded" /> : choice.chosen ? <Icon name="failed" /> : <span />}
							<span>
								<InlineText text={choice.text} /> <MarkOf choice={choice} />
							</span>
						</p>
						<p className="quiz-explanation">
							<InlineText text={choice.explanation} />
						</p>
					</li>
				))}
			</ul>
			<p className="quiet">
				À relire{'\u00a0'}: <Link to={lessonPath}>{question.lesson.title}</Link>
			</p>
		</section>
	)
}

function statusOf({ correct, answered }: CorrectedQuestion): Status {
	if (correct) return 'succeeded'
	return answered ? 'failed' : 'skipped'
}

function verdictOf({ correct, answered }: CorrectedQuestion) {
	if (correct) return 'juste'
	return answered ? 'à revoir' : 'sans réponse'
}

function MarkOf({ choice }: { choice: CorrectedQuestion['choices'][number] }) {
	const marks = [choice.correct && 'bonne réponse', choice.chosen && 'votre choix'].filter(Boolean)
	if (marks.length === 0) return null
	return <span className="quiz-mark">({marks.join(', ')})</span>
}
