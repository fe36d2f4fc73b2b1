/** Where to go after signing in: a path of this site, never another one's address. */
export function safeReturnPath(asked: string | null, otherwise = '/cours'): string {
	const site = 'http://site.invalid'
	if (!asked?.startsWith('/') || !URL.canParse(asked, site)) return otherwise
	const { origin, pathname, search, hash } = new URL(asked, site)
	// "/..//attaque.example" becomes "//attaque.example", which a browser reads as another host.
	if (origin !== site || pathname.startsWith('//')) return otherwise
	return `${pathname}${search}${hash}`
}
