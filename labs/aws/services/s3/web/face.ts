import { withHoistedHeaders } from '../../../identity/signature/presigned.ts'
import type { Face } from '../../../wire/face.ts'
import type { ParsedRequest } from '../../../wire/protocols/message.ts'
import { answerPreflight, letPageRead, tellRegion } from './api-pages.ts'
import { bucketOfHost } from './bucket-host.ts'
import { answerForm, formBucket } from './form-upload.ts'
import { siteAddress } from './site-address.ts'
import { answerSite } from './sites.ts'

/** Buckets by host name, what is open to anybody, pages of other origins, and websites. */
export const s3Face: Face = {
	visit(request, hostnames) {
		const site = siteAddress(request, hostnames)
		if (site) return (gate, requestId) => answerSite(gate.findPublicSandbox, site, request, requestId)
		const addressed = toPathStyle(request, hostnames)
		const bucket = formBucket(addressed)
		return bucket === undefined
			? undefined
			: (gate, requestId) => answerForm(gate, bucket, addressed, requestId)
	},
	ownsHost: (host, hostnames) => bucketOfHost(host, hostnames) !== undefined,
	addressed: (request, hostnames) => withHoistedHeaders(toPathStyle(request, hostnames)),
	letsInAnybody: true,
	preflight: answerPreflight,
	finish: (world, request, response) => letPageRead(world, request, tellRegion(world, request, response)),
}

/** `GET /key` at `bucket.host` as `GET /bucket/key`. */
function toPathStyle(request: ParsedRequest, hostnames: ReadonlyArray<string>): ParsedRequest {
	const bucket = bucketOfHost(request.headers.host, hostnames)
	return bucket === undefined ? request : { ...request, path: `/${bucket}${request.path}` }
}
