// What the reader's browser keeps for reading without a network. Named one by
// one: a page that is not here is never kept, so neither an exam, nor an
// account, nor a lab can be.

/** The page shown instead of one that was not kept. */
export const OFFLINE_PAGE = '/hors-ligne'

/** Begins the name of every cache of the site's worker; the build's id follows. */
export const CACHE_PREFIX = 'filiere-'

const PAGES = ['/', '/glossaire', '/a-propos', '/accessibilite', '/confidentialite', '/mentions']
/** Large, and made for paper. */
const NOT_KEPT = /\/imprimer$|\.pdf$|\.xml$/

/** How a request is answered: kept file first, network first, or as if there were no worker. */
export function strategyOf(url: URL): 'file' | 'page' | 'none' {
	const { pathname } = url
	if (pathname.startsWith('/assets/') || pathname === '/favicon.svg') return 'file'
	// The list of routes that the router asks for as links come in sight.
	if (pathname === '/__manifest') return 'page'
	return isKeptPage(documentPath(pathname)) ? 'page' : 'none'
}

/** Whether a page may be kept, by its path. */
export function isKeptPage(path: string): boolean {
	if (NOT_KEPT.test(path)) return false
	return PAGES.includes(path) || path === '/cours' || path.startsWith('/cours/')
}

/** The page that a router's request for data, or for a text, belongs to. */
export function documentPath(pathname: string): string {
	if (pathname === '/_root.data') return '/'
	return pathname.replace(/\.data$/, '').replace(/^\/textes(?=\/cours\/)/, '')
}

/** Whether what was kept of a reader must go: the session ends on this machine. */
export function endsSession(method: string, url: URL): boolean {
	return method === 'POST' && documentPath(url.pathname) === '/deconnexion'
}
