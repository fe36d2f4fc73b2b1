import { timingSafeEqual } from 'node:crypto'
import { AwsError } from '../../aws-error.ts'
import type { ParsedRequest } from '../../wire/protocols/message.ts'
import { digestOf } from '../../world/slices.ts'
import { canonicalRequest, hmac, signingKey, stringToSign } from './canonical-request.ts'
import { assertNothingAdded } from './presigned.ts'
import { mismatch, type SignatureStyle, skewed } from './refusals.ts'
import type { Signature } from './signature.ts'

/** How far a client's clock may be off, in milliseconds. */
const SKEW = 15 * 60_000

/**
 * Holds a request against its signature. `now` is real time, epoch milliseconds:
 * the client's clock is real, whatever time its sandbox lives in. Throws AwsError.
 */
export async function verifySignature(
	request: ParsedRequest,
	signature: Signature,
	secret: string,
	style: SignatureStyle,
	now: number,
): Promise<void> {
	assertFresh(signature, style, now)
	if (style === 's3' && signature.expiresSeconds !== undefined) assertNothingAdded(request, signature)
	const { scope, signedHeaders, dateTime } = signature
	const payloadHash = await payloadHashOf(request, signature, style)
	const canonical = canonicalRequest(request, scope.service, signedHeaders, payloadHash)
	const text = stringToSign(dateTime, scope, canonical)
	const expected = hmac(signingKey(secret, scope), text)
	if (isSame(signature.value, expected) && signsEnough(request, signature)) return
	throw mismatch(style, {
		AWSAccessKeyId: signature.accessKeyId,
		StringToSign: text,
		SignatureProvided: signature.value,
		CanonicalRequest: canonical,
	})
}

/** Compares a hexadecimal signature with the right one in constant time. */
export function isSame(given: string, expected: Uint8Array): boolean {
	return /^[0-9a-f]{64}$/.test(given) && timingSafeEqual(Buffer.from(given, 'hex'), expected)
}

/** The host and every x-amz- header have to be signed, or they could be changed on the way. */
function signsEnough({ headers }: ParsedRequest, { signedHeaders, expiresSeconds }: Signature): boolean {
	if (!signedHeaders.includes('host')) return false
	if (expiresSeconds !== undefined) return true
	return Object.keys(headers).every((name) => !name.startsWith('x-amz-') || signedHeaders.includes(name))
}

function assertFresh({ dateTime, expiresSeconds }: Signature, style: SignatureStyle, now: number): void {
	const at = momentOf(dateTime)
	const late = !(at >= now)
	if (expiresSeconds === undefined) {
		if (!(Math.abs(now - at) <= SKEW)) throw skewed(style, dateTime, now, SKEW, late)
		return
	}
	if (!(at <= now + SKEW)) throw new AwsError('AccessDenied', 'Request is not valid yet', 403)
	if (now <= at + expiresSeconds * 1000) return
	const fields = {
		'X-Amz-Expires': expiresSeconds,
		Expires: new Date(at + expiresSeconds * 1000).toISOString(),
		ServerTime: new Date(now).toISOString(),
	}
	throw new AwsError('AccessDenied', 'Request has expired', 403, fields)
}

/** `20261123T101500Z` in epoch milliseconds; NaN when there is no such day or hour. */
function momentOf(text: string): number {
	const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`
	return Date.parse(`${day}T${text.slice(9, 11)}:${text.slice(11, 13)}:${text.slice(13)}`)
}

/** The hash of the payload as it was signed, held against the bytes where it names them. */
async function payloadHashOf(
	request: ParsedRequest,
	signature: Signature,
	style: SignatureStyle,
): Promise<string> {
	if (style !== 's3') return hashOf(request)
	const presigned = signature.expiresSeconds !== undefined
	const header = request.headers['x-amz-content-sha256']
	const hashes = [header, request.query.find(([name]) => name === 'X-Amz-Content-Sha256')?.[1]]
	for (const declared of hashes) await assertBody(declared, request)
	// What whoever uses an address adds was not signed.
	const added = presigned && !signature.signedHeaders.includes('x-amz-content-sha256')
	const [declared] = (added ? hashes.slice(1) : hashes).filter((hash) => hash !== undefined)
	return declared ?? (presigned ? 'UNSIGNED-PAYLOAD' : hashOf(request))
}

/** Holds the bytes against the hash that a request declares. */
async function assertBody(declared: string | undefined, request: ParsedRequest): Promise<void> {
	if (declared === undefined || declared === 'UNSIGNED-PAYLOAD' || declared.startsWith('STREAMING-')) return
	const computed = await hashOf(request)
	if (declared === computed) return
	const message = "The provided 'x-amz-content-sha256' header does not match what was computed."
	const fields = { ClientComputedContentSHA256: declared, S3ComputedContentSHA256: computed }
	throw new AwsError('XAmzContentSHA256Mismatch', message, 400, fields)
}

function hashOf({ body }: ParsedRequest): Promise<string> {
	return digestOf('sha256', body, 'hex')
}
