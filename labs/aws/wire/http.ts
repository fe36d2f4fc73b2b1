import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Emulator } from '../emulator.ts'
import { BodyBudget } from './body-budget.ts'
import { ASKED_FIRST } from './body-limits.ts'
import { NO_WEBHOOK, PAYLOAD_LIMIT } from './deliver.ts'
import type { HttpRequest, HttpResponse } from './protocols/message.ts'
import { ClientLeft, NoRoom, readBody } from './read-body.ts'
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
	const server = createServer((message, response) => {
		respond(emulator, options, message, response).catch((error) => fail(error, options, response))
	})
	return bounded(server)
}

/** Connections at the same time, and the time that one has to say what it wants. */
export function bounded(server: Server): Server {
	server.maxConnections = 2_000
	server.headersTimeout = 20_000
	server.requestTimeout = 120_000
	return server
}

/**
 * What services serve may be a page of a learner's. On the emulator's own host a
 * browser keeps it in a sandbox, in an origin of its own, so that it reads
 * nothing of the site's or of others'; it can be no service worker either.
 */
async function serve(emulator: Emulator, message: IncomingMessage): Promise<HttpResponse> {
	const { method = 'GET', url = '/' } = message
	const headers = headersOf(message)
	const sharesOrigin = !emulator.ownsHost(headers.host)
	if (sharesOrigin && headers['service-worker'] !== undefined)
		return jsonAnswer(403, { message: 'Nothing here may be a service worker' })
	const answer = await fetchWithin(emulator, { method, url, headers }, message)
	delete answer.headers['set-cookie']
	if (sharesOrigin) answer.headers['content-security-policy'] ??= SANDBOX
	return answer
}

/** Reads a large body only where it is known whose it is, and none for longer than its call takes. */
async function fetchWithin(
	emulator: Emulator,
	head: Omit<HttpRequest, 'body'>,
	message: IncomingMessage,
): Promise<HttpResponse> {
	const length = Number(head.headers['content-length'] ?? 0)
	const isLarge = length > ASKED_FIRST || 'transfer-encoding' in head.headers
	const admission = isLarge ? await emulator.admit(head) : { limit: ASKED_FIRST }
	if ('refusal' in admission) return admission.refusal
	const { body, release } = await readBody(message, admission.limit, BODIES, ownerOf(message))
	try {
		return await emulator.fetch({ ...head, body })
	} finally {
		release()
	}
}

/** Largest body of the emulator's own routes, in bytes. */
const OWN_LIMIT = 1024 * 1024
/** Bytes of bodies that the process holds at the same time. */
const BODIES = new BodyBudget(256 * 1024 * 1024, 80 * 1024 * 1024)

/** Whose body it is: the sandbox that the access key names, or else the address that it comes from. */
function ownerOf({ headers, socket }: IncomingMessage): string {
	return /Credential=A[KS]IA(\w{8})/.exec(headers.authorization ?? '')?.[1] ?? socket.remoteAddress ?? ''
}

const SANDBOX = 'sandbox allow-forms allow-modals allow-popups allow-scripts'

/** A client that left in the middle of its body is no fault of ours; anything else is, and is told as such. */
function fail(error: unknown, { onError }: ServerOptions, response: ServerResponse): void {
	if (error instanceof ClientLeft || response.headersSent) return void response.destroy()
	if (error instanceof NoRoom) {
		const { headers, body } = jsonAnswer(503, { message: 'Too many bodies at the same time. Try again.' })
		return void response.writeHead(503, { ...headers, connection: 'close', 'retry-after': '1' }).end(body)
	}
	onError?.(error)
	const { status, headers, body } = jsonAnswer(500, { message: 'The emulator could not answer' })
	response.writeHead(status, { ...headers, connection: 'close' }).end(body)
}

async function respond(
	emulator: Emulator,
	options: ServerOptions,
	message: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const { method = 'GET' } = message
	const answer = isOwn(emulator, message, options)
		? await answerOwn(emulator, options, message)
		: await serve(emulator, message)
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
		if (!(await emulator.knowsAddress(token))) return jsonAnswer(404, NO_WEBHOOK)
		const { body, release } = await readBody(message, PAYLOAD_LIMIT, BODIES, ownerOf(message))
		const delivery = { token, headers: headersOf(message), body, from: addressOf(message) }
		const answer = await emulator.deliver(delivery).finally(release)
		return jsonAnswer(answer.status, answer.body)
	}
	const headers = headersOf(message)
	// A page of another site has no business here.
	if (headers['sec-fetch-site'] === 'cross-site')
		return jsonAnswer(403, { message: 'Refused from another site' })
	const ownBody = async () => {
		const { body, release } = await readBody(message, OWN_LIMIT, BODIES, ownerOf(message))
		release()
		return body
	}
	const request: OwnRequest = { method, path, headers, body: ownBody }
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

/** Cookies are the site's, on the same host: the emulator neither sees them nor could tell them to anybody. */
const UNSEEN: ReadonlySet<string> = new Set(['cookie', 'cookie2'])

function headersOf(message: IncomingMessage): Record<string, string> {
	const headers: Record<string, string> = {}
	for (const [name, value] of Object.entries(message.headers)) {
		if (value !== undefined && !UNSEEN.has(name))
			headers[name] = Array.isArray(value) ? value.join(', ') : value
	}
	return headers
}
