import { Form } from 'react-router'
import { Button } from '#app/ui/button.tsx'

/** The hints of one task, opened one at a time; what was opened stays and is noted with the result. */
export function TaskHelp({
	path,
	number,
	title,
	opened,
	levels,
}: {
	path: string
	/** Position of the task, from 0. */
	number: number
	title: string
	opened: Array<string>
	levels: number
}) {
	return (
		<div className="task-help" id={`tache-${number + 1}`}>
			<h3>
				{number + 1}. {title}
			</h3>
			{opened.length > 0 && (
				<ol className="hints">
					{opened.map((hint) => (
						<li key={hint}>{hint}</li>
					))}
				</ol>
			)}
			{opened.length < levels && (
				<Form method="post" action={path} preventScrollReset>
					<input type="hidden" name="task" value={number} />
					<Button name="intent" value="hint" variant="quiet" small>
						Indice {opened.length + 1} sur {levels}
					</Button>
				</Form>
			)}
		</div>
	)
}
