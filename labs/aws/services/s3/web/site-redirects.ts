import type { RoutingRule, WebsiteConfiguration } from '@aws-sdk/client-s3'

/** Where an answer sends the visitor. */
export interface Redirect {
	status: number
	location: string
}

/** The address that a site's own redirects start from. */
export interface SiteOrigin {
	/** `site-web.s3-website.eu-west-3.localhost:4566` */
	host: string
	base: string
}

/** The first routing rule that a request meets; `status` is the error that it got, if any. */
export function routedTo(
	rules: WebsiteConfiguration['RoutingRules'],
	key: string,
	origin: SiteOrigin,
	status?: number,
): Redirect | undefined {
	const rule = rules?.find(({ Condition }) => {
		const { KeyPrefixEquals: prefix = '', HttpErrorCodeReturnedEquals: code } = Condition ?? {}
		return key.startsWith(prefix) && (code === undefined ? status === undefined : Number(code) === status)
	})
	return rule && redirectOf(rule, key, origin)
}

function redirectOf({ Condition, Redirect = {} }: RoutingRule, key: string, origin: SiteOrigin): Redirect {
	const { HostName, HttpRedirectCode = '301', Protocol = 'http', ReplaceKeyWith } = Redirect
	const prefix = Condition?.KeyPrefixEquals ?? ''
	const replaced =
		Redirect.ReplaceKeyPrefixWith === undefined
			? key
			: Redirect.ReplaceKeyPrefixWith + key.slice(prefix.length)
	const place = HostName ?? origin.host + origin.base
	return {
		status: Number(HttpRedirectCode),
		location: `${Protocol}://${place}/${encodeURI(ReplaceKeyWith ?? replaced)}`,
	}
}

/** A site that only sends its visitors elsewhere. */
export function redirectAll(
	{ HostName = '', Protocol = 'http' }: NonNullable<WebsiteConfiguration['RedirectAllRequestsTo']>,
	key: string,
): Redirect {
	return { status: 301, location: `${Protocol}://${HostName}/${encodeURI(key)}` }
}
