import { Form, Link, redirect } from 'react-router'
import { requireUser } from '#app/accounts/guards.server.ts'
import { searchNotebook } from '#app/course/notebook.ts'
import { notebook } from '#app/course/notes.server.ts'
import { postedForm } from '#app/platform/posted-form.ts'
import { Breadcrumbs } from '#app/ui/breadcrumbs.tsx'
import { Button, LinkButton } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty-state.tsx'
import { Field } from '#app/ui/field.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/notes'
import { changeNote, refusal } from './note-action.server.ts'
import { NoteCard } from './note-card.tsx'

export async function loader({ request }: Route.LoaderArgs) {
	const user = await requireUser(request)
	const query = new URL(request.url).searchParams.get('q')?.slice(0, 200).trim() ?? ''
	const sections = await notebook(user.id)
	return {
		query,
		total: sections.reduce((sum, { notes }) => sum + notes.length, 0),
		sections: searchNotebook(sections, query),
	}
}

export async function action({ request }: Route.ActionArgs) {
	const user = await requireUser(request)
	const form = await postedForm(request)
	if (!['note-edit', 'note-delete'].includes(String(form.get('intent'))))
		throw new Response('Ce formulaire est incomplet. Rechargez la page.', { status: 400 })
	const refusedNote = await changeNote(user.id, form)
	return refusedNote ? refusal(refusedNote) : redirect('/cours/notes')
}

export default function NotesPage({ loaderData, actionData }: Route.ComponentProps) {
	const { query, total, sections } = loaderData
	const refused = actionData?.refusedNote
	const found = sections.reduce((sum, { notes }) => sum + notes.length, 0)
	return (
		<div className="page notebook">
			<PageHead title="Mes notes" />
			<Breadcrumbs crumbs={[{ title: 'Cours', to: '/cours' }, { title: 'Mes notes' }]} />
			<h1>Mes notes</h1>
			{total === 0 ? (
				<EmptyState title="Aucune note pour le moment">
					<p>Au bas de chaque leçon, un formulaire garde vos notes, avec le passage dont elles parlent.</p>
					<LinkButton to="/cours">Aller au cours</LinkButton>
				</EmptyState>
			) : (
				<>
					<Form className="notebook-search no-print" role="search">
						<Field
							label="Chercher dans mes notes"
							type="search"
							name="q"
							defaultValue={query}
							maxLength={200}
						/>
						<Button>Chercher</Button>
						<a className="button button-quiet" href="/cours/notes.md" download>
							Exporter en Markdown
						</a>
					</Form>
					<p className="quiet" role="status">
						{query ? `${countOf(found)} sur ${total} pour «\u00a0${query}\u00a0».` : `${countOf(total)}.`}{' '}
						{query && <Link to="/cours/notes">Voir toutes les notes</Link>}
					</p>
					{sections.map(({ slug, part, title, path, headings, notes }) => (
						<section key={slug} className="notebook-lesson" aria-labelledby={`lecon-${slug}`}>
							<p className="kicker">{part ?? 'Leçon retirée du cours'}</p>
							<h2 id={`lecon-${slug}`}>{path ? <Link to={path}>{title}</Link> : title}</h2>
							{notes.map((note) => (
								<NoteCard
									key={note.id}
									note={note}
									action="/cours/notes"
									path={path}
									headings={headings}
									refused={refused?.id === note.id ? refused : undefined}
								/>
							))}
						</section>
					))}
				</>
			)}
		</div>
	)
}

function countOf(notes: number): string {
	return notes === 1 ? '1 note' : `${notes} notes`
}
