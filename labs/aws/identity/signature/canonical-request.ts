import { isUtf8 } from 'node:buffer'
import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import { type ParsedRequest, percentDecode } from '../../wire/protocols/message.ts'

// The parts of Signature Version 4:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

/** `20261123/eu-west-3/s3/aws4_request` */
export interface CredentialScope {
	/** `20261123` */
	date: string
	region: string
	service: string
}

export function scopeText({ date, region, service }: CredentialScope): string {
	return `${date}/${region}/${service}/aws4_request`
}

export function sha256Hex(data: Uint8Array | string): string {
	return hash('sha256', data)
}

export function hmac(key: KeyObject | Uint8Array | string, data: string): Buffer {
	return createHmac('sha256', key).update(data).digest()
}

/** RFC 3986: everything but letters, digits and -._~ is escaped. */
function uriEncode(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	)
}

/** The path as it is signed: encoded once for S3, and once more for every other service. */
function canonicalPath(path: string, service: string): string {
	if (path === '/') return path
	const encode =
		service === 's3' ? (part: string) => uriEncode(percentDecode(part)) : (part: string) => uriEncode(part)
	return path.split('/').map(encode).join('/')
}

/** Parameters sorted by name and value, without the signature itself. */
function canonicalQuery(query: ParsedRequest['query']): string {
	if (query.length === 0) return ''
	return query
		.filter(([name]) => name !== 'X-Amz-Signature')
		.map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
		.sort(([a, aValue], [b, bValue]) => compare(a, b) || compare(aValue, bValue))
		.map(([name, value]) => `${name}=${value}`)
		.join('&')
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0
}

/**
 * A header as its client signed it. Node reads the bytes of a header as Latin-1, botocore sends and signs UTF-8;
 * the JavaScript SDK signs UTF-8 and sends Latin-1, which Node reads as it was meant.
 */
function signedText(header: string): string {
	const text = /[\u0080-\u00ff]/.test(header) ? fromBytes(header) : header
	return text.trim().replace(/\s+/g, ' ')
}

function fromBytes(header: string): string {
	const bytes = Buffer.from(header, 'latin1')
	return isUtf8(bytes) ? bytes.toString('utf8') : header
}

/** The text whose hash is signed. */
export function canonicalRequest(
	request: ParsedRequest,
	service: string,
	signedHeaders: ReadonlyArray<string>,
	payloadHash: string,
): string {
	let headers = ''
	for (const name of signedHeaders) {
		headers += `${name}:${signedText(request.headers[name] ?? '')}\n`
	}
	return [
		request.method,
		canonicalPath(request.path, service),
		canonicalQuery(request.query),
		headers,
		signedHeaders.join(';'),
		payloadHash,
	].join('\n')
}

export function stringToSign(dateTime: string, scope: CredentialScope, canonical: string): string {
	return ['AWS4-HMAC-SHA256', dateTime, scopeText(scope), sha256Hex(canonical)].join('\n')
}

/** Signing keys by secret and scope: four HMACs that a client's next call would repeat. */
const signingKeys = new Map<string, KeyObject>()
const KEYS_KEPT = 2_000

/** The key that signs what one secret sends within one scope. */
export function signingKey(secret: string, scope: CredentialScope): KeyObject {
	const id = `${secret}\n${scopeText(scope)}`
	const known = signingKeys.get(id)
	if (known) return known
	const date = hmac(`AWS4${secret}`, scope.date)
	const key = createSecretKey(hmac(hmac(hmac(date, scope.region), scope.service), 'aws4_request'))
	const [oldest] = signingKeys.keys()
	if (signingKeys.size >= KEYS_KEPT && oldest !== undefined) signingKeys.delete(oldest)
	signingKeys.set(id, key)
	return key
}
