import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { CACHE_PREFIX, isKeptPage } from '#app/offline/kept.ts'
import type { RouteHandle } from '#app/root.tsx'
import { LinkButton } from '#app/ui/button.tsx'
import { PageHead } from '#app/ui/page-head.tsx'

export const handle: RouteHandle = { shared: true }

/** Shown by the site's worker for a page that it has not kept, when there is no network. */
export default function Offline() {
	const [params] = useSearchParams()
	const [asked, setAsked] = useState<string>()
	const kept = useKeptPages()
	useEffect(() => {
		// Kept and served under another query than it was rendered for.
		const page = params.get('page')
		if (page?.startsWith('/') && !page.startsWith('//')) setAsked(page)
	}, [params])
	return (
		<div className="page page-narrow stack">
			<PageHead title="Hors ligne" />
			<h1>Vous êtes hors ligne</h1>
			<p className="lead">
				Cette page n’a pas été gardée sur cet appareil. Les leçons que vous avez déjà ouvertes se lisent sans
				réseau.
			</p>
			{asked && (
				<p>
					<LinkButton variant="accent" to={asked} reloadDocument>
						Réessayer
					</LinkButton>
				</p>
			)}
			{kept.length > 0 && (
				<section className="stack" aria-labelledby="gardees">
					<h2 id="gardees">Pages gardées</h2>
					<ul>
						{kept.map(({ path, title }) => (
							<li key={path}>
								<a href={path}>{title}</a>
							</li>
						))}
					</ul>
				</section>
			)}
		</div>
	)
}

type KeptPage = { path: string; title: string }

/** What this browser holds, known to it alone. */
function useKeptPages(): Array<KeptPage> {
	const [pages, setPages] = useState<Array<KeptPage>>([])
	useEffect(() => {
		let gone = false
		readKeptPages().then(
			(found) => !gone && setPages(found),
			() => {},
		)
		return () => {
			gone = true
		}
	}, [])
	return pages
}

async function readKeptPages(): Promise<Array<KeptPage>> {
	const names = (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX))
	const found = new Map<string, KeptPage>()
	for (const name of names) {
		const cache = await caches.open(name)
		for (const request of await cache.keys()) {
			const { pathname: path, search } = new URL(request.url)
			if (search || !isKeptPage(path) || path.endsWith('.data')) continue
			const html = await (await cache.match(request))?.text()
			const title = html && new DOMParser().parseFromString(html, 'text/html').title
			if (title) found.set(path, { path, title: title.replace(/ · Filière$/, '') })
		}
	}
	return [...found.values()]
}
