import { compile } from '@mdx-js/mdx'
import { expect, test } from 'vitest'
import { ContentError } from './content-error.ts'
import { good, projectOf } from './project.fixture.ts'
import { remarkGlossary } from './remark-glossary.ts'

async function compiled(text: string, files = good): Promise<string> {
	using project = projectOf(files)
	return String(await compile(text, { remarkPlugins: [[remarkGlossary, { root: project.root }]], jsx: true }))
}

test('an English term of the glossary carries its definition into the page', async () => {
	expect(await compiled('Des étapes (<En>stages</En>).')).toContain(
		'<_components.p>{"Des étapes ("}<En term="etape" definition="Un groupe d’actions.">{"stages"}</En>',
	)
})

test('other words, titles and links stay as they are', async () => {
	expect(await compiled('<En>Release change</En>')).toContain('<En>{"Release change"}</En>')
	expect(await compiled('## Étapes (<En>stages</En>)')).toContain('<En>{"stages"}</En>')
	expect(await compiled('[<En>stages</En>](/cours)')).toContain('<En>{"stages"}</En>')
})

test('a page cannot be compiled with a glossary that does not hold', async () => {
	const files = { ...good, 'content/glossary.yaml': 'terms:\n  - { id: X }\n' }
	await expect(compiled('Texte.', files)).rejects.toThrow(ContentError)
})
