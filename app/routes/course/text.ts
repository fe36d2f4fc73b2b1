import { createHash } from 'node:crypto'
import { renderText } from '#app/course/render-text.server.tsx'
import type { Route } from './+types/text'

/** The text of a page alone, for a browser that comes to it from another page. */
export async function loader({ request, params }: Route.LoaderArgs) {
	const html = await renderText(`/${params['*']}`)
	const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`
	const headers = { ETag: etag, 'Cache-Control': 'no-cache', 'X-Robots-Tag': 'noindex' }
	if (request.headers.get('if-none-match')?.includes(etag))
		return new Response(null, { status: 304, headers })
	return new Response(html, { headers: { ...headers, 'Content-Type': 'text/html; charset=utf-8' } })
}
