import { Link } from 'react-router'
import { DateTime } from '#app/ui/date-time.tsx'

interface PastAttempt {
	id: string
	startedAt: string
	scaledScore: number | null
	passed: boolean | null
}

export function PastAttempts({ attempts }: { attempts: Array<PastAttempt> }) {
	return (
		<section className="stack" aria-labelledby="tentatives">
			<h2 id="tentatives">Vos tentatives</h2>
			<ul>
				{attempts.map(({ id, startedAt, scaledScore, passed }) => (
					<li key={id}>
						<Link to={`/examen/${id}/resultat`}>
							<DateTime date={startedAt} />
						</Link>
						{`\u00A0: ${scaledScore ?? '—'}, ${passed ? 'réussie' : 'non réussie'}`}
					</li>
				))}
			</ul>
		</section>
	)
}
