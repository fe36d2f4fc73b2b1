/**
 * What our cookies' names begin with. Over TLS, `__Host-` has browsers refuse one that
 * another host or a page without TLS would put in its place. Without TLS a browser
 * hands cookies to every port of a host: the name says for which one they are.
 */
export function cookiePrefix(publicUrl: string): string {
	const { protocol, port } = new URL(publicUrl)
	return protocol === 'https:' ? '__Host-filiere' : `filiere-${port || 80}`
}

const sessionCookie = /(?:^|;\s*)(?:__Host-filiere|filiere-\d+)\.session_token=/

/** Whether a `Cookie` header carries a session, valid or not. */
export function hasSessionCookie(cookie: string | null | undefined): boolean {
	return cookie ? sessionCookie.test(cookie) : false
}

/**
 * A `Cookie` header with the sessions that can be believed. A host beneath or beside ours may
 * have a browser send a second cookie of the same name, and nothing says which is whose:
 * then neither is taken.
 */
export function withoutDoubtfulSession(cookie: string): string {
	const pairs = cookie.split(/;\s*/)
	const names = pairs.map((pair) => pair.slice(0, pair.indexOf('=')))
	return pairs
		.filter(
			(pair, at) =>
				!hasSessionCookie(pair) || names.indexOf(names[at] ?? '') === names.lastIndexOf(names[at] ?? ''),
		)
		.join('; ')
}
