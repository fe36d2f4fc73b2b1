import {
	EMPTY,
	type HttpResponse,
	type ParsedRequest,
	percentDecode,
} from '../../../wire/protocols/message.ts'
import type { WorldReader } from '../../../world/world.ts'
import { corsHeaders, preflight } from './cors.ts'

// S3's API as pages of other origins see it. Paths are those of path-style addresses.

/** The same answer, with what lets the page that asked read it, where the bucket says so. */
export function letPageRead(
	world: WorldReader,
	request: ParsedRequest,
	response: HttpResponse,
): HttpResponse {
	if (request.headers.origin === undefined) return response
	const headers = corsHeaders(world, bucketAndKey(request).bucket, request)
	return { ...response, headers: { ...response.headers, ...headers } }
}

/**
 * Answers a browser that asks by itself, and without a signature, whether a page
 * may go on to make a request. Throws AwsError when it may not.
 */
export function answerPreflight(
	world: WorldReader | undefined,
	request: ParsedRequest,
	requestId: string,
): HttpResponse {
	const { bucket, hasKey } = bucketAndKey(request)
	const headers = preflight(world, bucket, hasKey, request)
	return { status: 200, headers: { 'x-amz-request-id': requestId, ...headers }, body: EMPTY }
}

function bucketAndKey({ path }: ParsedRequest): { bucket: string; hasKey: boolean } {
	const [, bucket = '', ...key] = path.split('/')
	return { bucket: percentDecode(bucket), hasKey: key.join('/') !== '' }
}
