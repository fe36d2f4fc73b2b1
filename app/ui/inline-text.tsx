import type { ReactNode } from 'react'

const INLINE = /(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*)/

/** One line of plain text in which `code`, **strong** and *English terms* are marked. Never HTML. */
export function InlineText({ text }: { text: string }): ReactNode {
	return text.split(INLINE).map((piece, at) => {
		const key = `${at}-${piece}`
		if (piece.startsWith('`')) return <code key={key}>{piece.slice(1, -1)}</code>
		if (piece.startsWith('**')) return <strong key={key}>{piece.slice(2, -2)}</strong>
		if (piece.startsWith('*')) {
			return (
				<i key={key} lang="en">
					{piece.slice(1, -1)}
				</i>
			)
		}
		return piece
	})
}
