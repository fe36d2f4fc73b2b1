import { labHost } from '#app/labs/lab-host.server.ts'
import { liveState } from '#app/labs/live-state.server.ts'
import type { Route } from './+types/stream'
import { requireSandbox } from './lab-of.server.ts'

/** Milliseconds between two signs of life, so that proxies keep the stream open. */
const HEARTBEAT_MS = 20_000

/** The tail of the sandbox's journal as server-sent events: one state for each burst of changes. */
export async function loader({ request, params }: Route.LoaderArgs) {
	const open = await requireSandbox(request, params.slug)
	const encoder = new TextEncoder()
	let stop = () => {}

	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			let sending = false
			let again = false
			async function send() {
				if (sending) {
					again = true
					return
				}
				sending = true
				try {
					do {
						again = false
						const state = await liveState(open, open.lab)
						controller.enqueue(encoder.encode(`id: ${state.seq}\ndata: ${JSON.stringify(state)}\n\n`))
					} while (again)
				} catch (error) {
					stop()
					controller.error(error)
				}
				sending = false
			}
			const unsubscribe = open.sandbox.subscribe(() => void send())
			const unsubscribeRemote = labHost().onFirstRemoteCall(open.row.id, () => void send())
			const heartbeat = setInterval(() => controller.enqueue(encoder.encode(': vivant\n\n')), HEARTBEAT_MS)
			stop = () => {
				unsubscribe()
				unsubscribeRemote()
				clearInterval(heartbeat)
			}
			request.signal.addEventListener('abort', stop)
			void send()
		},
		cancel: () => stop(),
	})
	return new Response(body, {
		headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
	})
}
