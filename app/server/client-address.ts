import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/**
 * Where a request comes from, for limits and for webhooks. Behind our own proxy it is the last
 * address of `X-Forwarded-For`: what stands before it was written by the client.
 */
export function clientAddressOf(req: IncomingMessage, trustProxy: boolean): string {
	const direct = req.socket.remoteAddress ?? '0.0.0.0'
	if (!trustProxy) return direct
	const forwarded = `${req.headers['x-forwarded-for'] ?? ''}`.split(',').at(-1)?.trim() ?? ''
	return isIP(forwarded) ? forwarded : direct
}
