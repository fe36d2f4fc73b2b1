import { S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import type { ParsedRequest } from '../../wire/protocols/message.ts'
import { readSignature } from './signature.ts'
import { verifySignature } from './verify.ts'

// The SDK's own signer is the oracle.
const SECRET = 'c2VjcmV0'
const NOW = Date.UTC(2026, 10, 23, 10, 0, 0)
const client = new S3Client({
	region: 'eu-west-3',
	credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET, sessionToken: 'jeton' },
})

interface Unsigned {
	method?: string
	path?: string
	query?: Record<string, string>
	headers?: Record<string, string>
	body?: string
}

async function signerOf() {
	const { signer } = client.config as unknown as { signer: unknown }
	return (
		typeof signer === 'function'
			? await signer({ name: 'sigv4', signingName: 's3', signingRegion: 'eu-west-3', properties: {} })
			: signer
	) as {
		sign(request: object, options: object): Promise<{ headers: Record<string, string> }>
		presign(request: object, options: object): Promise<{ query: Record<string, string> }>
	}
}

function sdkRequest({ method = 'GET', path = '/', query = {}, headers = {}, body }: Unsigned) {
	return {
		method,
		protocol: 'http:',
		hostname: 'localhost',
		path,
		query,
		headers: { host: 'localhost', ...headers },
		body,
		clone: () => sdkRequest({ method, path, query, headers, body }),
	}
}

async function sign(unsigned: Unsigned): Promise<ParsedRequest> {
	const signer = await signerOf()
	const signed = await signer.sign(sdkRequest(unsigned), { signingDate: new Date(NOW) })
	return parsed(unsigned, signed.headers, unsigned.query ?? {})
}

async function presign(unsigned: Unsigned, expiresIn = 60): Promise<ParsedRequest> {
	const signer = await signerOf()
	const options = { signingDate: new Date(NOW), expiresIn, unhoistableHeaders: new Set<string>() }
	const headers = { ...unsigned.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
	const signed = await signer.presign(sdkRequest({ ...unsigned, headers }), options)
	return parsed(unsigned, { host: 'localhost', ...unsigned.headers }, signed.query)
}

function parsed(
	{ method = 'GET', path = '/', body = '' }: Unsigned,
	headers: Record<string, string>,
	query: object,
): ParsedRequest {
	const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
	return {
		method,
		path,
		query: Object.entries(query),
		headers: Object.fromEntries(lower),
		body: Buffer.from(body),
	}
}

async function verify(request: ParsedRequest, now = NOW, secret = SECRET): Promise<void> {
	const signature = readSignature(request, 's3')
	if (!signature) throw new Error('The request is not signed')
	await verifySignature(request, signature, secret, 's3', now)
}

test.each<Unsigned>([
	{},
	{ method: 'PUT', path: '/depot/cl%C3%A9%20%281%29%2B~.txt', body: 'été' },
	{ path: '/depot', query: { 'list-type': '2', prefix: 'a b/é&=+*', delimiter: '/', uploads: '' } },
	{ headers: { 'x-amz-meta-note': '  deux   espaces  ', 'content-type': 'text/plain' } },
])('the SDK’s signature is accepted: %j', async (unsigned) => {
	const request = await sign(unsigned)
	await verify(request)
	expect(readSignature(request, 's3')?.sessionToken).toBe('jeton')
})

test('anything that was changed after signing is refused', async () => {
	const request = await sign({ method: 'PUT', path: '/depot/a', query: { tagging: '' }, body: 'ici' })
	const mismatch = expect.objectContaining({ code: 'SignatureDoesNotMatch', status: 403 })
	await expect(verify({ ...request, method: 'POST' })).rejects.toEqual(mismatch)
	await expect(verify({ ...request, path: '/depot/b' })).rejects.toEqual(mismatch)
	await expect(verify({ ...request, query: [] })).rejects.toEqual(mismatch)
	await expect(verify({ ...request, headers: { ...request.headers, host: 'ailleurs' } })).rejects.toEqual(
		mismatch,
	)
	await expect(
		verify({ ...request, headers: { ...request.headers, 'x-amz-acl': 'public-read' } }),
	).rejects.toEqual(mismatch)
	await expect(verify(request, NOW, 'autre')).rejects.toEqual(mismatch)
	await expect(verify({ ...request, body: Buffer.from('là') })).rejects.toEqual(
		expect.objectContaining({ code: 'XAmzContentSHA256Mismatch', status: 400 }),
	)
})

test('a presigned address is good until it expires', async () => {
	const request = await presign({ path: '/depot/a.txt' }, 60)
	await verify(request)
	await verify(request, NOW + 60_000)
	await expect(verify(request, NOW + 60_001)).rejects.toEqual(
		expect.objectContaining({ code: 'AccessDenied', status: 403, message: 'Request has expired' }),
	)
	await expect(verify(request, NOW - 16 * 60_000)).rejects.toEqual(
		expect.objectContaining({ code: 'AccessDenied', message: 'Request is not valid yet' }),
	)
	await expect(verify({ ...request, path: '/depot/b.txt' })).rejects.toEqual(
		expect.objectContaining({ code: 'SignatureDoesNotMatch' }),
	)
})

test.each([
	['X-Amz-Expires', '604801'],
	['X-Amz-Expires', '-1'],
	['X-Amz-Expires', 'abc'],
	['X-Amz-Expires', ''],
	['X-Amz-Credential', 'a/b'],
	['X-Amz-Date', '2026-11-23'],
	['X-Amz-Algorithm', 'AWS4-ECDSA-P256-SHA256'],
])('a presigned address with %s=%s is malformed', async (name, value) => {
	const request = await presign({})
	const query = request.query.map(([given, text]) => [given, given === name ? value : text] as const)
	await expect(verify({ ...request, query })).rejects.toEqual(
		expect.objectContaining({ code: 'AuthorizationQueryParametersError', status: 400 }),
	)
})

test.each([
	'Basic abc',
	'AWS4-HMAC-SHA256',
	'AWS4-HMAC-SHA256 Credential=a/20261123/eu-west-3/s3/aws4_request',
	'AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00',
	'AWS4-HMAC-SHA256 Credential=a/20261122/eu-west-3/s3/aws4_request, SignedHeaders=host, Signature=00',
])('an Authorization header like « %s » is malformed', (authorization) => {
	const request = parsed({}, { host: 'localhost', 'x-amz-date': '20261123T100000Z', authorization }, {})
	const code = (style: 'json' | 'query' | 's3') => {
		try {
			readSignature(request, style)
		} catch (error) {
			return error
		}
	}
	expect(code('s3')).toMatchObject({ code: 'AuthorizationHeaderMalformed', status: 400 })
	expect(code('json')).toMatchObject({ code: 'IncompleteSignatureException', status: 400 })
	expect(code('query')).toMatchObject({ code: 'IncompleteSignature', status: 400 })
})

test('a request without a signature has none', () => {
	expect(readSignature(parsed({}, { host: 'localhost' }, {}), 's3')).toBeUndefined()
})
