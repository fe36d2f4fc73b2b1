/** The share of the window's height above which a heading is taken as passed. */
const PASSED = 0.4

/** The heading of the lesson's text that the reader is under, or null above the first. */
export function nearestHeading(document: Document): { id: string; title: string } | null {
	const limit = window.innerHeight * PASSED
	const headings = document.querySelectorAll<HTMLElement>('.prose :is(h2, h3)[id]')
	const passed = [...headings].findLast((heading) => heading.getBoundingClientRect().top < limit)
	return passed ? { id: passed.id, title: passed.textContent } : null
}
