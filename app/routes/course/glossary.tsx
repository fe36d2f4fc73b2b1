import { Form, Link } from 'react-router'
import { course } from '#app/course/course.server.ts'
import { byLetter, type GlossaryTerm, searchTerms } from '#app/course/glossary.ts'
import type { RouteHandle } from '#app/root.tsx'
import { Breadcrumbs } from '#app/ui/breadcrumbs.tsx'
import { Button } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty-state.tsx'
import { Field } from '#app/ui/field.tsx'
import { InlineText } from '#app/ui/inline-text.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/glossary'

export function loader({ request }: Route.LoaderArgs) {
	const search = new URL(request.url).searchParams.get('q')?.trim() ?? ''
	const names = Object.fromEntries(course.glossary.map(({ id, term }) => [id, term]))
	return {
		search,
		names,
		total: course.glossary.length,
		letters: byLetter(searchTerms(course.glossary, search)),
	}
}

export const handle: RouteHandle = { shared: true }

export default function Glossary({ loaderData: { search, names, total, letters } }: Route.ComponentProps) {
	const found = letters.reduce((count, [, terms]) => count + terms.length, 0)
	return (
		<div className="page glossary">
			<PageHead
				title="Glossaire"
				description="Les mots d’AWS CodePipeline et de la livraison continue, du français à l’anglais de la console."
				path="/glossaire"
			/>
			<Breadcrumbs crumbs={[{ title: 'Cours', to: '/cours' }, { title: 'Glossaire' }]} />
			<header className="stack">
				<h1>Glossaire</h1>
				<p className="lead">
					{total} termes, en français et tels que la console d’AWS les écrit. Dans les leçons, un terme
					souligné mène ici.
				</p>
			</header>
			<Form role="search" className="glossary-search no-print" action="/glossaire">
				<Field
					label="Chercher un terme, en français ou en anglais"
					type="search"
					name="q"
					defaultValue={search}
				/>
				<Button>Chercher</Button>
			</Form>
			{search ? (
				<p className="row" role="status">
					<strong>
						{found} {found > 1 ? 'termes' : 'terme'} pour «{'\u00a0'}
						{search}
						{'\u00a0'}»
					</strong>
					<Link to="/glossaire">Voir tout le glossaire</Link>
				</p>
			) : (
				<nav className="glossary-letters no-print" aria-label="Lettres">
					{letters.map(([letter]) => (
						<a key={letter} href={`#lettre-${letter}`}>
							{letter}
						</a>
					))}
				</nav>
			)}
			{letters.map(([letter, terms]) => (
				<section key={letter} className="glossary-letter" aria-labelledby={`lettre-${letter}`}>
					<h2 id={`lettre-${letter}`}>{letter}</h2>
					<dl>
						{terms.map((term) => (
							<Entry key={term.id} entry={term} names={names} whole={search === ''} />
						))}
					</dl>
				</section>
			))}
			{found === 0 && (
				<EmptyState title="Aucun terme ne correspond">
					<p>Essayez un mot plus court, ou le terme anglais de la console.</p>
				</EmptyState>
			)}
		</div>
	)
}

/** One term. In the whole glossary its anchors are on this page; in a search they may not be. */
function Entry({
	entry,
	names,
	whole,
}: {
	entry: GlossaryTerm
	names: Record<string, string>
	whole: boolean
}) {
	const { id, term, english, aliases, definition, see } = entry
	return (
		<div className="glossary-entry" id={id}>
			<dt>
				{term}
				{english !== term && (
					<span className="glossary-english" lang="en">
						{english}
					</span>
				)}
				{aliases.length > 0 && <span>(aussi {aliases.join(', ')})</span>}
			</dt>
			<dd>
				<p>
					<InlineText text={definition} />
				</p>
				{see.length > 0 && (
					<p className="quiet">
						Voir aussi{'\u00a0'}:{' '}
						{see.map((other, position) => (
							<span key={other}>
								{position > 0 && ', '}
								<a href={whole ? `#${other}` : `/glossaire#${other}`}>{names[other]}</a>
							</span>
						))}
					</p>
				)}
			</dd>
		</div>
	)
}
