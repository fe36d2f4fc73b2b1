import { data } from 'react-router'
import { noteForm } from '#app/course/note-form.ts'
import { deleteNote, editNote, NOTES_AT_MOST } from '#app/course/notes.server.ts'
import { now } from '#app/platform/clock.server.ts'

/** A note that could not be kept, to show its form again with what was typed. */
export interface RefusedNote {
	/** Null for a new note. */
	id: string | null
	text: string
	anchor: string
	error: string
}

/** Edits or deletes one of the learner's own notes; answers the refused note, or null when it is done. */
export async function changeNote(userId: string, form: FormData): Promise<RefusedNote | null> {
	const id = String(form.get('id') ?? '')
	if (form.get('intent') === 'note-delete') {
		if (!(await deleteNote({ userId, id }))) throw noSuchNote()
		return null
	}
	const note = noteForm.safeParse(Object.fromEntries(form))
	if (!note.success) return refused(id, form, note.error.issues[0]?.message)
	if (!(await editNote({ userId, id }, note.data, now()))) throw noSuchNote()
	return null
}

/** What was typed, with why it was not kept. */
export function refused(
	id: string | null,
	form: FormData,
	error = 'La note n’a pas pu être lue.',
): RefusedNote {
	const field = (name: string) => String(form.get(name) ?? '')
	return { id, text: field('text'), anchor: field('anchor'), error }
}

export const notebookFull = `Vous avez ${NOTES_AT_MOST} notes, le maximum. Supprimez-en, puis enregistrez de nouveau.`

/** The answer that shows the form again. */
export function refusal(refusedNote: RefusedNote) {
	return data({ refusedNote }, { status: 400 })
}

function noSuchNote(): Response {
	return new Response('Cette note n’existe plus. Rechargez la page.', { status: 404 })
}
