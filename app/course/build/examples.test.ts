import { createProcessor } from '@mdx-js/mdx'
import { expect, test } from 'vitest'
import { loadExamples, tryMeta } from './examples.ts'
import type { MdxPage } from './mdx-page.ts'

function page(slug: string, text: string): MdxPage {
	return { file: `content/modules/01-x/01-${slug}.mdx`, text, tree: createProcessor().parse(text) }
}

test('the fence says whether, with what command and with which files', () => {
	expect(tryMeta('title="a.json"')).toBeUndefined()
	expect(tryMeta('unchecked="never try this"')).toBeUndefined()
	expect(tryMeta('try')).toEqual({ command: '', files: [] })
	expect(tryMeta('title="a.json" try="aws x --y z" with="b/c.json d/e.json"')).toEqual({
		command: 'aws x --y z',
		files: ['b/c.json', 'd/e.json'],
	})
})

test('examples of a lesson share its files, and each follows those before it', () => {
	const first = page(
		'un',
		'```json title="a.json" try="cat a.json"\n{}\n```\n\n```json title="autre.json"\n{}\n```\n',
	)
	const second = page(
		'deux',
		'```console try with="un/a.json"\n$ aws a \\\n  --b\nfait\n$ aws c\n```\n\n```console try\n$ aws d\n```\n',
	)
	expect(loadExamples([first, second])).toMatchObject([
		{ id: 'un/1', title: 'a.json', files: { 'a.json': '{}\n' }, commands: ['cat a.json'], before: [] },
		{ id: 'deux/1', title: 'aws a \\\n  --b', files: { 'a.json': '{}\n' }, before: [] },
		{ id: 'deux/2', commands: ['aws d'], before: ['aws a \\\n  --b', 'aws c'] },
	])
})

test('an example that cannot be tried is refused with its file and line', () => {
	const refused = (text: string) => () => loadExamples([page('un', `Texte.\n\n${text}`)])
	expect(refused('```console try\nrien\n```')).toThrow(
		'content/modules/01-x/01-un.mdx:3: try: this transcript types nothing',
	)
	expect(refused('```json try\n{}\n```')).toThrow('01-un.mdx:3: try: a file to try needs its title')
	expect(refused('```console try with="deux/b.json"\n$ ls\n```')).toThrow(
		'01-un.mdx:3: with: no block to try is titled "deux/b.json"',
	)
})
