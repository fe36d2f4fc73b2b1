import { expect, test } from 'vitest'
import { commandsOf, highlight, languageOf } from './highlight.ts'

test('code is marked with classes and keeps its text, escaped', async () => {
	const html = await highlight('{ "a": "<b>" }', 'json')
	expect(html).toContain('<span class="k-f">')
	expect(html).toContain('&lt;b&gt;')
	expect(html).not.toContain('style=')
	expect(html.replace(/<[^>]+>/g, '')).toBe('{ "a": "&lt;b&gt;" }')
})

test('a transcript marks its prompts and leaves the answers plain', async () => {
	const html = await highlight('$ ls\n<site>.zip', 'console')
	expect(html).toBe('<span class="k-p">$ </span><span class="k-f">ls</span>\n&lt;site&gt;.zip')
})

test('copying a transcript takes the commands with their continued lines', () => {
	expect(commandsOf('$ aws s3 ls \\\n    --recursive\nsite.zip\n$ pwd')).toBe(
		'aws s3 ls \\\n    --recursive\npwd',
	)
})

test('an unknown language is refused with the list of the known ones', () => {
	expect(() => languageOf('cobol')).toThrow('no highlighting for "cobol"; use one of json')
	expect(languageOf('ts')).toBe('typescript')
})
