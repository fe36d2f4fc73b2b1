import bricolage from '@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2?url'
import { type ReactNode, useEffect } from 'react'
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useMatches, useRouteLoaderData } from 'react-router'
import { getUser } from '#app/accounts/guards.server.ts'
import { env } from '#app/platform/env.server.ts'
import { pressAgain } from '#app/platform/press-again.ts'
import stylesheet from '#app/styles/index.css?url'
import { ErrorPage } from '#app/ui/error-page.tsx'
import { Layout as SiteLayout } from '#app/ui/layout.tsx'
import { ThemeScript } from '#app/ui/theme-script.tsx'
import type { Route } from './+types/root'

/**
 * `bare`: shown without the site's header and footer. `shared`: the same for every
 * visitor without a session, so that it is rendered once and kept. `readsWithoutScript`:
 * its modules are asked for once somebody uses it.
 */
export type RouteHandle = { bare?: boolean; shared?: boolean; readsWithoutScript?: boolean }

// Nothing here may differ between two anonymous visitors: their pages are
// rendered once and kept.
export async function loader({ request }: Route.LoaderArgs) {
	const user = await getUser(request)
	return { user: user && { name: user.name, role: user.role }, origin: env.publicUrl }
}

export const links: Route.LinksFunction = () => [
	{ rel: 'stylesheet', href: stylesheet },
	// The face of headings and leads alone: more would keep a slow network from the style sheet.
	{ rel: 'preload', href: bricolage, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
	{ rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
	{ rel: 'alternate', href: '/cours/flux.xml', type: 'application/atom+xml', title: 'Nouveautés du cours' },
]

export function Layout({ children }: { children: ReactNode }) {
	// From now on the page, an error page included, answers by script: journeys wait for it.
	useEffect(() => {
		document.documentElement.dataset.ready = ''
		pressAgain()
	}, [])
	return (
		<html lang="fr" suppressHydrationWarning>
			<head>
				<meta charSet="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<meta property="og:site_name" content="Filière" />
				<meta property="og:type" content="website" />
				<meta property="og:locale" content="fr_FR" />
				<ThemeScript />
				<Meta />
				<Links />
			</head>
			<body>
				{children}
				<ScrollRestoration />
				<Scripts />
			</body>
		</html>
	)
}

export default function Root({ loaderData }: Route.ComponentProps) {
	const bare = useMatches().some(({ handle }) => (handle as RouteHandle | undefined)?.bare)
	return (
		<SiteLayout user={loaderData.user} bare={bare}>
			<Outlet />
		</SiteLayout>
	)
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
	const user = useRouteLoaderData<typeof loader>('root')?.user ?? null
	return (
		<SiteLayout user={user}>
			<ErrorPage error={error} />
		</SiteLayout>
	)
}
