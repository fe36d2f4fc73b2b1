import {
	EMPTY,
	type HttpResponse,
	type ParsedRequest,
	percentDecode,
} from '../../../wire/protocols/message.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import type { WorldReader } from '../../../world/world.ts'
import { buckets } from '../collections.ts'
import { corsHeaders, preflight } from './cors.ts'

// S3's API as pages of other origins see it. Paths are those of path-style addresses.

/** Parameters of a listing of objects; others make of `GET /bucket` something else: `policy`, `versioning`… */
const LISTING = new Set([
	...['list-type', 'prefix', 'delimiter', 'max-keys', 'encoding-type'],
	...['marker', 'continuation-token', 'start-after', 'fetch-owner'],
])

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

/** The Region of a bucket, for who lists it or asks whether it is there, and also for who may not. */
export function tellRegion(world: WorldReader, request: ParsedRequest, response: HttpResponse): HttpResponse {
	const { bucket, hasKey } = bucketAndKey(request)
	if (hasKey || !(request.method === 'HEAD' || listsObjects(request))) return response
	const region = world.get(buckets, WORLD_SCOPE, bucket)?.region
	if (region === undefined) return response
	return { ...response, headers: { ...response.headers, 'x-amz-bucket-region': region } }
}

function listsObjects({ method, query }: ParsedRequest): boolean {
	return method === 'GET' && query.every(([name]) => LISTING.has(name) || /^x-amz-/i.test(name))
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
