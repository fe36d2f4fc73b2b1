/// <reference lib="webworker" />
import { CACHE_PREFIX, documentPath, endsSession, isKeptPage, OFFLINE_PAGE, strategyOf } from './kept.ts'

declare const self: ServiceWorkerGlobalScope
/** Changes with every build whose files differ; the build writes it. */
declare const __BUILD_ID__: string

const CACHE = `${CACHE_PREFIX}${__BUILD_ID__}`
/** Beyond it, what was read longest ago goes. */
const MOST_ENTRIES = 600
const ASSET = /\/assets\/[\w.-]+\.(?:js|css|woff2)/g

self.addEventListener('install', (event) => {
	event.waitUntil(keepOfflinePage().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
	event.waitUntil(takeOver())
})

self.addEventListener('fetch', (event) => {
	const { request } = event
	const url = new URL(request.url)
	if (url.origin !== self.location.origin) return
	if (endsSession(request.method, url)) return event.waitUntil(forget())
	if (request.method !== 'GET') return
	const strategy = strategyOf(url)
	if (strategy === 'file') event.respondWith(keptFirst(request))
	else if (strategy === 'page') event.respondWith(networkFirst(event))
	else if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => offlinePage(url)))
})

/** Files under a name of their content never change: what is kept is what would come. */
async function keptFirst(request: Request): Promise<Response> {
	const kept = await caches.match(request)
	if (kept) return kept
	const response = await fetch(request)
	if (response.ok) await put(request, response.clone())
	return response
}

async function networkFirst(event: FetchEvent): Promise<Response> {
	const { request } = event
	const url = new URL(request.url)
	try {
		const response = await fetch(request)
		// A redirect of a signed-out reader, an error: not what the page is.
		if (response.status === 200 && !response.redirected) {
			event.waitUntil(put(request, response.clone()))
			// The router asks for data alone; a later visit without a network asks for the page.
			if (request.mode !== 'navigate') event.waitUntil(keepPage(documentPath(url.pathname)).catch(() => {}))
		}
		return response
	} catch (error) {
		const kept = await caches.match(request)
		if (kept) return kept
		if (request.mode === 'navigate') return offlinePage(url)
		throw error
	}
}

/** The page that says what happened, under its own address: the router reads addresses. */
async function offlinePage(url: URL): Promise<Response> {
	if (url.pathname === OFFLINE_PAGE) return (await caches.match(OFFLINE_PAGE)) ?? Response.error()
	return Response.redirect(`${OFFLINE_PAGE}?page=${encodeURIComponent(url.pathname + url.search)}`)
}

/** The offline page as a visitor gets it, whoever is signed in. */
async function keepOfflinePage(): Promise<void> {
	const response = await fetch(OFFLINE_PAGE, { credentials: 'omit' })
	if (!response.ok) throw new Error(`${OFFLINE_PAGE} answered ${response.status}`)
	await keepWithFiles(OFFLINE_PAGE, response)
}

/** The new build keeps anew what the one before had kept, and what is open now; then the old goes. */
async function takeOver(): Promise<void> {
	await self.clients.claim()
	const open = await self.clients.matchAll({ type: 'window' })
	const old = (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX) && name !== CACHE)
	const kept = await Promise.all(old.map(async (name) => (await caches.open(name)).keys()))
	const paths = new Set([...open, ...kept.flat()].map(({ url }) => new URL(url).pathname).filter(isKeptPage))
	for (const path of paths) await keepPage(path).catch(() => {})
	await Promise.all(old.map((name) => caches.delete(name)))
}

async function keepPage(path: string): Promise<void> {
	if (!isKeptPage(path)) return
	const response = await fetch(path, { headers: { Accept: 'text/html' } })
	if (response.ok && !response.redirected) await keepWithFiles(path, response)
}

async function keepWithFiles(path: string, response: Response): Promise<void> {
	const html = await response.clone().text()
	await put(new Request(path), response)
	const cache = await caches.open(CACHE)
	const files = [...new Set(html.match(ASSET) ?? [])]
	await Promise.all(files.map(async (file) => (await cache.match(file)) ?? cache.add(file)))
}

async function put(request: Request, response: Response): Promise<void> {
	const cache = await caches.open(CACHE)
	// Put anew, it is the last to go.
	await cache.delete(request)
	await cache.put(request, response)
	const entries = await cache.keys()
	const pages = entries.filter(({ url }) => new URL(url).pathname !== OFFLINE_PAGE)
	for (const oldest of pages.slice(0, Math.max(0, entries.length - MOST_ENTRIES))) await cache.delete(oldest)
}

/** Pages hold the reader's name and progress: on a shared machine the next one must not see them. */
async function forget(): Promise<void> {
	await caches.delete(CACHE)
	await keepOfflinePage()
}
