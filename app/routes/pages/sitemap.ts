import { course } from '#app/course/course.server.ts'
import { coursePath } from '#app/course/course.ts'
import { env } from '#app/platform/env.server.ts'

const pages = [
	'/',
	'/cours',
	'/cours/nouveautes',
	'/glossaire',
	'/bac-a-sable',
	'/recherche',
	'/verifier',
	'/a-propos',
	'/accessibilite',
	'/confidentialite',
	'/mentions',
]

/** The public pages, for search engines: https://www.sitemaps.org/protocol.html */
export function loader() {
	const published = course.parts.filter(({ status }) => status === 'published')
	const coursePages = published.flatMap((part) => [
		{ path: coursePath(part) },
		...part.lessons.map((lesson) => ({ path: coursePath(part, lesson), lastmod: lesson.verified })),
	])
	const entries = [...pages.map((path) => ({ path, lastmod: undefined })), ...coursePages].map(entryOf)
	const body = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join('\n')}
</urlset>
`
	return new Response(body, { headers: { 'Content-Type': 'application/xml; charset=utf-8' } })
}

function entryOf({ path, lastmod }: { path: string; lastmod?: string }) {
	const modified = lastmod ? `<lastmod>${lastmod}</lastmod>` : ''
	return `<url><loc>${env.publicUrl}${path}</loc>${modified}</url>`
}
