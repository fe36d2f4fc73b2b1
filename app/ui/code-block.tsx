import { useRef } from 'react'
import { CopyButton } from './copy-button.tsx'

const languageNames: Record<string, string> = {
	json: 'JSON',
	yaml: 'YAML',
	bash: 'Shell',
	console: 'Terminal',
	python: 'Python',
	javascript: 'JavaScript',
	typescript: 'TypeScript',
	diff: 'Différences',
	text: 'Texte',
}

/**
 * A block of code with its language, its title and a copy button. `html` is the
 * highlighted markup made at build time and stands for `code`. `copy` is what
 * the button copies when it is not the whole text, as in a terminal transcript
 * where only the commands are useful. With `example`, a link opens it in the free
 * sandbox.
 */
export function CodeBlock({
	code,
	html,
	language,
	title,
	copy,
	example,
}: {
	code?: string
	html?: string
	language?: string
	title?: string
	copy?: string
	/** Id of the example that the free sandbox knows it under. */
	example?: string
}) {
	const body = useRef<HTMLElement>(null)
	return (
		<figure className="code-block" data-copy={copy}>
			<figcaption className="code-block-bar">
				{title && <span className="code-block-title">{title}</span>}
				<span className="code-block-language">{language && (languageNames[language] ?? language)}</span>
				{example && (
					<a className="code-block-try" href={`/bac-a-sable?exemple=${example}`}>
						Essayer
					</a>
				)}
				<CopyButton text={() => copy ?? body.current?.textContent ?? ''} />
			</figcaption>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: code that scrolls must be reachable by keyboard */}
			<pre tabIndex={0}>
				{html === undefined ? (
					<code ref={body}>{code}</code>
				) : (
					// biome-ignore lint/security/noDangerouslySetInnerHtml: made by our own build from our own content
					<code ref={body} dangerouslySetInnerHTML={{ __html: html }} />
				)}
			</pre>
		</figure>
	)
}
