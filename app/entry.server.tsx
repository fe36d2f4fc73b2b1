import { randomBytes } from 'node:crypto'
import { Writable } from 'node:stream'
import { renderToPipeableStream } from 'react-dom/server'
import { type EntryContext, type HandleErrorFunction, isRouteErrorResponse, ServerRouter } from 'react-router'
import { hasSessionCookie } from './accounts/session-cookie.ts'
import { env } from './platform/env.server.ts'
import { log } from './platform/log.server.ts'
import { requestContext } from './platform/request-context.server.ts'
import { type ScriptStart, withScriptsLast } from './platform/scripts-last.server.ts'
import { contentSecurityPolicy, inlineScriptHashes } from './platform/security-headers.server.ts'
import { sharedPages } from './platform/shared-pages.server.ts'
import type { RouteHandle } from './root.tsx'
import { RequestIdContext } from './ui/request-id.tsx'

/** Rendering that takes longer is given up. */
const RENDER_TIMEOUT_MS = 10_000

const development = env.nodeEnv === 'development'

export default function handleRequest(
	request: Request,
	status: number,
	headers: Headers,
	context: EntryContext,
) {
	headers.set('Content-Type', 'text/html; charset=utf-8')
	return isSharedPage(request, status, headers, context)
		? renderShared(request, headers, context)
		: renderPersonal(request, status, headers, context)
}

/** Logs what a route did not expect, once; what it threw on purpose is an answer, not an error. */
export const handleError: HandleErrorFunction = (error, { request }) => {
	if (request.signal.aborted || isRouteErrorResponse(error)) return
	log.error({ err: error, id: requestContext()?.id, path: new URL(request.url).pathname }, 'request failed')
}

/** A page whose route says so in its `handle`, asked for by someone without a session, as it stands in the build. */
function isSharedPage(request: Request, status: number, headers: Headers, context: EntryContext): boolean {
	if (development || status !== 200 || request.method !== 'GET' || headers.has('Set-Cookie')) return false
	if (new URL(request.url).search || hasSessionCookie(request.headers.get('cookie'))) return false
	return handleOf(context)?.shared === true
}

/** What the route that is rendered says of itself. */
function handleOf(context: EntryContext): RouteHandle | undefined {
	const leaf = context.staticHandlerContext.matches.at(-1)
	return leaf && (context.routeModules[leaf.route.id]?.handle as RouteHandle | undefined)
}

function scriptStart(context: EntryContext): ScriptStart {
	return handleOf(context)?.readsWithoutScript ? 'used' : 'painted'
}

/** Rendered whole, without a nonce: its scripts are allowed by hash, so that it can be kept. */
async function renderShared(request: Request, headers: Headers, context: EntryContext): Promise<Response> {
	const html = withScriptsLast((await render(request, context)).toString(), scriptStart(context))
	headers.set('Content-Security-Policy', contentSecurityPolicy(inlineScriptHashes(html)))
	headers.set('Cache-Control', 'no-cache')
	headers.set('Vary', 'Cookie')
	await sharedPages.put(new URL(request.url).pathname, html, Object.fromEntries(headers))
	return new Response(html, { headers })
}

async function renderPersonal(
	request: Request,
	status: number,
	headers: Headers,
	context: EntryContext,
): Promise<Response> {
	const nonce = randomBytes(16).toString('base64url')
	headers.set('Content-Security-Policy', contentSecurityPolicy([`'nonce-${nonce}'`], { development }))
	if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-cache')
	if (request.method === 'HEAD') return new Response(null, { status, headers })
	// No page waits for a part of itself, so one piece costs less than a stream of many.
	const page = await render(request, context, nonce)
	// Vite's own scripts must run in their order.
	return new Response(inOnePiece(development ? page : moveScriptsLast(page, scriptStart(context), nonce)), {
		status,
		headers,
	})
}

/** Latin-1 takes each byte for a character: what is changed is ASCII, and no letter is decoded and encoded again. */
function moveScriptsLast(page: Buffer, when: ScriptStart, nonce: string): Buffer {
	return Buffer.from(withScriptsLast(page.toString('latin1'), when, nonce), 'latin1')
}

/** A body that is there already; as a text, it would cost as much as a query of the database. */
function inOnePiece(bytes: Buffer): ReadableStream {
	return new ReadableStream({
		start(controller) {
			controller.enqueue(bytes)
			controller.close()
		},
	})
}

function render(request: Request, context: EntryContext, nonce?: string): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const timeout = setTimeout(() => stream.abort(), RENDER_TIMEOUT_MS)
		const id = requestContext()?.id
		let started = false
		const stream = renderToPipeableStream(
			// An id on a kept page would be that of somebody else's request.
			<RequestIdContext value={nonce && id}>
				<ServerRouter context={context} url={request.url} nonce={nonce} />
			</RequestIdContext>,
			{
				nonce,
				onShellReady() {
					started = true
				},
				onAllReady() {
					clearTimeout(timeout)
					stream.pipe(collectInto(resolve))
				},
				onShellError(error) {
					clearTimeout(timeout)
					reject(error)
				},
				onError(error) {
					// Before the shell, React rejects and the router logs.
					if (started && !request.signal.aborted) log.error({ err: error, id }, 'rendering failed')
				},
			},
		)
		request.signal.addEventListener('abort', () => stream.abort(), { once: true })
	})
}

/** Takes all that is written on it, and hands it over whole. */
function collectInto(onWhole: (bytes: Buffer) => void): Writable {
	const chunks: Array<Uint8Array> = []
	return new Writable({
		write(chunk, _encoding, next) {
			chunks.push(chunk)
			next()
		},
		final(next) {
			onWhole(Buffer.concat(chunks))
			next()
		},
	})
}
