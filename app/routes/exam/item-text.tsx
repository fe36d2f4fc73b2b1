import type { ReactNode } from 'react'

const FENCE = /```(\w*)\n([\s\S]*?)```/
const INLINE = /(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*)/

/** Text of the bank: paragraphs, fenced extracts, `code`, **strong** and *English terms*. Never HTML. */
export function ItemText({ text }: { text: string }) {
	const [before = '', , extract, after = ''] = text.split(FENCE)
	return (
		<>
			<Paragraphs text={before} />
			{extract !== undefined && (
				// biome-ignore lint/a11y/noNoninteractiveTabindex: code that scrolls must be reachable by keyboard
				<pre className="exam-extract" tabIndex={0}>
					<code>{extract.trimEnd()}</code>
				</pre>
			)}
			<Paragraphs text={after} />
		</>
	)
}

function Paragraphs({ text }: { text: string }) {
	return text
		.split(/\n{2,}/)
		.filter((paragraph) => paragraph.trim())
		.map((paragraph) => (
			<p key={paragraph}>
				<InlineText text={paragraph} />
			</p>
		))
}

/** The same without paragraphs, for an option or a legend. */
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
