import { randomUUID } from 'node:crypto'
import { AwsError } from './aws-error.ts'
import { findOperation } from './call.ts'
import { type Credential, findCredential } from './credentials.ts'
import { type DeliveryAnswer, deliver } from './deliver.ts'
import type { OperationModel } from './model.ts'
import { ANONYMOUS, type Principal } from './principal.ts'
import { type HttpRequest, type HttpResponse, type ParsedRequest, parseQuery } from './protocols/message.ts'
import { query } from './protocols/query.ts'
import { bucketOfHost, type Destination, Router } from './routing.ts'
import type { Sandbox } from './sandbox.ts'
import type { Delivery, Service } from './service.ts'
import { decodeChunked, isChunked } from './signature/aws-chunked.ts'
import { withHoistedHeaders } from './signature/presigned.ts'
import { badToken, expiredToken, missingSignature, unknownKey } from './signature/refusals.ts'
import { isSigned, peekCredential, readSignature, type Signature } from './signature/signature.ts'
import { verifySignature } from './signature/verify.ts'
import { answerPreflight, letPageRead } from './web/api-pages.ts'
import { siteAddress } from './web/site-address.ts'
import { answerSite, type FindPublicSandbox } from './web/sites.ts'
import type { Scope, WorldReader } from './world.ts'

/** Largest body that is taken, in bytes. */
export const BODY_LIMIT = 64 * 1024 * 1024
/** Region of a call whose signature names none. */
const DEFAULT_REGION = 'us-east-1'

export interface EmulatorOptions {
	services: ReadonlyMap<string, Service>
	/** The world that issued an access key, or undefined when none did. */
	findSandbox(accessKeyId: string): Promise<Sandbox | undefined>
	/** Without it, nobody reaches S3 without a key, and no website is served. */
	findPublicSandbox?: FindPublicSandbox
	/** Real time, epoch milliseconds: signatures are held against it. */
	realNow(): number
	/** Hears of every call that was understood and allowed to speak, after it was answered. */
	onCall?(call: AnsweredCall): void
	/** Hears of faults of our own; the client is told InternalFailure. */
	onError(error: unknown): void
	/** The emulator's own host names; `<bucket>.<name>` addresses a bucket. */
	hostnames?: ReadonlyArray<string>
	/** Who speaks when a key is not of the world's own. With it no signature is checked. */
	openTo?: Principal
}

export interface AnsweredCall {
	sandboxId: string
	accessKeyId: string
	service: string
	operation: string
	status: number
	userAgent?: string
}

/** AWS over HTTP, without the port: a request in, its answer out. Never throws. */
export interface Emulator {
	fetch(request: HttpRequest): Promise<HttpResponse>
	/** Takes what was sent, unsigned, to the address of a webhook. */
	deliver(delivery: Delivery): Promise<DeliveryAnswer>
}

/** Who speaks, to which world, from which Region. */
interface Caller {
	sandbox: Sandbox
	accessKeyId: string
	principal: Principal
	scope: Scope
}

