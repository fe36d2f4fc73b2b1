import { findTerm } from '../glossary.ts'
import { currentGlossary } from './load-glossary.ts'
import { isJsx, type JsxNode, type MdxNode, textOf, walk } from './mdx-page.ts'

/** Where a link may not stand, or would be in the way. */
const LINKLESS = new Set(['link', 'heading', 'a'])

/**
 * Gives each `<En>` whose text the glossary explains its term and definition, so
 * that the page holds what it shows and asks the server for nothing.
 */
export function remarkGlossary({ root }: { root: string }) {
	return (tree: MdxNode) => {
		const terms = currentGlossary(root)
		for (const { node, ancestors } of walk(tree)) {
			if (!isJsx(node) || node.name !== 'En' || ancestors.some(isLinkless)) continue
			const term = findTerm(terms, textOf(node))
			if (term) explain(node, { term: term.id, definition: term.definition })
		}
	}
}

function isLinkless(node: MdxNode): boolean {
	return LINKLESS.has(isJsx(node) ? (node.name ?? '') : node.type)
}

function explain(node: JsxNode, attributes: Record<string, string>) {
	for (const [name, value] of Object.entries(attributes))
		node.attributes.push({ type: 'mdxJsxAttribute', name, value })
}
