import type { AskedQuestion } from '#app/course/quiz.ts'
import { Choice } from '#app/ui/field.tsx'

/** One question and its choices, as a group of a form. */
export function AskedQuestionField({ number, question }: { number: number; question: AskedQuestion }) {
	const several = question.type === 'multiple'
	return (
		<fieldset className="quiz-question">
			<legend>
				<span className="quiz-number tabular">{number}.</span> {question.prompt}
				{several && <span className="quiet"> (plusieurs réponses)</span>}
			</legend>
			{question.choices.map((choice, position) => (
				<Choice key={choice} type={several ? 'checkbox' : 'radio'} name={question.id} value={position}>
					{choice}
				</Choice>
			))}
		</fieldset>
	)
}
