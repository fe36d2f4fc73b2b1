import { requireUser } from '#app/accounts/guards.server.ts'
import { notebookMarkdown } from '#app/course/notebook.ts'
import { notebook } from '#app/course/notes.server.ts'
import { env } from '#app/platform/env.server.ts'
import type { Route } from './+types/notes-export'

/** The learner's notes as a Markdown file. */
export async function loader({ request }: Route.LoaderArgs) {
	const user = await requireUser(request)
	return new Response(notebookMarkdown(await notebook(user.id), env.publicUrl), {
		headers: {
			'Content-Type': 'text/markdown; charset=utf-8',
			'Content-Disposition': 'attachment; filename="notes-filiere.md"',
			'Cache-Control': 'private, no-store',
		},
	})
}
