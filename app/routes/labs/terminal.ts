import { runLine, terminalLine } from '#app/labs/terminal.server.ts'
import { WorkspaceFull } from '#app/labs/workspace.server.ts'
import { postedJson } from '#app/platform/posted-json.ts'
import type { Route } from './+types/terminal'
import { requireSandbox } from './lab-of.server.ts'

/** A line, and the variables that the session carries. */
const BODY_BYTES = 256 * 1024

/** Runs one command line in the learner's sandbox. */
export async function action({ request, params }: Route.ActionArgs) {
	const { lab, ...open } = await requireSandbox(request, params.slug)
	const typed = terminalLine.safeParse(await postedJson(request, BODY_BYTES))
	if (!typed.success) {
		const [issue] = typed.error.issues
		return Response.json({ error: issue?.message ?? 'La commande n’a pas pu être lue.' }, { status: 400 })
	}
	try {
		return Response.json(await runLine(open, lab, typed.data))
	} catch (error) {
		if (error instanceof WorkspaceFull) return Response.json({ error: error.message }, { status: 413 })
		throw error
	}
}
