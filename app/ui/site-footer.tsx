import { Link } from 'react-router'

const pages = [
	{ to: '/glossaire', title: 'Glossaire' },
	{ to: '/cours/nouveautes', title: 'Nouveautés' },
	{ to: '/a-propos', title: 'À propos' },
	{ to: '/accessibilite', title: 'Accessibilité' },
	{ to: '/confidentialite', title: 'Confidentialité' },
	{ to: '/mentions', title: 'Mentions' },
]

/** The lasting pages and the line that says whose product this is not. */
export function SiteFooter() {
	return (
		<footer className="site-footer">
			<div className="site-footer-inner">
				<p>
					<strong>Filière</strong>, formation et certification « Spécialiste AWS CodePipeline ».
				</p>
				<nav aria-label="Pied de page">
					{pages.map(({ to, title }) => (
						<Link key={to} to={to}>
							{title}
						</Link>
					))}
				</nav>
				<p className="site-footer-aside">
					Projet indépendant, sans affiliation avec AWS. AWS et AWS CodePipeline sont des marques
					d’Amazon.com, Inc. ou de ses filiales.
				</p>
			</div>
		</footer>
	)
}
