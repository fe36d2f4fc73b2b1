/** Has links to pages of this site followed without a full load, as the router's own are. */
export function followLinks(
	container: HTMLElement,
	signal: AbortSignal,
	navigate: (to: string) => unknown,
): void {
	container.addEventListener(
		'click',
		(event) => {
			if (event.defaultPrevented || event.button !== 0) return
			// The reader wants a new tab, a new window or a copy of the address.
			if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
			const link = event.target instanceof Element ? event.target.closest('a') : null
			const to = link?.getAttribute('href')
			if (!to?.startsWith('/') || link?.target || link?.hasAttribute('download')) return
			event.preventDefault()
			navigate(to)
		},
		{ signal },
	)
}
