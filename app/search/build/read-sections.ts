import GithubSlugger from 'github-slugger'
import { isJsx, type JsxNode, type MdxNode, type MdxPage, textOf } from '../../course/build/mdx-page.ts'

/** What stands under one heading of a page, or before the first. */
export type Section = { heading?: string; anchor?: string; sentences: Array<string>; code: Array<string> }

/** Attributes of components that hold words of the text. */
const WORDED = new Set(['titre', 'legende', 'label', 'caption'])
const segmenter = new Intl.Segmenter('fr', { granularity: 'sentence' })

/** The sections of a page, with the anchors that rehype-slug gives to their headings. */
export function sectionsOf({ tree }: MdxPage): Array<Section> {
	const slugger = new GithubSlugger()
	const sections: Array<Section> = [{ sentences: [], code: [] }]
	for (const node of (tree as MdxNode).children ?? []) {
		if (node.type === 'heading') {
			const heading = textOf(node)
			sections.push({ heading, anchor: slugger.slug(heading), sentences: [], code: [] })
		} else {
			const section = sections.at(-1)
			if (section) read(node, section)
		}
	}
	return sections.filter(({ heading, sentences }) => heading || sentences.length > 0)
}

function read(node: MdxNode, section: Section): void {
	if (node.type === 'code') return void section.code.push(...(node.value ?? '').split('\n'))
	if (node.type === 'paragraph' || node.type === 'tableRow')
		return void section.sentences.push(...sentencesOf(node))
	if (isJsx(node)) {
		section.sentences.push(...attributeTexts(node))
		// The words of a drawing are in its caption.
		if (node.name === 'svg') return
	}
	for (const child of node.children ?? []) read(child, section)
}

function sentencesOf(node: MdxNode): Array<string> {
	const text =
		node.type === 'tableRow' ? (node.children ?? []).map(textOf).filter(Boolean).join(' · ') : textOf(node)
	return [...segmenter.segment(text.replace(/\s+/g, ' '))]
		.map(({ segment }) => segment.trim())
		.filter(Boolean)
}

function attributeTexts({ attributes }: JsxNode): Array<string> {
	return attributes.flatMap(({ name, value }) =>
		name && WORDED.has(name) && typeof value === 'string' ? [value] : [],
	)
}
