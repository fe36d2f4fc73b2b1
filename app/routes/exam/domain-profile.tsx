import { Link } from 'react-router'
import { ProgressBar } from '#app/ui/progress-bar.tsx'

interface DomainLine {
	domain: string
	title: string
	correct: number
	total: number
}

export function DomainProfile({ profile }: { profile: Array<DomainLine> }) {
	return (
		<section className="stack" aria-labelledby="profil">
			<h2 id="profil">Profil par domaine</h2>
			<p className="quiet">
				{'À lire avec prudence\u00A0: un domaine ne compte que quelques questions, et seul le total décide.'}
			</p>
			<ul className="exam-profile stack">
				{profile.map(({ domain, title, correct, total }) => (
					<li key={domain} className="stack">
						<span>{title}</span>
						<ProgressBar done={correct} total={total} label={title} />
						{correct < total && (
							<Link className="quiet" to="/cours">{`Relire la partie ${domain.slice(1)} du cours`}</Link>
						)}
					</li>
				))}
			</ul>
		</section>
	)
}
