import {
	canonicalRequest,
	hmac,
	sha256Hex,
	signingKey,
	stringToSign,
} from '../../identity/signature/canonical-request.ts'
import type { ClientRequest } from './client.fixture.ts'
import type { HttpRequest } from './message.ts'

/** What a client signs with. */
export interface Signer {
	accessKeyId: string
	secretAccessKey: string
	sessionToken?: string
	/** Name of the service in the credential scope. */
	service: string
	region?: string
	/** Epoch milliseconds. */
	at: number
}

/** A request with its Signature Version 4, as it travels. */
export function signed(request: ClientRequest, signer: Signer): HttpRequest {
	const dateTime = new Date(signer.at).toISOString().replace(/[-:]|\.\d+/g, '')
	const scope = {
		date: dateTime.slice(0, 8),
		region: signer.region ?? 'eu-west-3',
		service: signer.service,
	}
	const payloadHash = request.headers['x-amz-content-sha256'] ?? sha256Hex(request.body)
	const headers: Record<string, string> = {
		host: 'localhost:4566',
		...request.headers,
		'x-amz-date': dateTime,
		...(signer.service === 's3' && { 'x-amz-content-sha256': payloadHash }),
		...(signer.sessionToken && { 'x-amz-security-token': signer.sessionToken }),
	}
	const names = Object.keys(headers).sort()
	const canonical = canonicalRequest({ ...request, headers }, scope.service, names, payloadHash)
	const text = stringToSign(dateTime, scope, canonical)
	const signature = hmac(signingKey(signer.secretAccessKey, scope), text).toString('hex')
	const credential = `${signer.accessKeyId}/${scope.date}/${scope.region}/${scope.service}/aws4_request`
	headers.authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`
	return { method: request.method, url: urlOf(request), headers, body: request.body }
}

/** Path and query as they travel. */
export function urlOf({ path, query }: ClientRequest): string {
	const search = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
	return search.length > 0 ? `${path}?${search.join('&')}` : path
}
