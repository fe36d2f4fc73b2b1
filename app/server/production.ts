import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import sirv from 'sirv'

/** What `app.ts` exports, built or not. */
export type App = typeof import('./app.ts')

/** The site from `build/`: files under `assets/` carry their hash in their name and may be kept for ever. */
export async function serveBuild(): Promise<App> {
	const app: App = await import(pathToFileURL(resolve('build/server/index.js')).href)
	const serveFile = sirv('build/client', {
		// Looks for each file anew: with a list kept from the start, a build made under a
		// running server would have it open a file that is gone, and end the process.
		dev: true,
		brotli: true,
		gzip: true,
		setHeaders(res, path) {
			res.setHeader('X-Content-Type-Options', 'nosniff')
			res.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
			res.setHeader(
				'Cache-Control',
				path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
			)
		},
	})
	return { ...app, handleSite: (req, res) => serveFile(req, res, () => app.handleSite(req, res)) }
}
