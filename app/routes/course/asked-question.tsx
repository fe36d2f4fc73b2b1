import type { AskedQuestion } from '#app/course/quiz.ts'
import { Choice } from '#app/ui/field.tsx'
import { InlineText } from '#app/ui/inline-text.tsx'

/** One question and its choices, as a group of a form. */
export function AskedQuestionField({ number, question }: { number: number; question: AskedQuestion }) {
	const several = question.type === 'multiple'
	return (
		<fieldset className="quiz-question">
			<legend>
				<span className="quiz-number tabular">{number}.</span> <InlineText text={question.prompt} />
				{several && <span className="quiet"> (plusieurs réponses)</span>}
			</legend>
			{question.choices.map((choice, position) => (
				<Choice key={choice} type={several ? 'checkbox' : 'radio'} name={question.id} value={position}>
					<InlineText text={choice} />
				</Choice>
			))}
		</fieldset>
	)
}
