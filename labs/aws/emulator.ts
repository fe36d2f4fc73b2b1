import { randomUUID } from 'node:crypto'
import { AwsError } from './aws-error.ts'
import { assertKnownKey, authenticate } from './identity/caller.ts'
import type { Gate } from './identity/gate.ts'
import { missingSignature } from './identity/signature/refusals.ts'
import { peekCredential } from './identity/signature/signature.ts'
import type { Delivery } from './service.ts'
import { ASKED_FIRST, bodyLimit } from './wire/body-limits.ts'
import { addressee, type DeliveryAnswer, DeliveryRate, deliver } from './wire/deliver.ts'
import type { Face, Visit, WebService } from './wire/face.ts'
import type { OperationModel } from './wire/model.ts'
import {
	EMPTY,
	type HttpRequest,
	type HttpResponse,
	type ParsedRequest,
	parseQuery,
} from './wire/protocols/message.ts'
import { query } from './wire/protocols/query.ts'
import { type Destination, Router } from './wire/routing.ts'
import { findOperation } from './world/call.ts'
import type { WorldReader } from './world/world.ts'

export interface EmulatorOptions extends Gate {
	services: ReadonlyMap<string, WebService>
	/** Hears of every call that was understood and allowed to speak, after it was answered. */
	onCall?(call: AnsweredCall): void
	/** Hears of faults of our own; the client is told InternalFailure. */
	onError(error: unknown): void
	/** The emulator's own host names; `<bucket>.<name>` addresses a bucket. */
	hostnames?: ReadonlyArray<string>
}

export interface AnsweredCall {
	sandboxId: string
	accessKeyId: string
	service: string
	operation: string
	status: number
	userAgent?: string
}

/** Of a service that has its API alone. */
const NO_FACE: Face = {}

/** AWS over HTTP, without the port: a request in, its answer out. Never throws. */
export interface Emulator {
	fetch(request: HttpRequest): Promise<HttpResponse>
	/** Takes what was sent, unsigned, to the address of a webhook. */
	deliver(delivery: Delivery): Promise<DeliveryAnswer>
	/** Whether a webhook has that address, so that what is sent there is read at all. */
	knowsAddress(token: string): Promise<boolean>
	/**
	 * Whether the body of a request is to be read at all, by its head: who has no
	 * key that is known, and what is longer than its operation takes, is refused
	 * before. Asked for bodies above `ASKED_FIRST` bytes.
	 */
	admit(head: Omit<HttpRequest, 'body'>): Promise<Admission>
	/** Whether an address leads to what a service serves itself, or a host's name to a service. */
	leadsToService(request: Omit<HttpRequest, 'body'>): boolean
	/** Whether a host's name is of one thing of one world, and so an origin of its own. */
	ownsOrigin(host: string | undefined): boolean
}

/** The bytes that a body may have, or why it is not read. */
export type Admission = { limit: number } | { refusal: HttpResponse }

