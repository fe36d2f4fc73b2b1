import { parse } from 'just-bash'
import { isObject } from './problem.ts'

/** One word of a command; `exact` unless something in it is only known when it runs. */
export interface Word {
	text: string
	exact: boolean
}

/** One command of a script, wherever it stands in it. */
export interface Typed {
	words: Array<Word>
	/** Line of the script, from 0. */
	line: number
	/** Whether what it prints goes somewhere else than the screen. */
	redirected: boolean
	/** Files that it reads as its input. */
	reads: Array<string>
}

type Node = Record<string, unknown> & { type: string }

/** Every command of a script, in substitutions and loops too. Throws with the line of the first syntax error. */
export function commandsIn(script: string): Array<Typed> {
	return collect(parse(script) as unknown, false)
}

function collect(node: unknown, piped: boolean): Array<Typed> {
	if (Array.isArray(node)) return node.flatMap((child) => collect(child, piped))
	if (!isObject(node)) return []
	const { type } = node as Node
	if (type === 'Pipeline') {
		const commands = node.commands as Array<Node>
		return commands.flatMap((command, at) => collect(command, piped || at < commands.length - 1))
	}
	// What a substitution prints goes into a word.
	const inside = Object.values(node).flatMap((child) =>
		collect(child, piped || type === 'CommandSubstitution' || type === 'ProcessSubstitution'),
	)
	return type === 'SimpleCommand' ? [...readCommand(node as Node, piped), ...inside] : inside
}

function readCommand(node: Node, piped: boolean): Array<Typed> {
	if (!node.name) return []
	const redirections = node.redirections as Array<{ operator: string; target: Node }>
	const reads = redirections.filter(({ operator }) => operator === '<')
	return [
		{
			words: [node.name as Node, ...(node.args as Array<Node>)].map(readWord),
			line: Number(node.line ?? 1) - 1,
			redirected: piped || redirections.some(({ operator }) => operator.includes('>')),
			reads: reads.map(({ target }) => readWord(target).text),
		},
	]
}

function readWord(word: Node): Word {
	const parts = ((word.parts ?? []) as Array<Node>).map(readPart)
	return { text: parts.map(({ text }) => text).join(''), exact: parts.every(({ exact }) => exact) }
}

function readPart(part: Node): Word {
	if (part.type === 'DoubleQuoted') return readWord(part)
	const text = part.value ?? part.pattern
	// The ellipsis stands for what a learner has to find.
	return typeof text === 'string' ? { text, exact: !text.includes('…') } : { text: '', exact: false }
}
