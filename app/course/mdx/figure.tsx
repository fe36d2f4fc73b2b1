import type { ReactNode } from 'react'

/** `<Schema titre="…" legende="…">`: an SVG drawing with its title and a line that says what it shows. */
export function Schema({
	titre,
	legende,
	children,
}: {
	titre: string
	legende?: string
	children: ReactNode
}) {
	return (
		<figure className="schema">
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a drawing that scrolls must be reachable by keyboard */}
			<section className="schema-drawing" aria-label={`Schéma\u00a0: ${titre}`} tabIndex={0}>
				{children}
			</section>
			<figcaption className="figure-caption">
				<strong>{titre}.</strong> {legende}
			</figcaption>
		</figure>
	)
}
