import { createServer } from 'vite'
import type { App } from './production.ts'

/** The site from its sources: Vite answers for modules, and reloads `app.ts` when something below it changes. */
export async function serveSources(): Promise<App> {
	const vite = await createServer({ server: { middlewareMode: true }, appType: 'custom' })
	const load = () => vite.ssrLoadModule('./app/server/app.ts') as Promise<App>
	const app = await load()
	return {
		...app,
		handleSite(req, res) {
			vite.middlewares(req, res, async () => {
				try {
					;(await load()).handleSite(req, res)
				} catch (error) {
					vite.ssrFixStacktrace(error as Error)
					console.error(error)
					res
						.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' })
						.end(String((error as Error).stack))
				}
			})
		},
		async shutDown() {
			await vite.close()
			await (await load()).shutDown().catch(() => {})
		},
	}
}
