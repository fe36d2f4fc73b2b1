import { Form, Link, useNavigation } from 'react-router'
import type { Heading } from '#app/course/course.ts'
import type { Note } from '#app/course/note.ts'
import { Button } from '#app/ui/button.tsx'
import { Disclosure } from '#app/ui/disclosure.tsx'
import type { RefusedNote } from './note-action.server.ts'
import { NoteCard } from './note-card.tsx'
import { NoteFields } from './note-fields.tsx'

/** The learner's own notes on this lesson, and the form of a new one. */
export function LessonNotes({
	notes,
	path,
	headings,
	refused,
}: {
	notes: Array<Note>
	path: string
	headings: Array<Heading>
	refused?: RefusedNote | null
}) {
	const busy = useNavigation().formData?.get('intent') === 'note'
	const fresh = refused?.id === null ? refused : undefined
	return (
		<section className="notes" id="notes" aria-labelledby="notes-titre">
			<div className="row">
				<h2 id="notes-titre">Vos notes</h2>
				<Link className="quiet no-print" to="/cours/notes">
					Toutes vos notes
				</Link>
			</div>
			{notes.map((note) => (
				<NoteCard
					key={note.id}
					note={note}
					action={path}
					path={path}
					headings={headings}
					refused={refused?.id === note.id ? refused : undefined}
				/>
			))}
			<div className="no-print">
				{/* A note that was kept closes the form and empties it. */}
				<Disclosure key={notes.length} summary="Ajouter une note" open={fresh !== undefined}>
					<Form method="post" className="stack" preventScrollReset>
						<NoteFields
							headings={headings}
							text={fresh?.text ?? ''}
							anchor={fresh?.anchor ?? ''}
							error={fresh?.error}
						/>
						<p className="quiet">Vous seul lisez vos notes.</p>
						<div>
							<Button name="intent" value="note" busy={busy}>
								Enregistrer la note
							</Button>
						</div>
					</Form>
				</Disclosure>
			</div>
		</section>
	)
}
