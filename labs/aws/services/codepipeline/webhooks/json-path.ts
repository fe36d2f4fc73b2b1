// The part of Jayway's JsonPath that payloads are read with: names, indexes,
// slices, wildcards and descents. Filters `?()` and functions are refused.
// https://github.com/json-path/JsonPath

/** A path that cannot be read, told in one sentence. */
export class JsonPathError extends Error {
	override readonly name = 'JsonPathError'
}

/** One step of a path: what it selects of one value. */
interface Step {
	/** From every value below as well. */
	deep: boolean
	select(value: unknown): ReadonlyArray<unknown>
}

export type JsonPath = ReadonlyArray<Step>

/** Steps that a path may have. */
const STEPS_AT_MOST = 64

const NAME = /^[^.[\](){}'",\s*?@$]+/
const NUMBERS = /^-?\d+(\s*,\s*-?\d+)*$/
const SLICE = /^(-?\d+)?\s*:\s*(-?\d+)?$/
const NAMES = /^(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:\s*,\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))*$/
const QUOTED = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g

/** Reads a path; as in Jayway, one that does not begin with `$` is taken from the root. Throws JsonPathError. */
export function parseJsonPath(text: string): JsonPath {
	let rest = text.startsWith('$') ? text.slice(1) : `.${text}`
	const steps: Array<Step> = []
	while (rest !== '') {
		if (steps.length >= STEPS_AT_MOST) throw new JsonPathError(`it has more than ${STEPS_AT_MOST} steps`)
		const deep = rest.startsWith('..')
		const dots = deep ? 2 : rest.startsWith('.') ? 1 : 0
		const after = rest.slice(dots)
		if (after.startsWith('[')) {
			const inner = bracketOf(after, text)
			steps.push({ deep, select: selectorOf(inner.trim(), text) })
			rest = after.slice(inner.length + 2)
		} else if (dots > 0 && after.startsWith('*')) {
			steps.push({ deep, select: childrenOf })
			rest = after.slice(1)
		} else {
			const [name] = (dots > 0 && NAME.exec(after)) || []
			if (name === undefined) throw new JsonPathError(`it goes wrong at '${rest}'`)
			steps.push({ deep, select: (value) => membersOf(value, [name]) })
			rest = after.slice(name.length)
		}
	}
	return steps
}

/** Values that one path may look at, over all its steps: a few milliseconds. */
const LOOKS_AT_MOST = 50_000
/** The values that a path selects, each once; undefined when it would look at too many. */
export function selectValues(path: JsonPath, root: unknown): Array<unknown> | undefined {
	const looks = { left: LOOKS_AT_MOST }
	let values = new Set([root])
	for (const { deep, select } of path) {
		const from = deep ? descendantsOf(values, looks) : values
		values = new Set()
		for (const value of from) {
			for (const selected of select(value)) values.add(selected)
			looks.left -= 1 + widthOf(value)
			if (looks.left < 0) return
		}
	}
	return [...values]
}

/** What looking at the children of a value costs. */
function widthOf(value: unknown): number {
	return Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0
}

/** What stands between the brackets at the beginning of `text`. */
function bracketOf(text: string, whole: string): string {
	let quote = ''
	for (let index = 1; index < text.length; index++) {
		const character = text[index] ?? ''
		if (quote !== '' && character === '\\') index++
		else if (quote !== '') quote = character === quote ? '' : quote
		else if (character === "'" || character === '"') quote = character
		else if (character === ']') return text.slice(1, index)
	}
	throw new JsonPathError(`a bracket is not closed in '${whole}'`)
}

function selectorOf(inner: string, whole: string): Step['select'] {
	if (inner === '*') return childrenOf
	if (NAMES.test(inner)) {
		const names = [...inner.matchAll(QUOTED)].map(([, single, double]) =>
			withoutEscapes(single ?? double ?? ''),
		)
		return (value) => membersOf(value, names)
	}
	if (NUMBERS.test(inner)) {
		const indexes = inner.split(',').map(Number)
		return (value) => itemsOf(value, (items) => indexes.flatMap((index) => items.slice(index).slice(0, 1)))
	}
	const slice = SLICE.exec(inner)
	if (slice) {
		const [, from, to] = slice
		return (value) =>
			itemsOf(value, (items) => items.slice(Number(from ?? 0), to === undefined ? undefined : Number(to)))
	}
	if (inner.startsWith('?')) throw new JsonPathError(`filters are not emulated: [${inner}]`)
	throw new JsonPathError(`[${inner}] cannot be read in '${whole}'`)
}

function withoutEscapes(text: string): string {
	return text.replace(/\\(.)/g, '$1')
}

function membersOf(value: unknown, names: ReadonlyArray<string>): Array<unknown> {
	if (!isObject(value) || Array.isArray(value)) return []
	return names.filter((name) => Object.hasOwn(value, name)).map((name) => value[name])
}

function itemsOf(value: unknown, pick: (items: Array<unknown>) => Array<unknown>): Array<unknown> {
	return Array.isArray(value) ? pick(value) : []
}

function childrenOf(value: unknown): Array<unknown> {
	return isObject(value) ? Object.values(value) : []
}

/** The values and all below them, as far as looks are left; each is looked into once, however many ways lead to it. */
function descendantsOf(values: ReadonlySet<unknown>, looks: { left: number }): Set<unknown> {
	const all = new Set(values)
	for (const value of all) {
		for (const child of childrenOf(value)) all.add(child)
		looks.left -= 1 + widthOf(value)
		if (looks.left < 0) break
	}
	return all
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null
}
