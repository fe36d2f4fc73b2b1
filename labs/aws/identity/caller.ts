import type { ParsedRequest } from '../wire/protocols/message.ts'
import type { Sandbox } from '../world/sandbox.ts'
import type { Scope } from '../world/world.ts'
import { type Credential, findCredential } from './credentials.ts'
import type { Gate } from './gate.ts'
import { ANONYMOUS, type Principal } from './principal.ts'
import { decodeChunked, isChunked } from './signature/aws-chunked.ts'
import {
	badToken,
	expiredToken,
	missingSignature,
	type SignatureStyle,
	unknownKey,
} from './signature/refusals.ts'
import { isSigned, peekCredential, readSignature, type Signature } from './signature/signature.ts'
import { verifySignature } from './signature/verify.ts'

/** Region of a call whose signature names none. */
const DEFAULT_REGION = 'us-east-1'

/** Who speaks, to which world, from which Region. */
export interface Caller {
	sandbox: Sandbox
	accessKeyId: string
	principal: Principal
	scope: Scope
}

/**
 * Who makes a request, and the request as the service sees it: its body whole.
 * Who has no key is nobody in particular where the service lets anybody in.
 * Throws AwsError, in the words of the style, for whom it cannot take.
 */
export async function authenticate(
	gate: Gate,
	request: ParsedRequest,
	style: SignatureStyle,
	letsInAnybody = false,
): Promise<[Caller, ParsedRequest]> {
	if (letsInAnybody && !isSigned(request)) return admitNobody(gate, request, style)
	if (gate.openTo) return admitAnyone(gate, request)
	const signature = readSignature(request, style)
	if (!signature) throw missingSignature(style)
	const { accessKeyId, sessionToken } = signature
	const sandbox = await gate.findSandbox(accessKeyId)
	const credential = sandbox && findCredential(sandbox.world, accessKeyId, sandbox.now())
	if (!sandbox || !credential || credential.status === 'Inactive') throw unknownKey(style, accessKeyId)
	await verifySignature(request, signature, credential.secretAccessKey, style, gate.realNow())
	if (credential.sessionToken !== sessionToken) throw badToken(style)
	if (credential.expired) throw expiredToken(style)
	const caller = callerOf(sandbox, accessKeyId, credential.principal, signature.scope.region)
	return [caller, await unwrap(request, signature, credential)]
}

/** A caller without a name: what it may do is for the resource to say. */
async function admitNobody(
	gate: Gate,
	request: ParsedRequest,
	style: SignatureStyle,
): Promise<[Caller, ParsedRequest]> {
	const sandbox = await gate.findPublicSandbox?.(undefined)
	if (!sandbox) throw missingSignature(style)
	return [callerOf(sandbox, '', ANONYMOUS, DEFAULT_REGION), await unwrap(request)]
}

async function admitAnyone(gate: Gate, request: ParsedRequest): Promise<[Caller, ParsedRequest]> {
	const { accessKeyId = '', scope } = peekCredential(request) ?? {}
	const sandbox = await gate.findSandbox(accessKeyId)
	const principal =
		sandbox &&
		(findCredential(sandbox.world, accessKeyId, sandbox.now())?.principal ?? gate.openTo?.(accessKeyId))
	if (!principal) throw new Error('An open emulator has a world for every key')
	return [callerOf(sandbox, accessKeyId, principal, scope?.region ?? DEFAULT_REGION), await unwrap(request)]
}

/** Refuses a key that no world has issued, or that is off. Throws AwsError. */
export async function assertKnownKey(gate: Gate, accessKeyId: string, style: SignatureStyle): Promise<void> {
	const sandbox = await gate.findSandbox(accessKeyId)
	const credential = sandbox && findCredential(sandbox.world, accessKeyId, sandbox.now())
	if (!credential || credential.status === 'Inactive') throw unknownKey(style, accessKeyId)
}

function callerOf(sandbox: Sandbox, accessKeyId: string, principal: Principal, region: string): Caller {
	return { sandbox, accessKeyId, principal, scope: { account: principal.account, region } }
}

/** A chunked body as the service sees it: whole, with its trailers among the headers. */
async function unwrap(
	request: ParsedRequest,
	signature?: Signature,
	credential?: Credential,
): Promise<ParsedRequest> {
	const form = request.headers['x-amz-content-sha256']
	if (!isChunked(form)) return request
	const length = request.headers['x-amz-decoded-content-length']
	const { bytes, trailers } = await decodeChunked(
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
