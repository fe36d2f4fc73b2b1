// JSON with places: what is wrong with a pattern is told with its line and column,
// as the library that AWS reads patterns with does.

/** A value of a JSON text. Places are offsets into the text. */
export type JsonNode = { end: number } & (
	| { type: 'object'; members: ReadonlyArray<{ key: string; keyEnd: number; value: JsonNode }> }
	| { type: 'array'; start: number; items: ReadonlyArray<JsonNode> }
	| { type: 'string'; value: string }
	| { type: 'number'; value: number }
	| { type: 'boolean'; value: boolean }
	| { type: 'null' }
)

/** What is wrong with a text, and where; `message` is without the place. */
export class JsonFault extends Error {
	override readonly name = 'JsonFault'
	readonly at: number

	constructor(message: string, at: number) {
		super(message)
		this.at = at
	}
}

/** How deep objects and arrays may lie in each other. */
const DEPTH = 100
const LITERALS = /true|false|null/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const STRING = /"(?:[^"\\]|\\.)*"/y
const SPACE = /[ \t\n\r]*/y

/** Reads a text; throws JsonFault. */
export function readJsonText(text: string): JsonNode {
	let at = 0

	function skip(): void {
		SPACE.lastIndex = at
		at += SPACE.exec(text)?.[0].length ?? 0
	}

	function token(pattern: RegExp): string | undefined {
		pattern.lastIndex = at
		const found = pattern.exec(text)?.[0]
		if (found !== undefined) at += found.length
		return found
	}

	/** A text in quotes; control characters and unknown escapes are none. */
	function quoted(): string | undefined {
		const start = at
		const raw = token(STRING)
		if (raw === undefined) return
		try {
			return JSON.parse(raw) as string
		} catch {
			throw new JsonFault('Illegal character or escape in a text', start + 1)
		}
	}

	function unexpected(expected: string): JsonFault {
		const character = text[at]
		if (character === undefined) return new JsonFault(`Unexpected end-of-input: expected ${expected}`, at)
		const code = character.codePointAt(0)
		return new JsonFault(`Unexpected character ('${character}' (code ${code})): expected ${expected}`, at + 1)
	}

	function value(depth: number): JsonNode {
		if (depth > DEPTH) throw new JsonFault('The text nests too deeply', at)
		skip()
		if (text[at] === '{') return object(depth)
		if (text[at] === '[') return array(depth)
		const string = quoted()
		if (string !== undefined) return { type: 'string', value: string, end: at }
		const number = token(NUMBER)
		if (number !== undefined) return { type: 'number', value: Number(number), end: at }
		const literal = token(LITERALS)
		if (literal === undefined) throw unexpected('a valid value')
		if (literal === 'null') return { type: 'null', end: at }
		return { type: 'boolean', value: literal === 'true', end: at }
	}

	function object(depth: number): JsonNode {
		const members: Array<{ key: string; keyEnd: number; value: JsonNode }> = []
		at++
		skip()
		if (text[at] === '}') return { type: 'object', members, end: ++at }
		for (;;) {
			skip()
			const key = quoted()
			if (key === undefined) throw unexpected('double-quote to start field name')
			const keyEnd = at
			skip()
			if (text[at] !== ':') throw unexpected('a colon to separate field name and value')
			at++
			members.push({ key, keyEnd, value: value(depth + 1) })
			skip()
			if (text[at] === '}') return { type: 'object', members, end: ++at }
			if (text[at] !== ',') throw unexpected('comma to separate Object entries')
			at++
		}
	}

	function array(depth: number): JsonNode {
		const items: Array<JsonNode> = []
		at++
		const start = at
		skip()
		if (text[at] === ']') return { type: 'array', start, items, end: ++at }
		for (;;) {
			items.push(value(depth + 1))
			skip()
			if (text[at] === ']') return { type: 'array', start, items, end: ++at }
			if (text[at] !== ',') throw unexpected('comma to separate Array entries')
			at++
		}
	}

	const root = value(0)
	skip()
	if (at < text.length) throw unexpected('the end of the text')
	return root
}

/** ` at [Source: (String)"…"; line: 1, column: 5]`, for an offset into a text. */
export function placeIn(text: string, at: number): string {
	const before = text.slice(0, at).split('\n')
	const column = (before.at(-1)?.length ?? 0) + 1
	return ` at [Source: (String)"${text}"; line: ${before.length}, column: ${column}]`
}
