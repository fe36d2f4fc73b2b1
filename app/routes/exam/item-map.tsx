import { Link } from 'react-router'

export interface MapEntry {
	position: number
	answered: boolean
	started: boolean
	flagged: boolean
}

/** Every question by number, with what is answered and what is to be seen again, in words too. */
export function ItemMap({
	attemptId,
	map,
	current,
}: {
	attemptId: string
	map: Array<MapEntry>
	current?: number
}) {
	return (
		<nav className="exam-map" aria-label="Questions">
			<ol>
				{map.map((entry) => (
					<li key={entry.position}>
						<Link
							to={`/examen/${attemptId}/question/${entry.position}`}
							aria-current={entry.position === current ? 'page' : undefined}
							aria-label={`Question ${entry.position}, ${stateOf(entry)}`}
							className={entry.answered ? 'is-answered' : undefined}
							reloadDocument
						>
							{entry.position}
							{entry.flagged && <span aria-hidden="true">⚑</span>}
							{entry.answered && <span aria-hidden="true">✓</span>}
						</Link>
					</li>
				))}
			</ol>
		</nav>
	)
}

/** « répondue, à revoir » */
export function stateOf({ answered, started, flagged }: MapEntry): string {
	const state = answered ? 'répondue' : started ? 'incomplète' : 'sans réponse'
	return flagged ? `${state}, à revoir` : state
}
