import { gunzipSync } from 'node:zlib'
import type { ParsedRequest } from './message.ts'

/** Largest body that is taken after decompression, in bytes. */
const PLAIN_LIMIT = 2 * 1024 * 1024

/**
 * The body without its compression, which SDKs use where a body may be long
 * (PutMetricData); undefined when it is not what its header says, or too large.
 */
export function plainBody({ headers, body }: ParsedRequest): Uint8Array | undefined {
	if (headers['content-encoding']?.trim().toLowerCase() !== 'gzip') return body
	try {
		return gunzipSync(body, { maxOutputLength: PLAIN_LIMIT })
	} catch {
		return undefined
	}
}
