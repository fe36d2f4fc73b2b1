import { findPart } from '#app/course/course.server.ts'
import { coursePath } from '#app/course/course.ts'
import { PageText } from '#app/course/page-text.tsx'
import { preloadPrintedPart } from '#app/course/print-part.server.tsx'
import { printPath } from '#app/course/print-path.ts'
import type { RouteHandle } from '#app/root.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/print-part'

export async function loader({ params }: Route.LoaderArgs) {
	const part = findPart(params.part)
	if (part.lessons.length === 0) throw new Response('Cette partie est à venir.', { status: 404 })
	await preloadPrintedPart(part)
	return { title: part.title, part: coursePath(part), address: printPath(part) }
}

export const handle: RouteHandle = { bare: true, shared: true }

/** A part for paper. Its links leave by a full load: nothing of the site surrounds it. */
export default function PrintPart({ loaderData: { title, part, address } }: Route.ComponentProps) {
	return (
		<div className="printed-page">
			<PageHead title={`${title}, à imprimer`} />
			<p className="printed-tools no-print">
				<a href={part}>Revenir à la partie</a>
				<span className="quiet">Imprimez cette page depuis le menu de votre navigateur.</span>
			</p>
			<PageText of={address} />
		</div>
	)
}
