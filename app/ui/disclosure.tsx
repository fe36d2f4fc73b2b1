import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** Something that opens in place; a native element, so it works without a script. */
export function Disclosure({
	summary,
	open,
	name,
	children,
}: {
	summary: ReactNode
	open?: boolean
	/** Disclosures of the same name close each other. */
	name?: string
	children: ReactNode
}) {
	return (
		<details className="disclosure" open={open} name={name}>
			<summary>
				<Icon name="chevron" size={14} />
				{summary}
			</summary>
			<div className="disclosure-body">{children}</div>
		</details>
	)
}
