import { AsyncLocalStorage } from 'node:async_hooks'

/** What the HTTP host knows of the request in hand, for logs, limits and headers. */
export interface RequestContext {
	/** In the log line, in the `X-Request-Id` header and on the page of an error. */
	id: string
	clientAddress: string
	/** Set once the session is known, for the log. */
	userId?: string
	/** Sends a cookie with the answer, whichever route gives it. */
	sendCookie?(cookie: string): void
}

const storage = new AsyncLocalStorage<RequestContext>()

/** Runs `handle` with `context` as the request in hand. */
export function withRequestContext<T>(context: RequestContext, handle: () => T): T {
	return storage.run(context, handle)
}

/** The request in hand; undefined outside of one (a script, a test, a background job). */
export function requestContext(): RequestContext | undefined {
	return storage.getStore()
}
