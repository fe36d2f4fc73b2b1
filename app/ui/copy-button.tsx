import { useEffect, useState } from 'react'
import { Icon } from './icon.tsx'

/** Copies a text, or what a function returns at the moment of the press; it shows only where scripts run, and says whether it worked. */
export function CopyButton({ text, label = 'Copier' }: { text: string | (() => string); label?: string }) {
	const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null)
	useEffect(() => {
		if (!outcome) return
		const timer = setTimeout(() => setOutcome(null), 2500)
		return () => clearTimeout(timer)
	}, [outcome])

	function copy() {
		navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(
			() => setOutcome('copied'),
			() => setOutcome('refused'),
		)
	}
	return (
		<button type="button" className="copy-button needs-script" onClick={copy}>
			<Icon name={outcome === 'copied' ? 'check' : 'copy'} size={14} />
			<span aria-live="polite">
				{outcome === 'copied' ? 'Copié' : outcome === 'refused' ? 'Copie refusée par le navigateur' : label}
			</span>
		</button>
	)
}
