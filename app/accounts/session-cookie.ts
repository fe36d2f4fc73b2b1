/** better-auth names its cookie after our prefix, and `__Secure-` where the site is served over TLS. */
const sessionCookie = /(?:^|;\s*)(?:__Secure-)?filiere\.session_token=/

/** Whether a `Cookie` header carries a session, valid or not. */
export function hasSessionCookie(cookie: string | null | undefined): boolean {
	return cookie ? sessionCookie.test(cookie) : false
}
