import { expect, test } from 'vitest'
import { readMdxPage } from './mdx-page.ts'
import { projectOf } from './project.fixture.ts'
import { readingTime } from './reading-time.ts'

function timeOf(text: string, checks: Parameters<typeof readingTime>[1] = []): number {
	using project = projectOf({ 'lecon.mdx': text })
	return readingTime(readMdxPage(project.root, 'lecon.mdx'), checks)
}

test('a lesson takes the time of its words, its lines of code and its drawings', () => {
	expect(timeOf('mot '.repeat(260))).toBe(2)
	expect(timeOf(`\`\`\`json\n${'{}\n'.repeat(60)}\`\`\``)).toBe(2)
	expect(timeOf('<Schema titre="x">\n<svg>\n<text>un deux trois</text>\n</svg>\n</Schema>')).toBe(1)
	expect(timeOf('Texte.\n\n---\n\n| a | b |\n|---|---|\n| c | d |')).toBeCloseTo(5 / 130)
})

test('knowledge checks are read too', () => {
	const choices = [{ text: 'a', correct: true, explanation: 'mot '.repeat(128) }]
	expect(timeOf('', [{ id: 'q', type: 'single', prompt: 'mot', choices }])).toBe(1)
})
