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
		<figure className="schema" aria-label={titre}>
			<div className="schema-drawing">{children}</div>
			<figcaption className="figure-caption">
				<strong>{titre}.</strong> {legende}
			</figcaption>
		</figure>
	)
}
