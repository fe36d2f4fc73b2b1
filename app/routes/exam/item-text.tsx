import { InlineText } from '#app/ui/inline-text.tsx'

const FENCE = /```(\w*)\n([\s\S]*?)```/

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
