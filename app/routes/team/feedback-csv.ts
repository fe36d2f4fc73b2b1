import { requireRole } from '#app/accounts/guards.server.ts'
import { feedbackRows } from '#app/course/feedback-report.server.ts'
import { csv } from '#app/platform/csv.ts'
import type { Route } from './+types/feedback-csv'

const columns = ['leçon', 'version', 'a aidé', 'texte', 'identifiant', 'donné le', 'modifié le']

/** Everything that readers said of lessons, as a spreadsheet opens it. */
export async function loader({ request }: Route.LoaderArgs) {
	await requireRole(request, 'trainer', 'admin')
	const rows = (await feedbackRows()).map((row) => [
		row.lessonSlug,
		row.lessonVersion,
		row.helped ? 'oui' : 'non',
		row.text,
		row.userId ?? '',
		row.createdAt.toISOString(),
		row.updatedAt.toISOString(),
	])
	return new Response(csv([columns, ...rows]), {
		headers: {
			'Content-Type': 'text/csv; charset=utf-8',
			'Content-Disposition': 'attachment; filename="retours-sur-les-lecons.csv"',
			'Cache-Control': 'private, no-store',
		},
	})
}
