import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createProcessor } from '@mdx-js/mdx'
import type { Root } from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import { ContentError } from './content-error.ts'

/** An MDX file as Markdown sees it: its tree, with the place of everything. */
export type MdxPage = { file: string; text: string; tree: Root }

/** Any node of the tree, whatever plugin it comes from. */
export type MdxNode = {
	type: string
	position?: {
		start: { line: number; column: number; offset?: number }
		end: { line: number; offset?: number }
	}
	value?: string
	children?: Array<MdxNode>
}

/** `<Piege>` on lines of its own, or `<En>` within a sentence. */
export type JsxNode = MdxNode & {
	name: string | null
	attributes: Array<{ type: string; name?: string; value?: string | null | { value: string } }>
}

const processor = createProcessor({ remarkPlugins: [remarkFrontmatter, remarkGfm] })
// The loader asks for a page, then its links do, then the tests.
const parsed = new Map<string, MdxPage>()

/** Reads and parses an MDX file, named by its path from the root. Throws ContentError where it does not parse. */
export function readMdxPage(root: string, file: string): MdxPage {
	const text = readFileSync(join(root, file), 'utf8')
	const known = parsed.get(file)
	if (known?.text === text) return known
	const page = { file, text, tree: parse(text, file) }
	parsed.set(file, page)
	return page
}

function parse(text: string, file: string): Root {
	try {
		return processor.parse(text)
	} catch (error) {
		const { reason, line } = error as { reason?: string; line?: number }
		if (reason === undefined) throw error
		throw new ContentError(file, `invalid MDX, ${reason}`, line)
	}
}

/** Every node of a page in the order of the text, with those around it from the outside in. */
export function* walk(
	node: MdxNode,
	ancestors: ReadonlyArray<MdxNode> = [],
): Generator<{ node: MdxNode; ancestors: ReadonlyArray<MdxNode> }> {
	yield { node, ancestors }
	const inside = [...ancestors, node]
	for (const child of node.children ?? []) yield* walk(child, inside)
}

export function isJsx(node: MdxNode): node is JsxNode {
	return node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement'
}

/** The line where a node starts. */
export function lineOf(node: MdxNode): number {
	return node.position?.start.line ?? 1
}

/** The text of a node and of all that it holds, without marks. */
export function textOf(node: MdxNode): string {
	return [...walk(node)]
		.filter(({ node: { type } }) => type === 'text' || type === 'inlineCode')
		.map(({ node: { value } }) => value ?? '')
		.join('')
}
