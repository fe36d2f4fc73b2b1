import { Form } from 'react-router'
import { Button } from '#app/ui/button.tsx'
import { CodeBlock } from '#app/ui/code-block.tsx'
import { Disclosure } from '#app/ui/disclosure.tsx'

/** The whole solution with its reasons, for who asks for it; asking is noted with the result. */
export function SolutionSection({
	path,
	solution,
}: {
	path: string
	solution: Array<{ explanation: string; commands: ReadonlyArray<string> }> | null
}) {
	if (!solution) {
		return (
			<Disclosure summary="Voir la solution">
				<p>
					La solution montre chaque geste et sa raison. Votre résultat indiquera que vous l’avez consultée.
				</p>
				<Form method="post" action={path} preventScrollReset>
					<Button name="intent" value="solution" variant="quiet" small>
						Afficher la solution
					</Button>
				</Form>
			</Disclosure>
		)
	}
	return (
		<section id="solution" aria-labelledby="solution-titre">
			<h2 id="solution-titre">Solution</h2>
			<ol>
				{solution.map((step) => (
					<li key={step.explanation}>
						<p>{step.explanation}</p>
						{step.commands.length > 0 && <CodeBlock code={step.commands.join('\n')} language="bash" />}
					</li>
				))}
			</ol>
		</section>
	)
}
