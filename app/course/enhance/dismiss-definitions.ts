const DISMISSED = 'term-dismissed'

/** Lets Escape put away the definition that shows by CSS, as WCAG 1.4.13 asks; coming back shows it again. */
export function dismissDefinitions(container: HTMLElement, signal: AbortSignal): void {
	// Escape reaches the document, whether the term is pointed at or holds the focus.
	document.addEventListener(
		'keydown',
		(event) => {
			if (event.key !== 'Escape') return
			for (const term of container.querySelectorAll('.term:is(:hover, :focus-within)'))
				term.classList.add(DISMISSED)
		},
		{ signal },
	)
	const come = (event: Event) => termOf(event.target)?.classList.remove(DISMISSED)
	container.addEventListener('focusin', come, { signal })
	container.addEventListener(
		'pointerover',
		(event) => {
			// From a place within the term, the pointer has not come anew.
			if (termOf(event.relatedTarget) !== termOf(event.target)) come(event)
		},
		{ signal },
	)
}

function termOf(target: EventTarget | null): Element | null {
	return target instanceof Element ? target.closest('.term') : null
}