/** The emulator over the worlds of a host. */
export function createEmulator(options: EmulatorOptions): Emulator {
	const deliveries = new DeliveryRate()
	const router = new Router(options.services.keys())
	const hostnames = options.hostnames ?? ['localhost']
	const faces = [...options.services.values()].flatMap(({ face }) => face ?? [])

	async function fetch(http: HttpRequest): Promise<HttpResponse> {
		const requestId = randomUUID()
		const request = takeApart(http)
		const visit = visitOf(request)
		const destination = router.find(request)
		const { protocol, model } = destination
		try {
			if (visit) return await visit(options, requestId)
			return await answer(request, destination, requestId)
		} catch (error) {
			if (!(error instanceof AwsError)) options.onError(error)
			const refusal = error instanceof AwsError ? error : internalFailure(destination)
			return protocol.formatError(model, refusal, requestId, request.method)
		}
	}

	async function answer(request: ParsedRequest, destination: Destination, requestId: string) {
		const { service, model, protocol } = destination
		const limit = bodyLimit(destination, request)
		if (request.body.byteLength > limit) throw bodyTooLarge(destination, limit)
		const emulated = options.services.get(service)
		if (!emulated) throw notEmulated(service)
		const { face = NO_FACE } = emulated
		if (face.preflight && request.method === 'OPTIONS') {
			const world = await worldOfPreflight(request)
			return face.preflight(world, face.addressed?.(request, hostnames) ?? request, requestId)
		}
		refuseUnsigned(request, destination, options.services)
		const style = protocol.signatureStyle
		const [caller, decoded] = await authenticate(options, request, style, face.letsInAnybody)
		const addressed = face.addressed?.(decoded, hostnames) ?? decoded
		const operation = protocol.findOperation(model, addressed)
		const userAgent = request.headers['user-agent']
		const { principal, scope, sandbox, accessKeyId } = caller
		const call = { principal, scope, service, operation: operation.name, requestId, userAgent }
		const report = (status: number) =>
			options.onCall?.({
				sandboxId: sandbox.id,
				accessKeyId,
				service,
				operation: operation.name,
				status,
				userAgent,
			})
		const input = parse(destination, operation, addressed, (error) => {
			sandbox.observeRefusal({ ...call, input: {} }, error)
			report(error.status)
		})
		try {
			const output = await sandbox.call({ ...call, input })
			const response = protocol.formatOutput(model, operation, output ?? {}, requestId)
			report(response.status)
			return face.finish?.(sandbox.world, addressed, response) ?? response
		} catch (error) {
			report(error instanceof AwsError ? error.status : 500)
			if (!face.finish || !(error instanceof AwsError)) throw error
			const refusal = protocol.formatError(model, error, requestId, request.method)
			return face.finish(sandbox.world, addressed, refusal)
		}
	}

	async function admit(head: Omit<HttpRequest, 'body'>): Promise<Admission> {
		const request = takeApart({ ...head, body: EMPTY })
		const length = Number(request.headers['content-length'] ?? 0)
		const face = faces.find((one) => one.visit?.(request, hostnames))
		const destination = router.find(request)
		const limit = face ? (face.visitBytes ?? ASKED_FIRST) : bodyLimit(destination, request)
		try {
			if (length > limit) throw bodyTooLarge(destination, limit)
			if (!face) await assertKnown(request, destination)
			const refusal = await face?.refuseVisit?.(options, request)
			if (refusal) return { refusal }
			return { limit }
		} catch (error) {
			if (!(error instanceof AwsError)) throw error
			const { model, protocol } = destination
			return { refusal: protocol.formatError(model, error, randomUUID(), request.method) }
		}
	}

	/** Refuses a service that there is not, and who has no key that is known. */
	async function assertKnown(request: ParsedRequest, { service, protocol }: Destination): Promise<void> {
		const emulated = options.services.get(service)
		if (!emulated) throw notEmulated(service)
		if (options.openTo) return
		const style = protocol.signatureStyle
		const { accessKeyId } = peekCredential(request) ?? {}
		if (accessKeyId !== undefined) return assertKnownKey(options, accessKeyId, style)
		// The form of a browser carries its signature in its body.
		const isForm = request.headers['content-type']?.startsWith('multipart/form-data')
		const open = emulated.face?.letsInAnybody && (isForm || (await options.findPublicSandbox?.(undefined)))
		if (!open) throw missingSignature(style)
	}

	/** The visit that some service takes a request for. */
	function visitOf(request: ParsedRequest): Visit | undefined {
		for (const face of faces) {
			const visit = face.visit?.(request, hostnames)
			if (visit) return visit
		}
	}

	/** The world that a browser asks about before it makes a request. */
	async function worldOfPreflight(request: ParsedRequest): Promise<WorldReader | undefined> {
		const { accessKeyId } = peekCredential(request) ?? {}
		const sandbox =
			accessKeyId === undefined
				? await options.findPublicSandbox?.(undefined)
				: await options.findSandbox(accessKeyId)
		return sandbox?.world
	}

	function ownsOrigin(host: string | undefined): boolean {
		return faces.some((face) => face.ownsOrigin?.(host, hostnames))
	}

	function leadsToService({ headers, ...request }: Omit<HttpRequest, 'body'>): boolean {
		if (faces.some((face) => face.ownsHost?.(headers.host, hostnames))) return true
		return visitOf(takeApart({ ...request, headers, body: EMPTY })) !== undefined
	}

	return {
		fetch,
		deliver: (delivery) => deliver(options, deliveries, delivery),
		knowsAddress: async (token) => (await addressee(options, token)) !== undefined,
		admit,
		leadsToService,
		ownsOrigin,
	}
}

/** The input of a call, checked against its model; a refusal is told before it goes on. */
function parse(
	{ protocol, model }: Destination,
	operation: OperationModel,
	request: ParsedRequest,
	onRefusal: (error: AwsError) => void,
): object {
	try {
		const input = protocol.parseInput(model, operation, request)
		protocol.checkInput(model, operation, input)
		return input
	} catch (error) {
		if (error instanceof AwsError) onRefusal(error)
		throw error
	}
}

function takeApart({ method, url: target, headers, body }: HttpRequest): ParsedRequest {
	// A client behind a proxy names the whole address.
	const url = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]*/i, '') || '/'
	const mark = url.indexOf('?')
	return {
		method: method.toUpperCase(),
		path: mark < 0 ? url : url.slice(0, mark),
		query: mark < 0 ? [] : parseQuery(url.slice(mark + 1)),
		headers,
		body,
	}
}

/**
 * Some operations take no signature, e.g. those of web identities. None of them
 * is emulated: that is what a client is told, not that it should sign.
 */
function refuseUnsigned(
	request: ParsedRequest,
	{ service, model, protocol }: Destination,
	services: EmulatorOptions['services'],
): void {
	if (protocol !== query || peekCredential(request)) return
	const { name, authtype } = protocol.findOperation(model, request)
	if (authtype === 'none') findOperation(services, service, name)
}

function notEmulated(service: string): AwsError {
	const message = `${service} is not emulated. The list of what is: docs/emulator.md`
	return new AwsError('NotImplemented', message, 501)
}

function bodyTooLarge({ protocol }: Destination, limit: number): AwsError {
	const message = `The request body is larger than this emulator takes: ${limit} bytes`
	if (protocol.signatureStyle !== 's3') return new AwsError('RequestEntityTooLarge', message, 413)
	return new AwsError('EntityTooLarge', message, 400, { MaxSizeAllowed: limit })
}

function internalFailure({ protocol }: Destination): AwsError {
	return protocol.signatureStyle === 's3'
		? new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500)
		: new AwsError('InternalFailure', 'The request processing has failed because of an unknown error', 500)
}
