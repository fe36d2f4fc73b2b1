/** Nearer than this to the top of the window, it is what the reader came for. */
const NEAR_PX = 200

/** Brings what the address names back to the top when the fonts arrive and lines break elsewhere, unless the reader has moved. */
export function holdAnchor(container: HTMLElement, signal: AbortSignal): void {
	const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
	if (!target || !container.contains(target)) return
	// The router scrolls in between.
	requestAnimationFrame(() => {
		const scrolledTo = window.scrollY
		if (Math.abs(target.getBoundingClientRect().top) > NEAR_PX) return
		document.fonts.ready.then(() => {
			if (!signal.aborted && window.scrollY === scrolledTo) target.scrollIntoView()
		})
	})
}
