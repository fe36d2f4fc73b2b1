import { createHighlighter, type ThemeRegistrationRaw } from 'shiki'

// A theme of marks instead of colours: each colour below stands for a class of
// code-block.css, so that one markup serves light and dark and the page needs
// no style attribute (the CSP refuses them).
const classes: Record<string, string> = {
	'#000001': 'k-c',
	'#000002': 'k-s',
	'#000003': 'k-k',
	'#000004': 'k-n',
	'#000005': 'k-f',
}

const theme: ThemeRegistrationRaw = {
	name: 'marks',
	type: 'light',
	fg: '#000000',
	bg: '#ffffff',
	settings: [
		{ settings: { foreground: '#000000' } },
		{ scope: ['comment', 'punctuation.definition.comment'], settings: { foreground: '#000001' } },
		{
			scope: ['string', 'punctuation.definition.string', 'markup.inserted'],
			settings: { foreground: '#000002' },
		},
		{
			scope: ['keyword', 'storage', 'keyword.operator', 'markup.deleted'],
			settings: { foreground: '#000003' },
		},
		{
			scope: ['constant', 'variable.other.normal', 'variable.parameter.option', 'constant.other.option'],
			settings: { foreground: '#000004' },
		},
		{
			scope: [
				'support.type.property-name',
				'support.type.property-name punctuation.definition.string',
				'entity.name.tag',
				'entity.name.function',
				'entity.name.type',
				'support.function',
				'meta.diff.header',
			],
			settings: { foreground: '#000005' },
		},
	],
}

/** Languages that a fence may name, beside `console` (a terminal transcript) and `text`. */
export const languages = [
	'json',
	'yaml',
	'bash',
	'python',
	'typescript',
	'javascript',
	'diff',
	'dockerfile',
] as const
const aliases: Record<string, string> = {
	ts: 'typescript',
	js: 'javascript',
	sh: 'bash',
	yml: 'yaml',
	py: 'python',
}

let highlighter: ReturnType<typeof createHighlighter> | undefined

/** The full name of the language of a fence. Throws on one that cannot be highlighted. */
export function languageOf(fence: string): string {
	const name = aliases[fence] ?? fence
	if (name === 'console' || name === 'text' || languages.some((language) => language === name)) return name
	throw new Error(
		`no highlighting for "${fence}"; use one of ${[...languages, 'console', 'text'].join(', ')}`,
	)
}

/** Markup for a block of code: spans that carry classes, nothing else. */
export async function highlight(code: string, language: string): Promise<string> {
	if (language === 'text') return escapeHtml(code)
	if (language === 'console') return highlightTranscript(code)
	return markUp(code, language)
}

/** What is worth copying from a transcript: its commands, without prompts and answers. */
export function commandsOf(transcript: string): string {
	return transcriptLines(transcript)
		.filter((line) => line.typed)
		.map((line) => line.text)
		.join('\n')
}

async function highlightTranscript(code: string): Promise<string> {
	const lines = transcriptLines(code).map(async ({ typed, prompt, text }) => {
		if (!typed) return escapeHtml(text)
		const mark = prompt ? '<span class="k-p">$ </span>' : ''
		return mark + (await markUp(text, 'bash'))
	})
	return (await Promise.all(lines)).join('\n')
}

/** The lines of a transcript, with what was typed told from what was answered. */
export function transcriptLines(code: string): Array<{ typed: boolean; prompt: boolean; text: string }> {
	let continued = false
	return code.split('\n').map((line) => {
		const prompt = line.startsWith('$ ')
		const typed = prompt || continued
		continued = typed && line.endsWith('\\')
		return { typed, prompt, text: prompt ? line.slice(2) : line }
	})
}

async function markUp(code: string, language: string): Promise<string> {
	highlighter ??= createHighlighter({ themes: [theme], langs: [...languages] })
	const { codeToTokensBase } = await highlighter
	const lines = codeToTokensBase(code, { lang: language as (typeof languages)[number], theme })
	return lines.map((tokens) => tokens.map(({ content, color }) => mark(content, color)).join('')).join('\n')
}

function mark(content: string, color = '') {
	const name = classes[color.toLowerCase()]
	const text = escapeHtml(content)
	return name && content.trim() ? `<span class="${name}">${text}</span>` : text
}

function escapeHtml(text: string) {
	return text.replace(
		/[&<>]/g,
		(character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? character,
	)
}
