import type { Element, ElementContent, Root, RootContent } from 'hast'
import type { VFile } from 'vfile'
import { commandsOf, highlight, languageOf } from './highlight.ts'

/**
 * Turns each fence of an MDX file into `<CodeBlock>` with markup highlighted now,
 * so that neither the reader's browser nor the server does it later. A language
 * that is unknown stops the build at the fence's line.
 */
export function rehypeCodeBlock() {
	return async (tree: Root, file: VFile) => {
		await Promise.all(blocksOf(tree).map((block) => replace(block, file)))
	}
}

type Parent = { children: Array<RootContent | ElementContent> }
type Block = { parent: Parent; pre: Element; code: Element }

function blocksOf(node: Parent): Array<Block> {
	return node.children.flatMap((child) => {
		if (child.type === 'element' && child.tagName === 'pre') {
			const [code] = child.children
			return code?.type === 'element' ? [{ parent: node, pre: child, code }] : []
		}
		return 'children' in child ? blocksOf(child as Parent) : []
	})
}

async function replace({ parent, pre, code }: Block, file: VFile) {
	const text = code.children
		.map((child) => (child.type === 'text' ? child.value : ''))
		.join('')
		.replace(/\n$/, '')
	const language = fenceLanguage(code, file)
	const title = /title="([^"]+)"/.exec(String(code.data?.meta ?? ''))?.[1]
	const attributes = {
		html: await highlight(text, language),
		language,
		...(title && { title }),
		...(language === 'console' && { copy: commandsOf(text) }),
	}
	parent.children[parent.children.indexOf(pre)] = {
		type: 'mdxJsxFlowElement',
		name: 'CodeBlock',
		attributes: Object.entries(attributes).map(([name, value]) => ({ type: 'mdxJsxAttribute', name, value })),
		children: [],
	} as unknown as ElementContent
}

function fenceLanguage(code: Element, file: VFile): string {
	const className = code.properties.className
	const fence = Array.isArray(className) ? String(className[0]).replace('language-', '') : 'text'
	try {
		return languageOf(fence)
	} catch (error) {
		return file.fail(error instanceof Error ? error.message : String(error), code)
	}
}
