import { type ReactNode, useEffect, useId, useState } from 'react'
import { Link } from 'react-router'
import { InlineText } from '#app/ui/inline-text.tsx'
import { termPath } from '../glossary.ts'

/**
 * `<En>`: a term of the AWS console, read with an English voice. The build adds
 * `term` and `definition` to those of the glossary: they become links that show
 * their definition under the pointer or the focus.
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
	if (term && definition) {
		return (
			<DefinedTerm term={term} definition={definition}>
				{children}
			</DefinedTerm>
		)
	}
	return (
		<span lang="en" className="english">
			{children}
		</span>
	)
}

/** The definition shows by CSS alone; the script only lets Escape put it away, as WCAG 1.4.13 asks. */
function DefinedTerm({
	term,
	definition,
	children,
}: {
	term: string
	definition: string
	children: ReactNode
}) {
	const id = useId()
	const [near, setNear] = useState(false)
	const [dismissed, setDismissed] = useState(false)
	useEffect(() => {
		if (!near) return
		const dismiss = (event: KeyboardEvent) => event.key === 'Escape' && setDismissed(true)
		document.addEventListener('keydown', dismiss)
		return () => document.removeEventListener('keydown', dismiss)
	}, [near])

	function come() {
		setNear(true)
		setDismissed(false)
	}
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: it only watches whether its link is pointed at
		<span
			className={dismissed ? 'term term-dismissed' : 'term'}
			onPointerEnter={come}
			onPointerLeave={() => setNear(false)}
			onFocus={come}
			onBlur={() => setNear(false)}
		>
			<Link to={termPath(term)} lang="en" className="english term-link" aria-describedby={id} prefetch="none">
				{children}
			</Link>
			<span className="term-definition" role="tooltip" id={id}>
				<InlineText text={definition} />
			</span>
		</span>
	)
}
