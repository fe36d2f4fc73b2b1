import { env } from '#app/platform/env.server.ts'

/** What crawlers may visit: everything that a visitor reads. */
export function loader() {
	const lines = [
		'User-agent: *',
		'Disallow: /compte',
		'Disallow: /examen/',
		'Disallow: /bac-a-sable?',
		'',
		`Sitemap: ${env.publicUrl}/sitemap.xml`,
		'',
	]
	return new Response(lines.join('\n'), { headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}
