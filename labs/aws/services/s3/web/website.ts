import type { WebsiteConfiguration } from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { ANONYMOUS } from '../../../identity/principal.ts'
import { loadModel } from '../../../wire/model.ts'
import { EMPTY, type HttpResponse, type ParsedRequest } from '../../../wire/protocols/message.ts'
import { restXml } from '../../../wire/protocols/rest-xml.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import type { Sandbox } from '../../../world/sandbox.ts'
import { type Bucket, buckets, currentObjects } from '../collections.ts'
import { settingOf } from '../configuration/settings.ts'
import { noSuchWebsite } from '../configuration/website.ts'
import { noSuchBucket, noSuchKey } from '../s3-error.ts'
import { errorHeaders, errorPage } from './error-page.ts'
import type { SiteAddress } from './site-address.ts'
import { type Redirect, redirectAll, routedTo } from './site-redirects.ts'

// A bucket's website, as its endpoint serves it to anybody:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html

/** One visit: whose site, what was asked. */
interface Visit {
	/** A throw-away copy of the world: a visitor leaves no trace in it. */
	sandbox: Sandbox
	bucket: Readonly<Bucket>
	site: SiteAddress
	request: ParsedRequest
	requestId: string
}

const MODEL = loadModel('s3')
const READ = MODEL.operations.GetObject

/** Answers a visitor of a site. `name` is the bucket as the address has it. */
export async function serveSite(
	sandbox: Sandbox | undefined,
	name: string,
	site: SiteAddress,
	request: ParsedRequest,
	requestId: string,
): Promise<HttpResponse> {
	if (site.lacksSlash) return redirected({ status: 302, location: `${site.base}/` }, requestId)
	try {
		// What was due by now has happened before the visitor looks.
		await sandbox?.advance()
		const bucket = sandbox?.world.get(buckets, WORLD_SCOPE, name)
		if (!sandbox || !bucket) throw noSuchBucket(name)
		const configuration = settingOf(sandbox.world, name, 'website')
		if (!configuration) throw noSuchWebsite(name)
		assertEndpoint(bucket, site)
		assertMethod(request)
		const visit = { sandbox: sandbox.fork(), bucket, site, request, requestId }
		return await visitSite(visit, configuration)
	} catch (error) {
		if (error instanceof AwsError) return withIds(errorPage(error, requestId), requestId)
		throw error
	}
}

function assertEndpoint({ name, region }: Readonly<Bucket>, site: SiteAddress): void {
	if (site.region === undefined || site.region === region) return
	const message =
		'The specified bucket exists in another region. Please direct requests to the specified endpoint.'
	const Endpoint = `${name}.s3-website.${region}.amazonaws.com`
	throw new AwsError('IncorrectEndpoint', message, 400, { Endpoint })
}

function assertMethod({ method }: ParsedRequest): void {
	if (method === 'GET' || method === 'HEAD') return
	const message = 'The specified method is not allowed against this resource.'
	throw new AwsError('MethodNotAllowed', message, 405, { Method: method, ResourceType: 'OBJECT' })
}

async function visitSite(visit: Visit, configuration: WebsiteConfiguration): Promise<HttpResponse> {
	const { site, requestId } = visit
	const { RedirectAllRequestsTo, RoutingRules, IndexDocument } = configuration
	if (RedirectAllRequestsTo) return redirected(redirectAll(RedirectAllRequestsTo, site.key), requestId)
	const origin = { host: visit.request.headers.host ?? '', base: site.base }
	const early = routedTo(RoutingRules, site.key, origin)
	if (early) return redirected(early, requestId)
	const suffix = IndexDocument?.Suffix ?? ''
	const key = site.key === '' || site.key.endsWith('/') ? site.key + suffix : site.key
	try {
		return await readDocument(visit, key, conditionsOf(visit.request))
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		if (error.status === 304)
			return withIds({ status: 304, headers: { ...error.headers }, body: EMPTY }, requestId)
		const isFolder = error.code === 'NoSuchKey' && key === site.key && isThere(visit, `${key}/${suffix}`)
		if (isFolder) {
			const location = `${site.base}/${encodeURI(site.key)}/`
			return redirected({ status: 302, location }, requestId)
		}
		const late = routedTo(RoutingRules, site.key, origin, error.status)
		if (late) return redirected(late, requestId)
		return await errorDocument(visit, error, configuration.ErrorDocument?.Key)
	}
}

/** Reads one object as nobody in particular. On a site, a key that is missing is told as missing. */
async function readDocument(visit: Visit, key: string, conditions: object): Promise<HttpResponse> {
	const { sandbox, bucket, site, requestId } = visit
	const input = { Bucket: bucket.name, Key: key, ...conditions }
	const scope = { account: '', region: bucket.region }
	const call = { principal: ANONYMOUS, scope, service: 's3', operation: 'GetObject', input, requestId }
	if (!isThere(visit, key)) throw noSuchKey(key)
	const output = (await sandbox.call(call)) as { WebsiteRedirectLocation?: string }
	const { WebsiteRedirectLocation: elsewhere } = output
	if (elsewhere !== undefined) {
		const location = elsewhere.startsWith('/') ? site.base + elsewhere : elsewhere
		return redirected({ status: 301, location }, requestId)
	}
	if (!READ) throw new Error('The model of S3 has no GetObject')
	return restXml.formatOutput(MODEL, READ, output, requestId)
}

function isThere({ sandbox, bucket }: Visit, key: string): boolean {
	return sandbox.world.get(currentObjects, WORLD_SCOPE, `${bucket.name}/${key}`) !== undefined
}

/** The headers of a request that bind what is read. */
function conditionsOf({ headers }: ParsedRequest): object {
	const date = (text: string | undefined) => {
		const moment = new Date(text ?? '')
		return Number.isNaN(moment.getTime()) ? undefined : moment
	}
	return {
		IfMatch: headers['if-match'],
		IfNoneMatch: headers['if-none-match'],
		IfModifiedSince: date(headers['if-modified-since']),
		IfUnmodifiedSince: date(headers['if-unmodified-since']),
		Range: headers.range,
	}
}

/** The site's own page for an error, or S3's when there is none. */
async function errorDocument(visit: Visit, error: AwsError, key: string | undefined): Promise<HttpResponse> {
	const { requestId } = visit
	if (key === undefined) return withIds(errorPage(error, requestId), requestId)
	try {
		const page = await readDocument(visit, key, {})
		if (page.status >= 300) return page
		return { ...page, status: error.status, headers: { ...page.headers, ...errorHeaders(error) } }
	} catch (documentError) {
		if (!(documentError instanceof AwsError)) throw documentError
		return withIds(errorPage(error, requestId, documentError), requestId)
	}
}

function redirected({ status, location }: Redirect, requestId: string): HttpResponse {
	// A header holds no other characters; what the site's owner wrote may hold any.
	const written = location.replace(/[^\u0021-\u007e]+/gu, encodeURIComponent)
	return withIds({ status, headers: { location: written }, body: EMPTY }, requestId)
}

function withIds(response: HttpResponse, requestId: string): HttpResponse {
	const ids = { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId }
	return { ...response, headers: { ...ids, ...response.headers } }
}
