import { basename } from 'node:path'
import type { Example } from '../course.ts'
import { ContentError } from './content-error.ts'
import { commandsOf } from './highlight.ts'
import { lineOf, type MdxNode, type MdxPage, walk } from './mdx-page.ts'

type Fence = MdxNode & { lang?: string | null; meta?: string | null }

/** What a fence says of trying it: `try` alone for a transcript or a file to open, `try="command"` for a file to use. */
export type TryMeta = { command: string; files: Array<string> }

/** Reads `try` and `with` from what stands after the language of a fence; undefined when it is not to be tried. */
export function tryMeta(meta: string): TryMeta | undefined {
	const said = new Map([...meta.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [name, value]))
	if (!said.has('try')) return
	return { command: said.get('try') ?? '', files: (said.get('with') ?? '').split(' ').filter(Boolean) }
}

/** The name of the lesson of a page, which the ids of its examples begin with. */
export function lessonOf(file: string): string {
	return basename(file, '.mdx').replace(/^\d\d-/, '')
}

/**
 * The examples of every lesson that can be tried in the free sandbox. The files of
 * a lesson are there from its first example on; its commands follow one another.
 */
export function loadExamples(pages: ReadonlyArray<MdxPage>): Array<Example> {
	const found = pages.map((page) => ({ page, fences: fencesOf(page) }))
	const published = new Map(
		found.flatMap(({ page, fences }) =>
			fences
				.filter(({ title }) => title)
				.map(({ title, code }): [string, string] => [`${lessonOf(page.file)}/${title}`, code]),
		),
	)
	return found.flatMap(({ page, fences }) => {
		const lesson = lessonOf(page.file)
		const files = Object.fromEntries(
			fences.flatMap(({ title, code, meta, line }) => [
				...(title ? [[title, `${code}\n`]] : []),
				...meta.files.map((name) => {
					const text = published.get(name)
					if (text === undefined)
						throw new ContentError(page.file, `with: no block to try is titled "${name}"`, line)
					return [name.split('/').at(-1) ?? name, `${text}\n`]
				}),
			]),
		)
		const before: Array<string> = []
		return fences.map(({ code, language, title, commands }, position) => {
			const example = {
				id: `${lesson}/${position + 1}`,
				lesson,
				title: title ?? commands[0] ?? '',
				language,
				code,
				files,
				commands,
				before: [...before],
			}
			before.push(...commands)
			return example
		})
	})
}

function fencesOf(page: MdxPage) {
	return [...walk(page.tree)].flatMap(({ node }) => {
		const fence = node as Fence
		const meta = fence.type === 'code' ? tryMeta(fence.meta ?? '') : undefined
		if (!meta) return []
		const code = fence.value ?? ''
		const language = fence.lang ?? 'text'
		const title = /title="([^"]+)"/.exec(fence.meta ?? '')?.[1]
		const line = lineOf(fence)
		const typed = language === 'console' ? typedIn(code) : []
		const commands = meta.command ? [meta.command] : typed
		if (language === 'console' && commands.length === 0)
			throw new ContentError(page.file, 'try: this transcript types nothing', line)
		if (language !== 'console' && !title)
			throw new ContentError(page.file, 'try: a file to try needs its title', line)
		return [{ meta, code, language, title, line, commands }]
	})
}

/** The commands of a transcript, a continued one in one piece. */
function typedIn(transcript: string): Array<string> {
	return commandsOf(transcript)
		.split(/(?<!\\)\n/)
		.filter(Boolean)
}
