import type { RequestListener } from 'node:http'
import { plainRange, unfit } from './request-door.ts'

type Listener = (...args: Parameters<RequestListener>) => unknown
type OnError = (error: unknown) => void

/** A listener that answers whatever happens: what it lets out, now or later, is 500 to the client. */
export function answering(listener: Listener, onError: OnError) {
	return async (...[req, res]: Parameters<RequestListener>): Promise<void> => {
		try {
			await listener(req, res)
		} catch (error) {
			onError(error)
			if (res.headersSent) return void res.destroy()
			res.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' })
			res.end('Le serveur n’a pas pu répondre. Recommencez dans un instant.')
		}
	}
}

/** The same behind the door: what is not fit never reaches the listener. */
export function guarded(listener: Listener, onError: OnError): RequestListener {
	const answer = answering(listener, onError)
	return (req, res) => {
		const refusal = unfit(req)
		if (refusal) {
			const headers = { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' }
			return void res.writeHead(refusal.status, headers).end(refusal.message)
		}
		if (plainRange(req.headers.range) === undefined) delete req.headers.range
		answer(req, res)
	}
}
