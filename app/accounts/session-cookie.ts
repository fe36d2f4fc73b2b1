/**
 * What our cookies' names begin with. Over TLS, `__Host-` has browsers refuse one that
 * another host or a page without TLS would put in its place.
 */
export function cookiePrefix(publicUrl: string): string {
	return publicUrl.startsWith('https:') ? '__Host-filiere' : 'filiere'
}

const sessionCookie = /(?:^|;\s*)(?:__Host-)?filiere\.session_token=/

/** Whether a `Cookie` header carries a session, valid or not. */
export function hasSessionCookie(cookie: string | null | undefined): boolean {
	return cookie ? sessionCookie.test(cookie) : false
}
