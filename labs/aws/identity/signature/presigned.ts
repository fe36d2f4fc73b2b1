import { AwsError } from '../../aws-error.ts'
import type { ParsedRequest } from '../../wire/protocols/message.ts'
import type { Signature } from './signature.ts'

/** Parameters of the signature itself. */
const OF_THE_SIGNATURE =
	/^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/
/** Parameters that stand for headers in an address that was signed for somebody else to use. */
const HEADER = /^(x-amz-(?!checksum-|sdk-)|if-(none-)?match$|if-(un)?modified-since$)/

/**
 * A presigned request as the service sees it: SDKs move headers, such as
 * metadata and conditions, into the address. The checksum of the empty body that
 * they had when they signed says nothing of the body that was sent.
 */
export function withHoistedHeaders(request: ParsedRequest): ParsedRequest {
	if (!request.query.some(([name]) => /^(X-Amz-Credential|AWSAccessKeyId)$/.test(name))) return request
	const hoisted = request.query
		.map(([name, value]): [string, string] => [name.toLowerCase(), value])
		.filter(([name]) => HEADER.test(name) && !OF_THE_SIGNATURE.test(name))
	return { ...request, headers: { ...Object.fromEntries(hoisted), ...request.headers } }
}

/**
 * Whoever uses a presigned address adds no `x-amz-` header that its author did not sign, but the hash of the
 * payload. Throws AwsError.
 */
export function assertNothingAdded({ headers }: ParsedRequest, { signedHeaders }: Signature): void {
	const added = Object.keys(headers).filter(
		(name) => name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signedHeaders.includes(name),
	)
	if (added.length === 0) return
	const message = 'There were headers present in the request which were not signed'
	throw new AwsError('AccessDenied', message, 403, { HeadersNotSigned: added.join(', ') })
}
