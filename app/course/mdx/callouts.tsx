import type { ReactNode } from 'react'
import { Notice } from '#app/ui/notice.tsx'

/** `<Retenir>`: what should be left when the page is forgotten. */
export function Retenir({ children }: { children: ReactNode }) {
	return (
		<Notice kind="retain" title="À retenir">
			{children}
		</Notice>
	)
}

/** `<Piege titre="…">`: a mistake that is often made, and how to see it coming. */
export function Piege({ titre, children }: { titre?: string; children: ReactNode }) {
	return (
		<Notice kind="pitfall" title={titre ? `Piège\u00a0: ${titre}` : 'Piège'}>
			{children}
		</Notice>
	)
}

/** `<Note titre="…">`: something beside the way. */
export function Note({ titre = 'Note', children }: { titre?: string; children: ReactNode }) {
	return (
		<Notice kind="note" title={titre}>
			{children}
		</Notice>
	)
}
