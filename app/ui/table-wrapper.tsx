import type { ReactNode } from 'react'

/** Lets a wide table scroll by itself, by touch or by keyboard, while the page stays still. */
export function TableWrapper({ label, children }: { label: string; children: ReactNode }) {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
		<section className="table-wrapper" aria-label={label} tabIndex={0}>
			{children}
		</section>
	)
}
