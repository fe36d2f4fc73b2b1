// A learner's page that a browser opens here is somebody else's program on a host
// that others trust: https://www.w3.org/TR/CSP3/#directive-sandbox

/** Headers of a request that are the business of others on the same host: never seen, so never told. */
export const UNSEEN: ReadonlySet<string> = new Set(['cookie', 'cookie2', 'proxy-authorization'])

/** Headers of an answer that would reach beyond its own origin: to other ports, to the hosts above. */
const UNTOLD = [
	...['set-cookie', 'set-cookie2', 'clear-site-data', 'strict-transport-security'],
	'service-worker-allowed',
]

/** Without `allow-same-origin`: the page is an origin that is equal to no other, not even to itself. */
export const SANDBOX = 'sandbox allow-forms allow-modals allow-popups allow-scripts'

/**
 * Has a browser keep what a service answers apart from all that shares its host. What has
 * `ownOrigin`, a host's name of its own, is as AWS serves it; everything else opens in a
 * sandbox, as what it says it is.
 */
export function keepApart(headers: Record<string, string>, ownOrigin: boolean): void {
	for (const name of UNTOLD) delete headers[name]
	if (ownOrigin) return
	headers['content-security-policy'] = SANDBOX
	headers['x-content-type-options'] = 'nosniff'
}
