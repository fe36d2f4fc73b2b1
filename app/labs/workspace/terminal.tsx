import '@xterm/xterm/css/xterm.css'
import { useEffect, useRef } from 'react'

/** A terminal over the sandbox. xterm.js is loaded only here, in the browser. */
export function Terminal({
	slug,
	folder,
	onFilesChange,
}: {
	slug: string
	/** Where it opens in the home directory. */
	folder?: string
	onFilesChange: () => void
}) {
	const element = useRef<HTMLDivElement>(null)
	const changed = useRef(onFilesChange)
	changed.current = onFilesChange

	useEffect(() => {
		const host = element.current
		if (!host) return
		let dispose = () => {}
		let gone = false
		import('./terminal-session.ts').then(({ openTerminal }) => {
			if (gone) return
			dispose = openTerminal(host, { slug, folder }, () => changed.current())
		})
		return () => {
			gone = true
			dispose()
		}
	}, [slug, folder])

	return (
		<div className="terminal">
			<div ref={element} className="terminal-screen" data-testid="terminal" />
			<p className="quiet">
				<code>aws</code>, <code>jq</code>, <code>zip</code>, les tubes et les redirections fonctionnent.
				Dossier personnel : <code>/home/apprenant</code>. Pour quitter le terminal au clavier :{' '}
				<kbd>Échap</kbd> puis <kbd>Tab</kbd>.
			</p>
			<noscript>
				<p>
					Le terminal a besoin de JavaScript. L’onglet « Votre poste » montre comment travailler sans lui.
				</p>
			</noscript>
		</div>
	)
}
