import type { Check } from '../course.ts'
import { isJsx, type MdxNode, type MdxPage, walk } from './mdx-page.ts'

/** French prose that one studies, in words a minute. */
const WORDS_A_MINUTE = 130
/** Code is looked over more than read. */
const CODE_LINES_A_MINUTE = 30
const DRAWINGS = ['Schema', 'Pipeline']
const DRAWINGS_A_MINUTE = 1

/** How many minutes a lesson takes, its knowledge checks included, from what is on its page. */
export function readingTime({ tree }: MdxPage, checks: ReadonlyArray<Check>): number {
	let words = checks.reduce((total, check) => total + wordsOfCheck(check), 0)
	let codeLines = 0
	let drawings = 0
	for (const { node, ancestors } of walk(tree as MdxNode)) {
		if (node.type === 'code') codeLines += (node.value ?? '').split('\n').length
		else if (isJsx(node) && DRAWINGS.includes(node.name ?? '')) drawings += 1
		else if (isProse(node, ancestors)) words += wordsIn(node.value)
	}
	return words / WORDS_A_MINUTE + codeLines / CODE_LINES_A_MINUTE + drawings / DRAWINGS_A_MINUTE
}

/** What is written in a drawing is counted with the drawing. */
function isProse({ type }: MdxNode, ancestors: ReadonlyArray<MdxNode>): boolean {
	const drawn = ancestors.some((one) => isJsx(one) && one.name === 'svg')
	return (type === 'text' || type === 'inlineCode') && !drawn
}

function wordsOfCheck({ prompt, choices }: Check): number {
	const texts = [prompt, ...choices.flatMap(({ text, explanation }) => [text, explanation])]
	return texts.reduce((total, text) => total + wordsIn(text), 0)
}

function wordsIn(text = ''): number {
	return text.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length
}
