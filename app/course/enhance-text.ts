import { copyOnPress } from './enhance/copy-on-press.ts'
import { dismissDefinitions } from './enhance/dismiss-definitions.ts'
import { followLinks } from './enhance/follow-links.ts'
import { holdAnchor } from './enhance/hold-anchor.ts'
import { switchTabs } from './enhance/switch-tabs.ts'

/**
 * Gives a text that the server rendered what a script adds to it. Everything reads
 * without. One listener on the container serves all that it holds. Returns what
 * takes the listeners away.
 */
export function enhanceText(container: HTMLElement, navigate: (to: string) => unknown): () => void {
	const listening = new AbortController()
	const { signal } = listening
	followLinks(container, signal, navigate)
	copyOnPress(container, signal)
	switchTabs(container, signal)
	holdAnchor(container, signal)
	dismissDefinitions(container, signal)
	return () => listening.abort()
}
