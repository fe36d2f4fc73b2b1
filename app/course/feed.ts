import type { Change } from './course.ts'

/** The changes as an Atom feed: https://www.rfc-editor.org/rfc/rfc4287 */
export function atomFeed(origin: string, changes: ReadonlyArray<Change>): string {
	const page = `${origin}/cours/nouveautes`
	return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
<title>Filière : nouveautés du cours</title>
<id>${escapeXml(page)}</id>
<link rel="alternate" type="text/html" href="${escapeXml(page)}"/>
<link rel="self" type="application/atom+xml" href="${escapeXml(`${origin}/cours/flux.xml`)}"/>
<updated>${instantOf(changes[0]?.date ?? '2026-11-23')}</updated>
<author><name>Filière</name></author>
${changes.map((change) => entryOf(origin, page, change)).join('\n')}
</feed>
`
}

function entryOf(origin: string, page: string, { id, date, title, text, link }: Change): string {
	return `<entry>
<title>${escapeXml(title)}</title>
<id>${escapeXml(`${page}#${id}`)}</id>
<link rel="alternate" type="text/html" href="${escapeXml(origin + link)}"/>
<updated>${instantOf(date)}</updated>
<summary>${escapeXml(text)}</summary>
</entry>`
}

/** A change has a day; a feed wants an instant. */
function instantOf(date: string): string {
	return `${date}T00:00:00Z`
}

function escapeXml(text: string): string {
	return text.replace(
		/[&<>"]/g,
		(character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] ?? character,
	)
}
