import { type ParsedRequest, percentDecode } from '../../../wire/protocols/message.ts'

/** A request to a bucket's website, by its host or by its path. */
export interface SiteAddress {
	/** Which bucket of which world is meant, most likely first; without a label, the world is the only one. */
	names: ReadonlyArray<{ bucket: string; label?: string }>
	/** Decoded, without the slash before it. */
	key: string
	/** What stands before a key in addresses of this site, e.g. `/_emulator/sites/…/site-web`. */
	base: string
	/** Region that the host names. */
	region?: string
	/** The path stops at the bucket's name: relative links would lead astray. */
	lacksSlash?: boolean
}

/** Where the sites of an emulator are when no host name leads to them: `/_emulator/sites/<world>/<bucket>/…` */
export const SITES_PATH = '/_emulator/sites/'

/** The site that a request is for, or undefined when it is for an API. */
export function siteAddress(
	{ path, headers }: ParsedRequest,
	hostnames: ReadonlyArray<string>,
): SiteAddress | undefined {
	return path.startsWith(SITES_PATH) ? siteOfPath(path) : siteOfHost(headers.host, path, hostnames)
}

function siteOfPath(path: string): SiteAddress {
	const [label = '', bucket = '', ...rest] = path.slice(SITES_PATH.length).split('/')
	return {
		names: [{ label: percentDecode(label), bucket: percentDecode(bucket) }],
		key: percentDecode(rest.join('/')),
		base: `${SITES_PATH}${label}/${bucket}`,
		lacksSlash: rest.length === 0,
	}
}

/** Whether a host's name is that of one website of one world. */
export function isSiteHost(host: string | undefined, hostnames: ReadonlyArray<string>): boolean {
	return siteOfHost(host, '/', hostnames) !== undefined
}

/** `<bucket>.s3-website.<region>.<hostname>`; a world of many is named by a label after the bucket. */
function siteOfHost(
	host: string | undefined,
	path: string,
	hostnames: ReadonlyArray<string>,
): SiteAddress | undefined {
	const name = (host ?? '').replace(/:\d+$/, '').toLowerCase()
	const base = [...hostnames, 'amazonaws.com'].find((hostname) => name.endsWith(`.${hostname}`))
	if (base === undefined) return
	const [, bucket, region] = /^(.+)\.s3-website[.-]([a-z0-9-]+)$/.exec(name.slice(0, -base.length - 1)) ?? []
	if (bucket === undefined) return
	const dot = bucket.lastIndexOf('.')
	const labelled = dot < 0 ? [] : [{ bucket: bucket.slice(0, dot), label: bucket.slice(dot + 1) }]
	return { names: [{ bucket }, ...labelled], key: percentDecode(path.slice(1)), base: '', region }
}
