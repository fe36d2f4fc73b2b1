import { useEffect, useRef } from 'react'
import { Form, Link, useNavigation, useSubmit } from 'react-router'
import type { RouteHandle } from '#app/root.tsx'
import { searchIndex } from '#app/search/search.server.ts'
import { Button } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty-state.tsx'
import { Field } from '#app/ui/field.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/search'
import { SearchResultItem } from './search-result-item.tsx'

/** A pause in typing that asks for results. */
const PAUSE_MS = 150

export async function loader({ request }: Route.LoaderArgs) {
	const query = (new URL(request.url).searchParams.get('q') ?? '').trim()
	const results = query ? (await searchIndex()).search(query) : []
	return { query, results }
}

export const handle: RouteHandle = { shared: true }

export default function SearchPage({ loaderData: { query, results } }: Route.ComponentProps) {
	return (
		<div className="page search">
			<PageHead
				title={query ? `« ${query} »` : 'Rechercher'}
				description="Chercher dans les leçons, le glossaire, les annexes et les ateliers."
				path={query ? undefined : '/recherche'}
			/>
			<h1>Rechercher</h1>
			<SearchForm query={query} />
			<p className="search-count" role="status">
				{query && countOf(results.length, query)}
			</p>
			{results.length > 0 && (
				<ol className="bare-list search-results">
					{results.map((result) => (
						<li key={result.page}>
							<SearchResultItem result={result} />
						</li>
					))}
				</ol>
			)}
			{query && results.length === 0 && (
				<EmptyState title="Rien ne correspond">
					<p>
						Essayez un mot plus court, le terme anglais de la console, ou le nom d’une opération de l’API
						comme <code>RetryStageExecution</code>.
					</p>
					<p>
						<Link to="/cours">Parcourir le plan du cours</Link>
					</p>
				</EmptyState>
			)}
		</div>
	)
}

/** A form that works by itself; with a script it asks at each pause in typing. */
function SearchForm({ query }: { query: string }) {
	const submit = useSubmit()
	const navigation = useNavigation()
	const form = useRef<HTMLFormElement>(null)
	const pause = useRef<ReturnType<typeof setTimeout>>(undefined)
	useEffect(() => () => clearTimeout(pause.current), [])
	// A link or the back button changes the question; typing does not touch the field.
	useEffect(() => {
		const field = form.current?.querySelector('input')
		if (field && field.value.trim() !== query && document.activeElement !== field) field.value = query
	}, [query])

	function ask() {
		clearTimeout(pause.current)
		// Each letter would else be a step back of the browser.
		pause.current = setTimeout(() => submit(form.current, { replace: true }), PAUSE_MS)
	}
	return (
		<Form
			ref={form}
			role="search"
			action="/recherche"
			className="search-form no-print"
			onSubmit={() => clearTimeout(pause.current)}
		>
			<Field
				label="Un mot, une question, un nom de l’API"
				type="search"
				name="q"
				defaultValue={query}
				onChange={ask}
				autoComplete="off"
				maxLength={200}
				aria-busy={navigation.state !== 'idle'}
			/>
			<Button>Rechercher</Button>
		</Form>
	)
}

function countOf(count: number, query: string): string {
	const results = count === 0 ? 'Aucun résultat' : count === 1 ? '1 résultat' : `${count} résultats`
	return `${results} pour «\u00a0${query}\u00a0»`
}
