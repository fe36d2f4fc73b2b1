import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { BODY_LIMIT, type Emulator } from '../emulator.ts'
import type { HttpResponse } from './protocols/message.ts'
import { WEBHOOK_PATH } from './webhook-address.ts'

/** A request to the emulator itself rather than to AWS. */
export interface OwnRequest {
	method: string
	/** Without the query. */
	path: string
	headers: Readonly<Record<string, string>>
	body(): Promise<Uint8Array>
}

/** The emulator's own routes; undefined for one that there is not. */
export type OwnRoute = (request: OwnRequest) => Promise<HttpResponse | undefined>

export interface ServerOptions {
	ownRoute?: OwnRoute
	/** The address that a request comes from; that of the connection unless given. */
	addressOf?: (message: IncomingMessage) => string
	/** Hears of faults of our own; the client is told 500. */
	onError?: (error: unknown) => void
}

/** An HTTP server that speaks for an emulator. Not yet listening. */
export function createEmulatorServer(emulator: Emulator, options: ServerOptions = {}): Server {
	// Node answers `Expect: 100-continue` by itself before it hands the request over.
	return createServer((message, response) => {
		respond(emulator, options, message, response).catch((error) => fail(error, options, response))
	})
}

/** A client that left in the middle of its body is no fault of ours; anything else is, and is told as such. */
function fail(error: unknown, { onError }: ServerOptions, response: ServerResponse): void {
	if (error instanceof ClientLeft || response.headersSent) return void response.destroy()
	onError?.(error)
	const { status, headers, body } = jsonAnswer(500, { message: 'The emulator could not answer' })
	response.writeHead(status, { ...headers, connection: 'close' }).end(body)
}

class ClientLeft extends Error {
	override readonly name = 'ClientLeft'
}

async function respond(
	emulator: Emulator,
	options: ServerOptions,
	message: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const { method = 'GET', url = '/' } = message
	const answer = isOwn(emulator, message, options)
		? await answerOwn(emulator, options, message)
		: await emulator.fetch({ method, url, headers: headersOf(message), body: await readBody(message) })
	// What one turn of the event loop answers leaves together: to wake a client
	// that sleeps can cost more than a whole call, and then it is woken once.
	await new Promise((resolve) => setImmediate(resolve))
	// A body that was too large is left unread: the connection cannot be used again.
	if (!message.complete) response.setHeader('connection', 'close')
	const withBody = method !== 'HEAD' && answer.status !== 204 && answer.status !== 304
	if (withBody) answer.headers['content-length'] = String(answer.body.byteLength)
	response.writeHead(answer.status, answer.headers)
	response.end(withBody ? answer.body : undefined)
}

async function answerOwn(
	emulator: Emulator,
	{ ownRoute, addressOf = socketAddress }: ServerOptions,
	message: IncomingMessage,
): Promise<HttpResponse> {
	const { method = 'GET', url = '/' } = message
	const [path = ''] = url.split('?')
	if (method === 'GET' && path === '/_emulator/health') return jsonAnswer(200, { status: 'ok' })
	if (method === 'POST' && path.startsWith(WEBHOOK_PATH)) {
		const token = path.slice(WEBHOOK_PATH.length)
		const body = await readBody(message)
		const delivery = { token, headers: headersOf(message), body, from: addressOf(message) }
		const answer = await emulator.deliver(delivery)
		return jsonAnswer(answer.status, answer.body)
	}
	const headers = headersOf(message)
	// A page of another site has no business here.
	if (headers['sec-fetch-site'] === 'cross-site')
		return jsonAnswer(403, { message: 'Refused from another site' })
	const request: OwnRequest = { method, path, headers, body: () => readBody(message) }
	return (await ownRoute?.(request)) ?? jsonAnswer(404, { message: `No route ${method} ${path}` })
}

/**
 * Below `/_emulator/`, but for what a service serves there, and the root itself for
 * a browser: to AWS, an unsigned `GET /` says nothing unless the host names a bucket.
 */
function isOwn(emulator: Emulator, message: IncomingMessage, { ownRoute }: ServerOptions): boolean {
	const { method = 'GET', url = '/', headers } = message
	const isBelow = url.startsWith('/_emulator/')
	const asksForPage = method === 'GET' && url === '/' && headers.accept?.includes('text/html')
	const isRoot = ownRoute !== undefined && asksForPage === true && headers.authorization === undefined
	if (!isBelow && !isRoot) return false
	return !emulator.leadsToService({ method, url, headers: headersOf(message) })
}

function socketAddress({ socket }: IncomingMessage): string {
	return socket.remoteAddress ?? ''
}

/** An answer of the emulator's own routes. */
export function jsonAnswer(status: number, body: object): HttpResponse {
	return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) }
}

function headersOf(message: IncomingMessage): Record<string, string> {
	const headers: Record<string, string> = {}
	for (const [name, value] of Object.entries(message.headers)) {
		if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
	}
	return headers
}

/**
 * The body, cut off just past the limit: what is longer is refused by the emulator.
 * Rejects when the client leaves in the middle of it. Listens to events: the
 * stream's iterator costs more than all else that is done to a small request.
 */
function readBody(message: IncomingMessage): Promise<Uint8Array> {
	return new Promise((resolve, reject) => {
		const chunks: Array<Uint8Array> = []
		let size = 0
		const finish = () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
		message.on('data', (chunk: Uint8Array) => {
			chunks.push(chunk)
			size += chunk.byteLength
			if (size <= BODY_LIMIT) return
			message.pause()
			finish()
		})
		message.on('end', finish)
		message.on('close', () => {
			if (!message.complete) reject(new ClientLeft('The client left in the middle of its body'))
		})
		message.on('error', reject)
	})
}
