import { Choice } from '#app/ui/field.tsx'
import { InlineText } from '#app/ui/inline-text.tsx'

interface Question {
	position: number
	count: number
	options: Array<{ id: string; text: string }>
}

export function OptionList({
	question: { count, options },
	answer,
	onChoose,
}: {
	question: Question
	answer: Array<string>
	onChoose(answer: Array<string>): void
}) {
	function toggle(id: string, checked: boolean): void {
		const others = count === 1 ? [] : answer.filter((other) => other !== id)
		onChoose(checked ? [...others, id] : others)
	}

	return options.map(({ id, text }) => (
		<Choice
			key={id}
			type={count === 1 ? 'radio' : 'checkbox'}
			name="answer"
			value={id}
			checked={answer.includes(id)}
			disabled={count > 1 && answer.length >= count && !answer.includes(id)}
			onChange={(event) => toggle(id, event.target.checked)}
		>
			<InlineText text={text} />
		</Choice>
	))
}
