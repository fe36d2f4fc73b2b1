import type { Element, ElementContent, Root, RootContent } from 'hast'
import type { VFile } from 'vfile'
import { lessonOf, tryMeta } from './examples.ts'
import { commandsOf, highlight, languageOf } from './highlight.ts'

/**
 * Turns each fence of an MDX file into `<CodeBlock>` with markup highlighted now,
 * so that neither the reader's browser nor the server does it later. A language
 * that is unknown stops the build at the fence's line.
 */
export function rehypeCodeBlock() {
	return async (tree: Root, file: VFile) => {
		const blocks = blocksOf(tree)
		const tried = blocks.filter((block) => tryMeta(metaOf(block)))
		await Promise.all(
			blocks.map((block) => {
				const place = tried.indexOf(block)
				return replace(block, file, place < 0 ? undefined : `${lessonOf(file.path)}/${place + 1}`)
			}),
		)
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

function metaOf({ code }: Block): string {
	return String(code.data?.meta ?? '')
}

async function replace(block: Block, file: VFile, example: string | undefined) {
	const { parent, pre, code } = block
	const text = code.children
		.map((child) => (child.type === 'text' ? child.value : ''))
		.join('')
		.replace(/\n$/, '')
	const language = fenceLanguage(code, file)
	const title = /title="([^"]+)"/.exec(metaOf(block))?.[1]
	const attributes = {
		html: await highlight(text, language),
		language,
		...(title && { title }),
		...(language === 'console' && { copy: commandsOf(text) }),
		...(example && { example }),
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
