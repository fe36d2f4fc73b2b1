import { useState } from 'react'
import type { Heading } from '#app/course/course.ts'
import { NOTE_LENGTH } from '#app/course/note.ts'
import { SelectField, TextAreaField } from '#app/ui/field.tsx'

/** Characters from the limit at which what is left is told. */
const NEAR_LIMIT = 500

/** The text of a note and the heading that it hangs on. */
export function NoteFields({
	headings,
	text,
	anchor,
	error,
}: {
	headings: Array<Heading>
	text: string
	anchor: string
	error?: string
}) {
	const [left, setLeft] = useState(NOTE_LENGTH - text.length)
	return (
		<>
			<TextAreaField
				label="Texte de la note"
				name="text"
				rows={4}
				required
				maxLength={NOTE_LENGTH}
				defaultValue={text}
				hint={left < NEAR_LIMIT ? `Il reste ${left} caractères.` : undefined}
				error={error}
				onChange={(event) => setLeft(NOTE_LENGTH - event.currentTarget.value.length)}
			/>
			{headings.length > 0 && (
				<SelectField label="Passage" name="anchor" defaultValue={anchor}>
					<option value="">Toute la leçon</option>
					{headings.map(({ id, title }) => (
						<option key={id} value={id}>
							{title}
						</option>
					))}
				</SelectField>
			)}
		</>
	)
}
