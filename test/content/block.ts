import { lineOf, type MdxNode, type MdxPage, walk } from '#app/course/build/mdx-page.ts'

/** A fenced block of a page, with what its fence says. */
export interface Block {
	file: string
	/** Line of the first line of code. */
	line: number
	language: string
	code: string
	title?: string
	/** Why it cannot be checked. */
	unchecked?: string
	/** The code of the refusal that it shows on purpose. */
	refused?: string
	/** To be typed in the labs' terminal; names the lab whose start it is typed in, if any. */
	run?: string
	/** To be tried in the free sandbox: the command to type, empty for a transcript. */
	try?: string
	/** Files of other lessons that it needs there. */
	with?: string
	/** Whether everything that is due happens before it is typed. */
	wait?: boolean
	/** What its fence says that nobody understands. */
	unknown: Array<string>
}

/** What is wrong at a line of a file, and what to do about it. */
export interface Fault {
	file: string
	line: number
	problem: string
}

const ALIASES: Record<string, string> = {
	ts: 'typescript',
	js: 'javascript',
	sh: 'bash',
	yml: 'yaml',
	py: 'python',
}

/** Every fenced block of a page, in order. */
export function blocksOf(page: MdxPage): Array<Block> {
	return [...walk(page.tree)]
		.map(({ node }) => node as MdxNode & { lang?: string | null; meta?: string | null })
		.filter(({ type }) => type === 'code')
		.map((node) => ({
			file: page.file,
			line: lineOf(node) + 1,
			language: ALIASES[node.lang ?? ''] ?? node.lang ?? '',
			code: node.value ?? '',
			...readMeta(node.meta ?? ''),
		}))
}

/** `title="pipeline.json" run` */
function readMeta(meta: string): Partial<Block> & Pick<Block, 'unknown'> {
	const read: Record<string, string> = {}
	const unknown: Array<string> = []
	for (const [word, name = '', value = ''] of meta.matchAll(/([\w-]+)(?:="([^"]*)")?|\S+/g)) {
		if (['title', 'unchecked', 'refused', 'run', 'wait', 'try', 'with'].includes(name)) read[name] = value
		else unknown.push(word)
	}
	const { wait, ...rest } = read
	return { ...rest, ...(wait !== undefined && { wait: true }), unknown }
}

/** A fault of a block; `offset` counts the lines of its code from 0. */
export function faultOf({ file, line }: Pick<Block, 'file' | 'line'>, problem: string, offset = 0): Fault {
	return { file, line: line + offset, problem }
}

/** Faults as a test shows them, one a line. */
export function told(faults: ReadonlyArray<Fault>): Array<string> {
	return faults.map(({ file, line, problem }) => `${file}:${line}: ${problem}`)
}
