import type { ReactNode } from 'react'
import { SiteFooter } from './site-footer.tsx'
import { type SignedIn, SiteHeader } from './site-header.tsx'
import { SkipLink } from './skip-link.tsx'

/** The frame of every page: skip link, header, content, footer. `bare` leaves only the content's landmark, as an exam or a lab wants it. */
export function Layout({
	user,
	bare,
	children,
}: {
	user: SignedIn | null
	bare?: boolean
	children: ReactNode
}) {
	if (bare) {
		return (
			<>
				<SkipLink />
				<main id="contenu" tabIndex={-1} className="bare">
					{children}
				</main>
			</>
		)
	}
	return (
		<>
			<SkipLink />
			<SiteHeader user={user} />
			<main id="contenu" tabIndex={-1}>
				{children}
			</main>
			<SiteFooter />
		</>
	)
}
