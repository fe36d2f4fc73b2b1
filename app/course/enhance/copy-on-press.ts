/** How long the button says what came of the press. */
const OUTCOME_MS = 2500

/** Copies the code of the block whose button is pressed, and says on the button whether it worked. */
export function copyOnPress(container: HTMLElement, signal: AbortSignal): void {
	container.addEventListener(
		'click',
		async (event) => {
			const button = event.target instanceof Element ? event.target.closest('.copy-button') : null
			const block = button?.closest<HTMLElement>('.code-block')
			const label = button?.querySelector('[aria-live]')
			if (!block || !label) return
			const text = block.dataset.copy ?? block.querySelector('code')?.textContent ?? ''
			const said = label.textContent
			label.textContent = await navigator.clipboard.writeText(text).then(
				() => 'Copié',
				() => 'Copie refusée par le navigateur',
			)
			if (said === 'Copier') setTimeout(() => (label.textContent = said), OUTCOME_MS)
		},
		{ signal },
	)
}
