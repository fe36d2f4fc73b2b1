import { useRouteLoaderData } from 'react-router'

/** What every page knows from the root's loader of where the site is. */
export interface SiteOrigin {
	/** Public address, without a slash at its end. */
	origin: string
}

/**
 * Title, description, canonical address and preview of a page; React moves them
 * into `<head>`. `path` is the page's own address; without it the page is not to
 * be indexed.
 */
export function PageHead({
	title,
	description,
	path,
}: {
	title: string
	description?: string
	path?: string
}) {
	const origin = useRouteLoaderData<SiteOrigin>('root')?.origin ?? ''
	const fullTitle = path === '/' ? title : `${title} · Filière`
	return (
		<>
			<title>{fullTitle}</title>
			{description && <meta name="description" content={description} />}
			{path === undefined ? (
				<meta name="robots" content="noindex" />
			) : (
				<>
					<link rel="canonical" href={`${origin}${path}`} />
					<meta property="og:url" content={`${origin}${path}`} />
					<meta property="og:title" content={title} />
					{description && <meta property="og:description" content={description} />}
				</>
			)}
		</>
	)
}
