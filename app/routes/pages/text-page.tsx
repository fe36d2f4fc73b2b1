import type { ReactNode } from 'react'
import { PageHead } from '#app/ui/page-head.tsx'

/** A page of plain text: title, then prose. */
export function TextPage({
	title,
	description,
	path,
	children,
}: {
	title: string
	description: string
	path: string
	children: ReactNode
}) {
	return (
		<article className="page page-narrow">
			<PageHead title={title} description={description} path={path} />
			<h1 className="text-page-title">{title}</h1>
			<div className="prose">{children}</div>
		</article>
	)
}
