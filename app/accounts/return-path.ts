/** Where to go after signing in: a path of this site, never another one's address. */
export function safeReturnPath(asked: string | null, otherwise = '/cours'): string {
	if (!asked?.startsWith('/') || asked.startsWith('//') || asked.includes('\\')) return otherwise
	const url = new URL(asked, 'http://site.invalid')
	return url.origin === 'http://site.invalid' ? `${url.pathname}${url.search}${url.hash}` : otherwise
}
