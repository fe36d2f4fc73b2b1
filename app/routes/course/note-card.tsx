import { Form, Link } from 'react-router'
import type { Heading } from '#app/course/course.ts'
import type { Note } from '#app/course/note.ts'
import { Button } from '#app/ui/button.tsx'
import { DateTime } from '#app/ui/date-time.tsx'
import { Disclosure } from '#app/ui/disclosure.tsx'
import type { RefusedNote } from './note-action.server.ts'
import { NoteFields } from './note-fields.tsx'

/** One note with what hangs on it: its place, its edition, its deletion. Each opens in place, without a script. */
export function NoteCard({
	note,
	action,
	path,
	headings,
	refused,
}: {
	note: Note
	/** Where its forms go. */
	action: string
	/** Address of its lesson; null when the lesson has left the course. */
	path: string | null
	headings: Array<Heading>
	/** What was typed and not kept. */
	refused?: RefusedNote | null
}) {
	const { id, text, heading, updatedAt } = note
	return (
		<article className="note" id={`note-${id}`} aria-label={heading ? `Note sur ${heading.title}` : 'Note'}>
			<p className="note-place quiet">
				{heading && path ? (
					<Link to={`${path}#${heading.id}`}>{heading.title}</Link>
				) : (
					<span>Sur toute la leçon</span>
				)}
				<DateTime date={updatedAt} />
			</p>
			<p className="note-text">{text}</p>
			<div className="note-tools no-print">
				<Disclosure key={updatedAt} summary="Modifier" name={`note-${id}`} open={refused != null}>
					<Form method="post" action={action} className="stack" preventScrollReset>
						<input type="hidden" name="id" value={id} />
						<NoteFields
							headings={headings}
							text={refused?.text ?? text}
							anchor={refused?.anchor ?? heading?.id ?? ''}
							error={refused?.error}
						/>
						<div>
							<Button name="intent" value="note-edit" small>
								Enregistrer la note
							</Button>
						</div>
					</Form>
				</Disclosure>
				<Disclosure summary="Supprimer" name={`note-${id}`}>
					<Form method="post" action={action} preventScrollReset>
						<input type="hidden" name="id" value={id} />
						<p>Le texte de cette note sera perdu.</p>
						<Button name="intent" value="note-delete" variant="danger" small>
							Supprimer la note
						</Button>
					</Form>
				</Disclosure>
			</div>
		</article>
	)
}
