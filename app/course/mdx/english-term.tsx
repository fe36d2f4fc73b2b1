import { type ReactNode, useId } from 'react'
import { InlineText } from '#app/ui/inline-text.tsx'
import { termPath } from '../glossary.ts'

/**
 * `<En>`: a term of the AWS console, read with an English voice. The build adds
 * `term` and `definition` to those of the glossary: they become links that show
 * their definition under the pointer or the focus, by CSS alone.
 */
export function En({
	term,
	definition,
	children,
}: {
	term?: string
	definition?: string
	children: ReactNode
}) {
	const id = useId()
	if (!term || !definition) {
		return (
			<span lang="en" className="english">
				{children}
			</span>
		)
	}
	return (
		<span className="term">
			<a href={termPath(term)} lang="en" className="english term-link" aria-describedby={id}>
				{children}
			</a>
			<span className="term-definition" role="tooltip" id={id}>
				<InlineText text={definition} />
			</span>
		</span>
	)
}
