import { coursePath } from './course.ts'

type Place = {
	/** The lesson that the markup is of, by its slug. */
	lesson: string
	/** The part that is printed. */
	part: { slug: string; lessons: ReadonlyArray<{ slug: string }> }
	/** Where the site is, for links that leave the paper. */
	origin: string
}

/** Where a lesson begins on the paper. */
export function lessonAnchor(slug: string): string {
	return `lecon-${slug}`
}

/**
 * The markup of a text as a piece of a longer one: its headings one level down, its
 * ids its own, its links to lessons of the same part within the paper, and the
 * others with the address of the site.
 */
export function forPaper(html: string, place: Place): string {
	return html
		.replace(/<(\/?)h([2-5])(?=[\s>])/g, (_, slash, level) => `<${slash}h${Number(level) + 1}`)
		.replace(/ (id|aria-describedby|aria-labelledby|aria-controls)="([^"]+)"/g, ` $1="${place.lesson}--$2"`)
		.replace(/ href="([#/][^"]*)"/g, (_, href) => ` href="${paperHref(href, place)}"`)
}

function paperHref(href: string, { lesson, part, origin }: Place): string {
	if (href.startsWith('#')) return `#${lesson}--${href.slice(1)}`
	const [path, anchor] = href.split('#')
	const target = part.lessons.find((one) => coursePath(part, one) === path)
	if (!target) return origin + href
	return anchor ? `#${target.slug}--${anchor}` : `#${lessonAnchor(target.slug)}`
}
