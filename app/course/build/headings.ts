import GithubSlugger from 'github-slugger'
import type { Heading } from '../course.ts'
import { type MdxPage, textOf, walk } from './mdx-page.ts'

/** The headings of a page in order, with the anchors that rehype-slug gives them. */
export function headingsOf({ tree }: MdxPage): Array<Heading> {
	const slugger = new GithubSlugger()
	return [...walk(tree)]
		.filter(({ node }) => node.type === 'heading')
		.map(({ node }) => ({ id: slugger.slug(textOf(node)), title: textOf(node) }))
}
