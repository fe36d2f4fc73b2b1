import { useEffect, useState } from 'react'
import type { LiveState } from '../live-state.ts'

/** The sandbox's state, kept up to date by the server; `connected` is false while the stream is cut. */
export function useLiveState(slug: string, initial: LiveState): { live: LiveState; connected: boolean } {
	const [live, setLive] = useState(initial)
	const [connected, setConnected] = useState(true)

	// After a form was sent the page's own data is newer than what the stream said last.
	useEffect(() => setLive((known) => (initial.seq >= known.seq ? initial : known)), [initial])

	useEffect(() => {
		const source = new EventSource(`/ateliers/${slug}/flux`)
		source.onopen = () => setConnected(true)
		source.onerror = () => setConnected(false)
		source.onmessage = (message) => setLive(JSON.parse(message.data) as LiveState)
		return () => source.close()
	}, [slug])

	return { live, connected }
}
