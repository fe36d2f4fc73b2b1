import { liveFeeds, type Seat } from '#app/labs/live-feed.server.ts'
import type { Route } from './+types/stream'
import { requireSandbox } from './lab-of.server.ts'

/** Milliseconds between two signs of life, so that proxies keep the stream open. */
const HEARTBEAT_MS = 20_000
const HEADERS = {
	'Content-Type': 'text/event-stream',
	'Cache-Control': 'no-store',
	'X-Accel-Buffering': 'no',
}

/**
 * The sandbox's state as server-sent events. A reader that is slow gets the newest
 * state when it is ready for one, and nothing waits for it meanwhile.
 */
export async function loader({ request, params }: Route.LoaderArgs) {
	const open = await requireSandbox(request, params.slug)
	if (request.method === 'HEAD' || request.signal.aborted) return new Response(null, { headers: HEADERS })
	const seat = liveFeeds.take(open)
	if (!seat) {
		const message =
			'Trop de pages d’ateliers sont ouvertes en même temps. Fermez-en une, puis rechargez celle-ci.'
		return new Response(message, { status: 429, headers: { 'Retry-After': '5' } })
	}
	return new Response(eventsOf(seat, request.signal), { headers: HEADERS })
}

function eventsOf({ feed, leave }: Seat, signal: AbortSignal): ReadableStream<Uint8Array> {
	const heartbeat = new TextEncoder().encode(': vivant\n\n')
	const ended = new AbortController()
	const end = () => {
		ended.abort()
		leave()
	}
	signal.addEventListener('abort', end, { once: true })
	let sent = 0
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			const patience = AbortSignal.any([ended.signal, AbortSignal.timeout(HEARTBEAT_MS)])
			await feed.newerThan(sent, patience)
			if (ended.signal.aborted) return controller.close()
			if (feed.version === sent) return controller.enqueue(heartbeat)
			sent = feed.version
			controller.enqueue(feed.bytes)
		},
		cancel: end,
	})
}
