import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument, visit } from 'yaml'
import { isJsx, type JsxNode, lineOf, type MdxNode, type MdxPage, walk } from '#app/course/build/mdx-page.ts'

/** A text that learners read in one go, with the place of its characters. */
export interface Passage {
	file: string
	/** Inline code stands in it as `code`, so that nobody takes it for French. */
	text: string
	/** Whether it may be no French: the title of an English page, one word of a drawing. */
	title?: boolean
	/** Line of the file where a character stands. */
	lineAt(offset: number): number
}

/** What holds a sentence; what it holds is read as one. */
const HOLDERS = ['paragraph', 'heading', 'tableCell']
/** Attributes that are printed; those of a drawing are not. */
const PRINTED = ['titre', 'legende', 'label', 'caption']
/** Keys of YAML whose values are not French. */
const NOT_FRENCH = /^(id|url|status|type|lesson|lab|verified|english|aliases|see|correct|minutes|number)$/

/** Every passage of a page: its front matter, its sentences, and what its components print. */
export function passagesOf(page: MdxPage): Array<Passage> {
	const [first] = page.tree.children as Array<MdxNode>
	const front = first?.type === 'yaml' ? yamlPassages(page.file, first.value ?? '', lineOf(first)) : []
	const found = [...walk(page.tree as MdxNode)].flatMap(({ node, ancestors }) => {
		if (isJsx(node)) return attributes(page.file, node)
		// The texts of a drawing stand each by itself.
		const drawn = ancestors.some((one) => isJsx(one) && one.name === 'svg')
		const inSentence = !drawn && ancestors.some(({ type }) => HOLDERS.includes(type))
		const starts = drawn ? node.type === 'text' : HOLDERS.includes(node.type) || node.type === 'text'
		if (!starts || inSentence || ancestors.some((one) => isJsx(one) && isEnglish(one))) return []
		const passage = sentence(page.file, node)
		return [{ ...passage, title: drawn && !/\s/.test(passage.text.trim()) }]
	})
	return [...front, ...found]
}

/** Every French text of a YAML file. */
export function yamlFilePassages(file: string): Array<Passage> {
	return yamlPassages(file, readFileSync(file, 'utf8'), 0)
}

function yamlPassages(file: string, text: string, linesBefore: number): Array<Passage> {
	const lines = new LineCounter()
	const passages: Array<Passage> = []
	visit(parseDocument(text, { lineCounter: lines }), {
		Scalar(key, node, path) {
			if (key === 'key' || typeof node.value !== 'string') return
			const keys = path.flatMap((one) =>
				'key' in one ? [String((one.key as { value?: unknown })?.value)] : [],
			)
			if (NOT_FRENCH.test(keys.at(-1) ?? '')) return
			const line = lines.linePos(node.range?.[0] ?? 0).line + linesBefore
			passages.push({ file, text: node.value, title: keys.includes('sources'), lineAt: () => line })
		},
	})
	return passages
}

function attributes(file: string, node: JsxNode): Array<Passage> {
	return node.attributes.flatMap(({ name = '', value }) =>
		PRINTED.includes(name) && typeof value === 'string'
			? [{ file, text: value, lineAt: () => lineOf(node) }]
			: [],
	)
}

/** The text of a sentence, what is not French in it left out. */
function sentence(file: string, holder: MdxNode): Passage {
	const starts: Array<[offset: number, line: number]> = []
	let text = ''

	function read(node: MdxNode) {
		if (isJsx(node) && isEnglish(node)) text += 'code'
		else if (node.type === 'inlineCode') text += 'code'
		else if (node.type === 'text') {
			for (const [at, line] of (node.value ?? '').split('\n').entries()) {
				if (at > 0) text += '\n'
				starts.push([text.length, lineOf(node) + at])
				text += line
			}
		} else for (const child of node.children ?? []) read(child)
	}
	read(holder)
	return {
		file,
		text,
		lineAt: (offset) => starts.findLast(([start]) => start <= offset)?.[1] ?? lineOf(holder),
	}
}

function isEnglish(node: JsxNode): boolean {
	return node.name === 'En' || node.attributes.some(({ name, value }) => name === 'lang' && value === 'en')
}
