import { randomUUID } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import { constants } from 'node:zlib'
import compression from 'compression'
import Negotiator from 'negotiator'
import { hasSessionCookie } from '#app/accounts/session-cookie.ts'
import { env } from '#app/platform/env.server.ts'
import { log } from '#app/platform/log.server.ts'
import type { CachedPage, Encoding } from '#app/platform/page-cache.server.ts'
import { type RequestContext, withRequestContext } from '#app/platform/request-context.server.ts'
import { refusalOf } from '#app/platform/request-refusal.server.ts'
import { commonHeaders } from '#app/platform/security-headers.server.ts'
import { sharedPages } from '#app/platform/shared-pages.server.ts'
import { clientAddressOf } from './client-address.ts'

const common = Object.entries(commonHeaders(env.publicUrl))
const compress = compression({
	// Pages made anew for each reader: the last percent of size costs more than it saves.
	level: 3,
	brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } },
	// Events must reach the page as they happen, not when a compressor's block is full.
	filter: (req, res) =>
		!`${res.getHeader('content-type')}`.includes('event-stream') && compression.filter(req, res),
})

/** The site over `route`, its React Router listener: headers, limits, kept pages, log. */
export function createSite(route: RequestListener): RequestListener {
	return (req, res) => {
		const context: RequestContext = {
			id: acceptedId(req.headers['x-request-id']) ?? randomUUID(),
			clientAddress: clientAddressOf(req, env.trustProxy),
			sendCookie: (cookie) => void (res.headersSent || res.appendHeader('Set-Cookie', cookie)),
		}
		logWhenDone(req, res, context)
		for (const [name, value] of common) res.setHeader(name, value)
		res.setHeader('X-Request-Id', context.id)

		const refusal = refusalOf({ method: req.method ?? 'GET', headers: req.headers }, env.publicUrl)
		if (refusal) {
			res.setHeader('Connection', 'close')
			return answerText(res, refusal.status, refusal.message)
		}
		const page = keptPage(req)
		if (page) return sendKept(req, res, page)
		withRequestContext(context, () => compress(req as never, res as never, () => route(req, res)))
	}
}

/** An id from outside goes into our logs: only a short and plain one is taken over. */
function acceptedId(given: string | Array<string> | undefined): string | undefined {
	return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : undefined
}

function logWhenDone(req: IncomingMessage, res: ServerResponse, context: RequestContext) {
	const startedAt = performance.now()
	res.once('close', () => {
		// Without the query: it may hold the token of a mailed link.
		const path = req.url?.split('?', 1)[0]
		const ms = Math.round((performance.now() - startedAt) * 10) / 10
		const { id, userId } = context
		log.info({ id, method: req.method, path, status: res.statusCode, ms, user: userId }, 'request')
	})
}

function answerText(res: ServerResponse, status: number, message: string) {
	res.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(message)
}

function keptPage(req: IncomingMessage): CachedPage | undefined {
	if (req.method !== 'GET' && req.method !== 'HEAD') return
	if (!req.url || hasSessionCookie(req.headers.cookie)) return
	return sharedPages.get(req.url)
}

function sendKept(req: IncomingMessage, res: ServerResponse, page: CachedPage) {
	for (const [name, value] of Object.entries(page.headers)) res.setHeader(name, value)
	res.setHeader('Vary', 'Accept-Encoding, Cookie')
	res.setHeader('ETag', page.etag)
	if (req.headers['if-none-match']?.includes(page.etag)) return void res.writeHead(304).end()
	const available: Array<Encoding> = ['br', 'gzip', 'identity']
	const accepted = new Negotiator(req).encodings()
	const encoding = available.find((name) => accepted.includes(name)) ?? 'identity'
	if (encoding !== 'identity') res.setHeader('Content-Encoding', encoding)
	const body = page.bodies[encoding]
	res.writeHead(200, { 'Content-Length': body.length }).end(req.method === 'HEAD' ? undefined : body)
}