/** The emulator over the worlds of a host. */
export function createEmulator(options: EmulatorOptions): Emulator {
	const router = new Router(options.services.keys())
	const hostnames = options.hostnames ?? ['localhost']

	async function fetch(http: HttpRequest): Promise<HttpResponse> {
		const requestId = randomUUID()
		const request = takeApart(http)
		const site = siteAddress(request, hostnames)
		const destination = router.find(request)
		const { protocol, model } = destination
		try {
			if (site) return await answerSite(options.findPublicSandbox, site, request, requestId)
			return await answer(request, destination, requestId)
		} catch (error) {
			if (!(error instanceof AwsError)) options.onError(error)
			const refusal = error instanceof AwsError ? error : internalFailure(destination)
			return protocol.formatError(model, refusal, requestId, request.method)
		}
	}

	async function answer(request: ParsedRequest, destination: Destination, requestId: string) {
		const { service, model, protocol } = destination
		if (request.body.byteLength > BODY_LIMIT) throw bodyTooLarge(destination)
		if (!options.services.has(service)) throw notEmulated(service)
		if (service === 's3' && request.method === 'OPTIONS') {
			const world = await worldOfPreflight(request)
			return answerPreflight(world, toPathStyle(request, hostnames), requestId)
		}
		refuseUnsigned(request, destination, options.services)
		const [caller, decoded] = await authenticate(request, destination)
		const addressed = service === 's3' ? withHoistedHeaders(toPathStyle(decoded, hostnames)) : decoded
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
			return service === 's3' ? letPageRead(sandbox.world, addressed, response) : response
		} catch (error) {
			report(error instanceof AwsError ? error.status : 500)
			if (service !== 's3' || !(error instanceof AwsError)) throw error
			const refusal = protocol.formatError(model, error, requestId, request.method)
			return letPageRead(sandbox.world, addressed, refusal)
		}
	}

	/** The world whose bucket a browser asks about before it makes a request. */
	async function worldOfPreflight(request: ParsedRequest): Promise<WorldReader | undefined> {
		const { accessKeyId } = peekCredential(request) ?? {}
		const sandbox =
			accessKeyId === undefined
				? await options.findPublicSandbox?.(undefined)
				: await options.findSandbox(accessKeyId)
		return sandbox?.world
	}

	async function authenticate(
		request: ParsedRequest,
		{ protocol: { signatureStyle: style } }: Destination,
	): Promise<[Caller, ParsedRequest]> {
		// Only S3 has things that are open to everybody.
		if (style === 's3' && !isSigned(request)) return admitNobody(request)
		if (options.openTo) return admitAnyone(request, options.openTo)
		const signature = readSignature(request, style)
		if (!signature) throw missingSignature(style)
		const { accessKeyId, sessionToken } = signature
		const sandbox = await options.findSandbox(accessKeyId)
		const credential = sandbox && findCredential(sandbox.world, accessKeyId, sandbox.now())
		if (!sandbox || !credential || credential.status === 'Inactive') throw unknownKey(style, accessKeyId)
		verifySignature(request, signature, credential.secretAccessKey, style, options.realNow())
		if (credential.sessionToken !== sessionToken) throw badToken(style)
		if (credential.expired) throw expiredToken(style)
		const caller = callerOf(sandbox, accessKeyId, credential.principal, signature.scope.region)
		return [caller, unwrap(request, signature, credential)]
	}

	/** A caller without a name: what it may do is for the bucket to say. */
	async function admitNobody(request: ParsedRequest): Promise<[Caller, ParsedRequest]> {
		const sandbox = await options.findPublicSandbox?.(undefined)
		if (!sandbox) throw missingSignature('s3')
		return [callerOf(sandbox, '', ANONYMOUS, DEFAULT_REGION), unwrap(request)]
	}

	async function admitAnyone(request: ParsedRequest, anyone: Principal): Promise<[Caller, ParsedRequest]> {
		const { accessKeyId = '', scope } = peekCredential(request) ?? {}
		const sandbox = await options.findSandbox(accessKeyId)
		if (!sandbox) throw new Error('An open emulator has a world for every key')
		const principal = findCredential(sandbox.world, accessKeyId, sandbox.now())?.principal ?? anyone
		return [callerOf(sandbox, accessKeyId, principal, scope?.region ?? DEFAULT_REGION), unwrap(request)]
	}

	return { fetch, deliver: (delivery) => deliver(options, delivery) }
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

function callerOf(sandbox: Sandbox, accessKeyId: string, principal: Principal, region: string): Caller {
	return { sandbox, accessKeyId, principal, scope: { account: principal.account, region } }
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

/** A chunked body as the service sees it: whole, with its trailers among the headers. */
function unwrap(request: ParsedRequest, signature?: Signature, credential?: Credential): ParsedRequest {
	const form = request.headers['x-amz-content-sha256']
	if (!isChunked(form)) return request
	const length = request.headers['x-amz-decoded-content-length']
	const { bytes, trailers } = decodeChunked(
		request.body,
		form,
		length,
		signature,
		credential?.secretAccessKey,
	)
	const { 'content-encoding': encoding = '', ...others } = request.headers
	const headers: Record<string, string> = { ...others, ...trailers }
	const kept = encoding.split(',').filter((part) => part.trim() !== '' && part.trim() !== 'aws-chunked')
	if (kept.length > 0) headers['content-encoding'] = kept.join(',').trim()
	headers['content-length'] = String(bytes.byteLength)
	return { ...request, headers, body: bytes }
}

/** `GET /key` at `bucket.host` as `GET /bucket/key`. */
function toPathStyle(request: ParsedRequest, hostnames: ReadonlyArray<string>): ParsedRequest {
	const bucket = bucketOfHost(request.headers.host, hostnames)
	return bucket === undefined ? request : { ...request, path: `/${bucket}${request.path}` }
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

function bodyTooLarge({ protocol }: Destination): AwsError {
	const message = `The request body is larger than this emulator takes: ${BODY_LIMIT} bytes`
	if (protocol.signatureStyle !== 's3') return new AwsError('RequestEntityTooLarge', message, 413)
	return new AwsError('EntityTooLarge', message, 400, { MaxSizeAllowed: BODY_LIMIT })
}

function internalFailure({ protocol }: Destination): AwsError {
	return protocol.signatureStyle === 's3'
		? new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500)
		: new AwsError('InternalFailure', 'The request processing has failed because of an unknown error', 500)
}
