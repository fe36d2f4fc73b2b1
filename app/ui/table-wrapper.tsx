import type { ReactNode } from 'react'

/** Lets a wide table scroll by itself, by touch or by keyboard, while the page stays still. */
export function TableWrapper({ label, children }: { label: string; children: ReactNode }) {
	return (
		// biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms, and a section would be a landmark of its own
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
		<div role="group" className="table-wrapper" aria-label={label} tabIndex={0}>
			{children}
		</div>
	)
}
