import { Icon } from '#app/ui/icon.tsx'
import { InlineText } from '#app/ui/inline-text.tsx'
import type { Check, Choice } from './course.ts'

/**
 * Questions at the end of a lesson. Each choice is a disclosure that holds its
 * own verdict: nothing is sent, nothing is kept, and no script is needed.
 */
export function KnowledgeChecks({ checks }: { checks: Array<Check> }) {
	if (checks.length === 0) return null
	return (
		<section className="checks" aria-labelledby="lecon-acquis">
			<h2 id="lecon-acquis">Vérifiez que c’est acquis</h2>
			<p className="quiet no-print">
				Ouvrez la réponse que vous choisiriez{'\u00a0'}: elle dit si elle est juste, et pourquoi. Rien n’est
				noté ni gardé.
			</p>
			<ol className="bare-list">
				{checks.map((check, position) => (
					<li key={check.id}>
						<CheckQuestion number={position + 1} check={check} />
					</li>
				))}
			</ol>
		</section>
	)
}

function CheckQuestion({ number, check }: { number: number; check: Check }) {
	const several = check.type === 'multiple'
	return (
		<>
			<h3 className="check-prompt">
				<span className="quiz-number tabular">{number}.</span> <InlineText text={check.prompt} />
				{several && <span className="quiet"> (plusieurs réponses)</span>}
			</h3>
			<ul className="bare-list check-choices">
				{check.choices.map((choice) => (
					<li key={choice.text}>
						<CheckChoice choice={choice} several={several} />
					</li>
				))}
			</ul>
		</>
	)
}

function CheckChoice({ choice, several }: { choice: Choice; several: boolean }) {
	const verdict = choice.correct ? 'succeeded' : 'failed'
	return (
		<details className={`check-choice is-${verdict}`}>
			<summary>
				<span className={several ? 'check-mark check-mark-square' : 'check-mark'}>
					<Icon name={verdict} />
				</span>
				<span>
					<InlineText text={choice.text} />
				</span>
			</summary>
			<p className="check-explanation">
				<strong>{choice.correct ? 'Juste.' : 'Faux.'}</strong> <InlineText text={choice.explanation} />
			</p>
		</details>
	)
}
