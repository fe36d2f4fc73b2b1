import { useEffect, useRef, useState } from 'react'
import { useFetcher } from 'react-router'
import type { Heading } from '#app/course/course.ts'
import { Button } from '#app/ui/button.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { nearestHeading } from './nearest-heading.ts'
import type { RefusedNote } from './note-action.server.ts'
import { NoteFields } from './note-fields.tsx'

/**
 * Writes a note without leaving the passage that one reads: the heading above is
 * proposed. It needs a script; without one, the form under the lesson serves.
 */
export function NoteHere({ headings }: { headings: Array<Heading> }) {
	const dialog = useRef<HTMLDialogElement>(null)
	const [anchor, setAnchor] = useState<string | null>(null)
	const fetcher = useFetcher<{ refusedNote: RefusedNote | null }>()
	const refused = fetcher.data?.refusedNote
	useEffect(() => {
		if (fetcher.state === 'idle' && fetcher.data && !fetcher.data.refusedNote) dialog.current?.close()
	}, [fetcher.state, fetcher.data])

	function open() {
		const near = nearestHeading(document)
		setAnchor(headings.find(({ id }) => id === near?.id)?.id ?? '')
		dialog.current?.showModal()
	}
	return (
		<>
			<button type="button" className="button button-small note-here needs-script no-print" onClick={open}>
				<Icon name="pencil" size={14} />
				Noter ce passage
			</button>
			<dialog ref={dialog} className="note-dialog" aria-labelledby="note-ici" onClose={() => setAnchor(null)}>
				<h2 id="note-ici">Noter ce passage</h2>
				{anchor !== null && (
					<fetcher.Form method="post" className="stack">
						<input type="hidden" name="sur-place" value="oui" />
						<NoteFields headings={headings} text="" anchor={anchor} error={refused?.error} />
						<div className="row">
							<Button name="intent" value="note" busy={fetcher.state !== 'idle'}>
								Enregistrer la note
							</Button>
							<Button type="button" variant="quiet" onClick={() => dialog.current?.close()}>
								Fermer sans enregistrer
							</Button>
						</div>
					</fetcher.Form>
				)}
			</dialog>
		</>
	)
}
