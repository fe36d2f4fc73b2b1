import { z } from 'zod'
import { changeFiles, listFiles, WorkspaceFull, workspacePath } from '#app/labs/workspace.server.ts'
import { postedJson } from '#app/platform/posted-json.ts'
import type { Route } from './+types/files'
import { requireSandbox } from './lab-of.server.ts'

/** Bytes of a file that the editor opens; larger ones are for the terminal. */
const EDITABLE_BYTES = 256 * 1024

/** A file of which every second character is escaped. */
const BODY_BYTES = 2 * EDITABLE_BYTES + 16 * 1024

const change = z.discriminatedUnion('intent', [
	z.object({ intent: z.literal('write'), path: workspacePath, text: z.string().max(EDITABLE_BYTES) }),
	z.object({ intent: z.literal('remove'), path: workspacePath }),
])

/** The files of the home directory: text where it is text and not too large. */
export async function loader({ request, params }: Route.LoaderArgs) {
	const { row } = await requireSandbox(request, params.slug)
	const files = await listFiles(row.id)
	return Response.json(
		files.map(({ path, content, updatedAt }) => ({ path, text: textOf(content), updatedAt })),
		{ headers: { 'Cache-Control': 'no-store' } },
	)
}

/** Writes or removes one file. */
export async function action({ request, params }: Route.ActionArgs) {
	const { row } = await requireSandbox(request, params.slug)
	const asked = change.safeParse(await postedJson(request, BODY_BYTES))
	if (!asked.success) {
		const [issue] = asked.error.issues
		return Response.json({ error: issue?.message ?? 'La demande n’a pas pu être lue.' }, { status: 400 })
	}
	const { data } = asked
	try {
		if (data.intent === 'remove') await changeFiles(row.id, { written: {}, removed: [data.path] })
		else await changeFiles(row.id, { written: { [data.path]: Buffer.from(data.text) } })
		return Response.json({ saved: true })
	} catch (error) {
		if (error instanceof WorkspaceFull) return Response.json({ error: error.message }, { status: 413 })
		throw error
	}
}

/** The file's text, or null when it is binary or too large for the editor. */
function textOf(content: Uint8Array): string | null {
	if (content.byteLength > EDITABLE_BYTES || content.includes(0)) return null
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(content)
	} catch {
		return null
	}
}
