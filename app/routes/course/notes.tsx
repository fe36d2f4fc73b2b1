import { Form, Link, redirect } from 'react-router'
import { requireUser } from '#app/accounts/guards.server.ts'
import { type NotebookSection, notesFrom, searchNotebook } from '#app/course/notebook.ts'
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

/** Notes of one page. */
const NOTES = 100

export async function loader({ request }: Route.LoaderArgs) {
	const user = await requireUser(request)
	const asked = new URL(request.url).searchParams
	const query = asked.get('q')?.slice(0, 200).trim() ?? ''
	const sections = await notebook(user.id)
	const matching = await searchNotebook(sections, query)
	const found = countNotes(matching)
	const pages = Math.max(1, Math.ceil(found / NOTES))
	const page = Math.min(pages, Math.max(1, Math.trunc(Number(asked.get('page')) || 1)))
	return {
		query,
		total: countNotes(sections),
		found,
		page,
		pages,
		sections: notesFrom(matching, (page - 1) * NOTES, NOTES),
	}
}

function countNotes(sections: ReadonlyArray<NotebookSection>): number {
	return sections.reduce((sum, { notes }) => sum + notes.length, 0)
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
	const { query, total, found, page, pages, sections } = loaderData
	const refused = actionData?.refusedNote
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
					{pages > 1 && <NotebookPages query={query} page={page} pages={pages} />}
				</>
			)}
		</div>
	)
}

function NotebookPages({ query, page, pages }: { query: string; page: number; pages: number }) {
	const to = (other: number) =>
		`/cours/notes?${new URLSearchParams({ ...(query && { q: query }), page: String(other) })}`
	return (
		<nav className="no-print" aria-label="Pages de notes">
			{page > 1 && <Link to={to(page - 1)}>Notes précédentes</Link>} Page {page} sur {pages}{' '}
			{page < pages && <Link to={to(page + 1)}>Notes suivantes</Link>}
		</nav>
	)
}

function countOf(notes: number): string {
	return notes === 1 ? '1 note' : `${notes} notes`
}
