import { certificateContext } from '#app/certificates/certificate-context.server.ts'
import { credentialResponse } from '#app/certificates/public-file.server.ts'
import { publishStatusList } from '#app/certificates/status-list.server.ts'
import type { Route } from './+types/status-list.ts'

/** `/statuts/:n`: the signed revocation list, always whole, so that nobody learns who is being checked. */
export async function loader({ request, params }: Route.LoaderArgs) {
	const number = /^[1-9]\d{0,5}$/.test(params.n) ? Number(params.n) : 0
	const list = await publishStatusList(await certificateContext(), number)
	if (!list) throw new Response(null, { status: 404 })
	const headers = { ETag: list.etag, 'Cache-Control': 'public, max-age=300' }
	if (request.headers.get('If-None-Match') === list.etag) {
		return new Response(null, {
			status: 304,
			headers: { ...headers, 'Access-Control-Allow-Origin': '*', Vary: 'Accept' },
		})
	}
	return credentialResponse(request, list.body, headers)
}
