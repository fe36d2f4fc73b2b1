// The part of Jayway's JsonPath that payloads are read with: names, indexes,
// slices, wildcards and descents. Filters `?()` and functions are refused.
// https://github.com/json-path/JsonPath

/** A path that cannot be read, told in one sentence. */
export class JsonPathError extends Error {
	override readonly name = 'JsonPathError'
}

/** A path that would look at more of a document than may be looked at. */
export class JsonPathTooCostly extends Error {
	override readonly name = 'JsonPathTooCostly'
}

/** How many values may still be looked at, by all the paths that share it. */
export class VisitBudget {
	#left: number

	constructor(visits: number) {
		this.#left = visits
	}

	/** Takes visits off. Throws JsonPathTooCostly when none are left. */
	spend(visits: number): void {
		this.#left -= visits
		if (this.#left < 0) throw new JsonPathTooCostly('The paths look at too much of the document')
	}
}

/** One step of a path: what it selects of one value. */
interface Step {
	/** From every value below as well. */
	deep: boolean
	select(value: unknown): ReadonlyArray<unknown>
}

export type JsonPath = ReadonlyArray<Step>

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

/** The values that a path selects, each once. Throws JsonPathTooCostly over the budget. */
export function selectValues(path: JsonPath, root: unknown, budget: VisitBudget): Array<unknown> {
	let values = new Set([root])
	for (const { deep, select } of path) {
		const from = deep ? descendantsOf(values, budget) : values
		budget.spend(from.size)
		values = new Set()
		for (const value of from) {
			const selected = select(value)
			budget.spend(selected.length)
			for (const one of selected) values.add(one)
		}
	}
	return [...values]
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
		return (value) =>
			itemsOf(value, (items) => indexes.flatMap((index) => items.slice(index, index + 1 || undefined)))
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

/** The values and all below them; each is looked into once, however many ways lead to it. */
function descendantsOf(values: ReadonlySet<unknown>, budget: VisitBudget): Set<unknown> {
	const all = new Set(values)
	for (const value of all) {
		const children = childrenOf(value)
		budget.spend(children.length)
		for (const child of children) all.add(child)
	}
	return all
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null
}
