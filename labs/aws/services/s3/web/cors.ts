import { AwsError } from '../../../aws-error.ts'
import type { ParsedRequest } from '../../../wire/protocols/message.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import type { WorldReader } from '../../../world/world.ts'
import { buckets } from '../collections.ts'
import { type CorsRule, settingOf } from '../configuration/settings.ts'

// Which pages of other origins may read a bucket's answers:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html

/** The headers that let a page of another origin read an answer; none when no rule does. */
export function corsHeaders(
	world: WorldReader,
	bucket: string,
	{ method, headers }: ParsedRequest,
): Record<string, string> {
	const { origin } = headers
	if (origin === undefined) return {}
	const asked = headers['access-control-request-method'] ?? method
	const wanted = listOf(headers['access-control-request-headers'])
	const rules = settingOf(world, bucket, 'cors')?.rules ?? []
	const rule = rules.find((one) => allows(one, origin, asked, wanted))
	if (!rule) return {}
	const anyOrigin = rule.AllowedOrigins.includes('*')
	return {
		'access-control-allow-origin': anyOrigin ? '*' : origin,
		'access-control-allow-methods': rule.AllowedMethods.join(', '),
		...(wanted.length > 0 && { 'access-control-allow-headers': wanted.join(', ') }),
		...(rule.ExposeHeaders?.length && { 'access-control-expose-headers': rule.ExposeHeaders.join(', ') }),
		...(rule.MaxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
		...(!anyOrigin && { 'access-control-allow-credentials': 'true' }),
		vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
	}
}

/** Answers a preflight; throws AwsError when the request that would follow is not allowed. */
export function preflight(
	world: WorldReader | undefined,
	bucket: string,
	hasKey: boolean,
	request: ParsedRequest,
): Record<string, string> {
	const { origin, 'access-control-request-method': method } = request.headers
	if (origin === undefined)
		throw new AwsError('BadRequest', 'Insufficient information. Origin request header needed.', 400)
	if (!world?.get(buckets, WORLD_SCOPE, bucket)) throw forbidden('Bucket not found', method, 'BUCKET')
	if (!settingOf(world, bucket, 'cors'))
		throw forbidden('CORS is not enabled for this bucket.', method, 'BUCKET')
	if (method === undefined)
		throw new AwsError('BadRequest', 'Invalid Access-Control-Request-Method: null', 400)
	const headers = corsHeaders(world, bucket, request)
	if (Object.keys(headers).length > 0) return headers
	const why =
		"This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
	throw forbidden(why, method, hasKey ? 'OBJECT' : 'BUCKET')
}

function forbidden(why: string, method: string | undefined, resource: string): AwsError {
	return new AwsError('AccessForbidden', `CORSResponse: ${why}`, 403, {
		Method: method ?? 'OPTIONS',
		ResourceType: resource,
	})
}

function allows(rule: CorsRule, origin: string, method: string, headers: ReadonlyArray<string>): boolean {
	if (!rule.AllowedMethods.includes(method)) return false
	if (!rule.AllowedOrigins.some((pattern) => fits(pattern, origin))) return false
	const allowed = (rule.AllowedHeaders ?? []).map((header) => header.toLowerCase())
	return headers.every((header) => allowed.some((pattern) => fits(pattern, header)))
}

/** One `*` in a pattern stands for any text. */
function fits(pattern: string, text: string): boolean {
	const star = pattern.indexOf('*')
	if (star < 0) return pattern === text
	const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)]
	return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end)
}

function listOf(header: string | undefined): Array<string> {
	return (header ?? '')
		.split(',')
		.map((part) => part.trim().toLowerCase())
		.filter((part) => part !== '')
}
