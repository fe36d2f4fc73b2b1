import { AwsError } from '../../../aws-error.ts'
import type { FindPublicSandbox } from '../../../identity/gate.ts'
import { SANDBOX } from '../../../wire/origins.ts'
import { EMPTY, type HttpResponse, type ParsedRequest } from '../../../wire/protocols/message.ts'
import type { Sandbox } from '../../../world/sandbox.ts'
import { corsHeaders, preflight } from './cors.ts'
import { errorPage } from './error-page.ts'
import type { SiteAddress } from './site-address.ts'
import { serveSite } from './website.ts'

/**
 * By path, all sites share one origin, and by its cookies the platform's: a page
 * is kept in a sandbox of its own there, and its files open to it. By host name,
 * a site is as it is in AWS.
 */
const SHARED_ORIGIN = {
	'content-security-policy': SANDBOX,
	'access-control-allow-origin': '*',
}

/** Answers a request to a bucket's website. */
export async function answerSite(
	find: FindPublicSandbox | undefined,
	site: SiteAddress,
	request: ParsedRequest,
	requestId: string,
): Promise<HttpResponse> {
	const { sandbox, bucket } = await resolve(find, site)
	const response =
		request.method === 'OPTIONS'
			? answerPreflight(sandbox, bucket, site, request, requestId)
			: await serveSite(sandbox, bucket, site, request, requestId)
	const cors = sandbox ? corsHeaders(sandbox.world, bucket, request) : {}
	return {
		...response,
		headers: { ...response.headers, ...cors, ...(site.base !== '' && SHARED_ORIGIN) },
	}
}

async function resolve(find: FindPublicSandbox | undefined, { names }: SiteAddress) {
	for (const { label, bucket } of names) {
		const sandbox = await find?.(label)
		if (sandbox) return { sandbox, bucket }
	}
	return { sandbox: undefined, bucket: names[0]?.bucket ?? '' }
}

function answerPreflight(
	sandbox: Sandbox | undefined,
	bucket: string,
	{ key }: SiteAddress,
	request: ParsedRequest,
	requestId: string,
): HttpResponse {
	try {
		const headers = preflight(sandbox?.world, bucket, key !== '', request)
		return { status: 200, headers: { ...headers, 'x-amz-request-id': requestId }, body: EMPTY }
	} catch (error) {
		if (error instanceof AwsError) return errorPage(error, requestId)
		throw error
	}
}
