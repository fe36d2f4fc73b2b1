// https://docs.docker.com/reference/dockerfile/, without heredocs and what BuildKit alone mounts.

/** Characters of a file, and instructions; both bounds are ours. */
const CHARACTERS_AT_MOST = 256 * 1024
const INSTRUCTIONS_AT_MOST = 500

const NAMES = new Set([
	...['ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL'],
	...['MAINTAINER', 'ONBUILD', 'RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR'],
])

export interface Instruction {
	/** In capitals. */
	name: string
	/** `--from=build` as `from`; without a value it is empty. */
	flags: Readonly<Record<string, string>>
	/** What follows, on one line. */
	text: string
	line: number
}

/** One `FROM` and what is done on it. */
export interface Stage {
	base: string
	/** In lower case, as it is looked for. */
	name?: string
	instructions: ReadonlyArray<Instruction>
}

export interface Dockerfile {
	/** `ARG`s before the first stage: bases may be written with them. */
	args: ReadonlyArray<Instruction>
	stages: ReadonlyArray<Stage>
}

/** Why a file is no Dockerfile, or asks for what is not here; in BuildKit's words where it has some. */
export class DockerfileError extends Error {
	override readonly name = 'DockerfileError'

	constructor(line: number | undefined, told: string) {
		super(line === undefined ? told : `dockerfile parse error on line ${line}: ${told}`)
	}
}

/** Reads a Dockerfile. Throws DockerfileError. */
export function parseDockerfile(text: string): Dockerfile {
	if (text.length > CHARACTERS_AT_MOST) throw new DockerfileError(undefined, 'the Dockerfile is too large')
	const instructions = readInstructions(text)
	if (instructions.length === 0) throw new DockerfileError(undefined, 'the Dockerfile cannot be empty')
	const first = instructions.findIndex(({ name }) => name === 'FROM')
	const args = first < 0 ? instructions : instructions.slice(0, first)
	const stray = args.find(({ name }) => name !== 'ARG')
	if (stray || first < 0)
		throw new DockerfileError(stray?.line ?? args[0]?.line, 'no build stage in current context')
	const stages: Array<Stage & { instructions: Array<Instruction> }> = []
	for (const instruction of instructions.slice(first)) {
		if (instruction.name === 'FROM') stages.push({ ...readFrom(instruction), instructions: [] })
		else stages.at(-1)?.instructions.push(instruction)
	}
	return { args, stages }
}

function readInstructions(text: string): Array<Instruction> {
	const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
	const mark = continuationOf(lines)
	const found: Array<Instruction> = []
	let begun: { line: number; parts: Array<string> } | undefined
	for (const [index, line] of lines.entries()) {
		if (/^\s*(#|$)/.test(line)) continue
		const goesOn = line.trimEnd().endsWith(mark)
		const part = goesOn ? line.trimEnd().slice(0, -1) : line
		begun ??= { line: index + 1, parts: [] }
		begun.parts.push(part.trim())
		if (goesOn) continue
		found.push(readInstruction(begun.parts.join(' ').trim(), begun.line))
		begun = undefined
		if (found.length > INSTRUCTIONS_AT_MOST)
			throw new DockerfileError(index + 1, `more than ${INSTRUCTIONS_AT_MOST} instructions`)
	}
	if (begun) found.push(readInstruction(begun.parts.join(' ').trim(), begun.line))
	return found
}

/** A directive in the comments at the top may choose what continues a line. */
function continuationOf(lines: ReadonlyArray<string>): string {
	for (const line of lines) {
		if (!/^\s*#/.test(line)) break
		const [, chosen] = /^\s*#\s*escape\s*=\s*([\\`])\s*$/i.exec(line) ?? []
		if (chosen !== undefined) return chosen
	}
	return '\\'
}

function readInstruction(text: string, line: number): Instruction {
	const [word = ''] = text.split(/\s/, 1)
	const name = word.toUpperCase()
	if (!NAMES.has(name)) throw new DockerfileError(line, `unknown instruction: ${word}`)
	let rest = text.slice(word.length).trim()
	const flags: Record<string, string> = {}
	for (let flag = FLAG.exec(rest); flag && name !== 'CMD' && name !== 'ENTRYPOINT'; flag = FLAG.exec(rest)) {
		flags[flag[1] ?? ''] = flag[2] ?? ''
		rest = rest.slice(flag[0].length).trim()
	}
	if (rest === '' && name !== 'HEALTHCHECK')
		throw new DockerfileError(line, `${name} requires at least one argument`)
	if (/^(RUN|COPY|ADD)$/.test(name) && /<<-?["']?\w/.test(rest))
		throw new DockerfileError(line, 'heredocs are not available on the build host of this emulator')
	return { name, flags, text: rest, line }
}

const FLAG = /^--([a-z-]+)(?:=(\S*))?(?=\s|$)/

function readFrom({ text, line }: Instruction): { base: string; name?: string } {
	const [base = '', as, name, ...more] = text.split(/\s+/)
	const isNamed = as?.toLowerCase() === 'as' && name !== undefined
	if (more.length > 0 || (as !== undefined && !isNamed))
		throw new DockerfileError(line, 'FROM requires either one or three arguments')
	return { base, ...(name !== undefined && { name: name.toLowerCase() }) }
}

/** The words of an instruction that may be written as a JSON list: `["node", "server.js"]`; undefined when it is not. */
export function jsonWords(text: string): Array<string> | undefined {
	if (!text.startsWith('[')) return
	try {
		const words: unknown = JSON.parse(text)
		return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined
	} catch {
		return
	}
}

/** Characters that one instruction may have once its variables are filled in. */
const EXPANDED_AT_MOST = 64 * 1024

/** A text with `$NAME`, `${NAME}`, `${NAME:-other}` and `${NAME:+other}` filled in. Throws DockerfileError. */
export function expand(text: string, values: Readonly<Record<string, string>>, line: number): string {
	const known = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined)
	let size = text.length
	return text.replaceAll(/\\\$|\$(\w+)|\$\{(\w+)(?::([-+])([^}]*))?\}/g, (whole, bare, name, kind, other) => {
		if (whole === '\\$') return '$'
		const value = known(bare ?? name)
		const filled = kind === '+' ? (value ? other : '') : value || (kind === '-' ? other : (value ?? ''))
		size += filled.length
		if (size > EXPANDED_AT_MOST) throw new DockerfileError(line, 'an instruction grows too long')
		return filled
	})
}

/** `A=1 B="two words"`, or `A the rest`, as pairs. Throws DockerfileError. */
export function readPairs({ name, text, line }: Instruction): Array<[key: string, value: string]> {
	if (!/^[^\s=]+=/.test(text)) {
		const [key = '', ...rest] = text.split(/\s+/)
		if (rest.length === 0) throw new DockerfileError(line, `${name} must have two arguments`)
		return [[key, rest.join(' ')]]
	}
	const pairs: Array<[string, string]> = []
	const pair = /\s*([^\s=]+)=((?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])*)/y
	for (let found = pair.exec(text); found; found = pair.exec(text))
		pairs.push([found[1] ?? '', unquoted(found[2] ?? '')])
	return pairs
}

function unquoted(text: string): string {
	return text.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) =>
		double === undefined ? (single ?? escaped) : double.replaceAll(/\\(["\\])/g, '$1'),
	)
}
