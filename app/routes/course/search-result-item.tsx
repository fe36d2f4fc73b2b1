import { Link } from 'react-router'
import type { SearchResult } from '#app/search/search-index.ts'

/** One page that answers: where it belongs, the section, the sentence, and other sections of the page. */
export function SearchResultItem({ result }: { result: SearchResult }) {
	const { page, anchor, place, title, heading, excerpt, also } = result
	return (
		<article className="search-result">
			<p className="search-place quiet">{place}</p>
			<h2>
				<Link to={addressOf(page, anchor)}>
					{title}
					{heading && <span className="search-heading"> › {heading}</span>}
				</Link>
			</h2>
			<p>
				{excerpt.map(({ text, marked }, at) => {
					const key = `${at}-${text}`
					return marked ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>
				})}
			</p>
			{also.length > 0 && (
				<p className="search-also quiet">
					Aussi{'\u00a0'}:{' '}
					{also.map((section, at) => (
						<span key={section.heading}>
							{at > 0 && ' · '}
							<Link to={addressOf(page, section.anchor)}>{section.heading}</Link>
						</span>
					))}
				</p>
			)}
		</article>
	)
}

function addressOf(page: string, anchor?: string): string {
	return anchor ? `${page}#${anchor}` : page
}
