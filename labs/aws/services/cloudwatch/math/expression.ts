import { validationError } from '../cloudwatch-error.ts'
import { AGGREGATES, FUNCTIONS } from './functions.ts'
import { mapPoints, type Points, type Result } from './series.ts'

// Metric math: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html

/** What an expression may refer to. */
export interface Surroundings {
	/** A query of the same call by its id. Throws AwsError when there is none. */
	find(id: string): Result
	/** All metrics of the call, for `METRICS()`, or those whose id holds a text. */
	metrics(part: string): ReadonlyArray<Points>
	/** Periods, and the seconds of each. */
	count: number
	period: number
	/** Counts work, in values looked at. Throws AwsError when it is too much. */
	spend(work: number): void
}

export type Expression = (around: Surroundings) => Result

interface Token {
	kind: 'number' | 'name' | 'text' | 'symbol' | 'end'
	text: string
}

const TOKEN =
	/\s*(?:(\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|\.\d+)|([A-Za-z]\w*)|"([^"]*)"|'([^']*)'|(&&|\|\||==|!=|<=|>=|[-+*/^<>(),[\]!]))/y

/** Levels of parentheses and functions. */
const DEPTH_AT_MOST = 50

function readTokens(text: string): Array<Token> {
	const tokens: Array<Token> = []
	let at = 0
	while (text.slice(at).trim() !== '') {
		TOKEN.lastIndex = at
		const match = TOKEN.exec(text)
		if (!match) throw unreadable(text)
		const [, number, name, double, single, symbol] = match
		if (number !== undefined) tokens.push({ kind: 'number', text: number })
		else if (name !== undefined) tokens.push({ kind: 'name', text: name })
		else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol })
		else tokens.push({ kind: 'text', text: double ?? single ?? '' })
		at = TOKEN.lastIndex
	}
	return tokens
}

function unreadable(text: string) {
	return validationError(`Error in expression '${text.slice(0, 200)}': Invalid syntax`)
}

/** Reads an expression; throws AwsError. The model bounds its length at 2,048 characters. */
export function parseExpression(text: string): Expression {
	return new Reader(text).whole()
}

/** Operators by how loosely they bind. */
const LEVELS: ReadonlyArray<Readonly<Record<string, (a: number, b: number) => number>>> = [
	{ OR: (a, b) => Number(a !== 0 || b !== 0), '||': (a, b) => Number(a !== 0 || b !== 0) },
	{ AND: (a, b) => Number(a !== 0 && b !== 0), '&&': (a, b) => Number(a !== 0 && b !== 0) },
	{
		'==': (a, b) => Number(a === b),
		'!=': (a, b) => Number(a !== b),
		'<': (a, b) => Number(a < b),
		'<=': (a, b) => Number(a <= b),
		'>': (a, b) => Number(a > b),
		'>=': (a, b) => Number(a >= b),
	},
	{ '+': (a, b) => a + b, '-': (a, b) => a - b },
	{ '*': (a, b) => a * b, '/': (a, b) => a / b },
	{ '^': (a, b) => a ** b },
]

class Reader {
	readonly #text: string
	readonly #tokens: ReadonlyArray<Token>
	#at = 0

	constructor(text: string) {
		this.#text = text
		this.#tokens = readTokens(text)
	}

	whole(): Expression {
		const expression = this.#level(0, 0)
		if (this.#at < this.#tokens.length) throw unreadable(this.#text)
		return expression
	}

	get #next(): Token {
		return this.#tokens[this.#at] ?? { kind: 'end', text: '' }
	}

	#takes(symbol: string): boolean {
		if (this.#next.kind === 'text' || this.#next.text !== symbol) return false
		this.#at++
		return true
	}

	#expect(symbol: string): void {
		if (!this.#takes(symbol)) throw unreadable(this.#text)
	}

	#level(level: number, depth: number): Expression {
		if (depth > DEPTH_AT_MOST) throw unreadable(this.#text)
		const operators = LEVELS[level]
		if (!operators) return this.#operand(depth)
		let left = this.#level(level + 1, depth)
		for (;;) {
			const symbol = Object.keys(operators).find((one) => this.#takes(one))
			const operator = symbol === undefined ? undefined : operators[symbol]
			if (!operator) return left
			const [one, other] = [left, this.#level(level + 1, depth)]
			left = (around) => combined(one(around), other(around), operator, around)
		}
	}

	#operand(depth: number): Expression {
		if (this.#takes('(')) {
			const inner = this.#level(0, depth + 1)
			this.#expect(')')
			return inner
		}
		if (this.#takes('-')) {
			const inner = this.#operand(depth + 1)
			return (around) => combined({ kind: 'number', value: 0 }, inner(around), (a, b) => a - b, around)
		}
		if (this.#takes('[')) {
			const items = this.#list(']', depth)
			return (around) => ({ kind: 'list', list: items.flatMap((item) => flattened(item(around), around)) })
		}
		const { kind, text } = this.#next
		this.#at++
		if (kind === 'number') return () => ({ kind: 'number', value: Number(text) })
		if (kind !== 'name') throw unreadable(this.#text)
		if (!this.#takes('(')) return (around) => around.find(text)
		return this.#call(text, depth)
	}

	#call(name: string, depth: number): Expression {
		const upper = name.toUpperCase()
		if (upper === 'METRICS') {
			const part = this.#next.kind === 'text' ? this.#next.text : ''
			if (this.#next.kind === 'text') this.#at++
			this.#expect(')')
			return ({ metrics }) => ({ kind: 'list', list: metrics(part) })
		}
		if (upper === 'FILL') return this.#fill(depth)
		const aggregate = Object.hasOwn(AGGREGATES, upper) ? AGGREGATES[upper] : undefined
		const known = Object.hasOwn(FUNCTIONS, upper) ? FUNCTIONS[upper] : undefined
		// The wording is ours: the functions that there are, are listed in docs/emulator.md.
		if (!aggregate && !known)
			throw validationError(`Unsupported function in expression: ${name.slice(0, 50)}`)
		const items = this.#list(')', depth)
		return (around) => {
			const values = items.map((item) => item(around))
			around.spend(values.reduce((sum, value) => sum + sizeOf(value, around), 0))
			const result = aggregate ? aggregate(values, around) : known?.(values, around)
			if (!result) throw validationError(`Invalid arguments of the function ${name.slice(0, 50)}`)
			return result
		}
	}

	/** `FILL(m, 0)`, `FILL(m, REPEAT)`, `FILL(m, LINEAR)`. */
	#fill(depth: number): Expression {
		const on = this.#level(0, depth + 1)
		this.#expect(',')
		const word = ['REPEAT', 'LINEAR'].find((one) => this.#takes(one))
		const value = word ? undefined : this.#level(0, depth + 1)
		this.#expect(')')
		return (around) => {
			const filler = value?.(around)
			const fill = (points: Points): Points => {
				around.spend(points.length)
				if (filler) return points.map((own, index) => own ?? at(filler, index))
				return word === 'REPEAT' ? repeated(points) : interpolated(points)
			}
			const result = on(around)
			if (result.kind === 'list') return { kind: 'list', list: result.list.map(fill) }
			return result.kind === 'series' ? { kind: 'series', points: fill(result.points) } : result
		}
	}

	#list(end: string, depth: number): Array<Expression> {
		if (this.#takes(end)) return []
		const items = [this.#level(0, depth + 1)]
		while (this.#takes(',')) items.push(this.#level(0, depth + 1))
		this.#expect(end)
		return items
	}
}

function sizeOf(result: Result, { count }: Surroundings): number {
	if (result.kind === 'list') return result.list.length * count
	return result.kind === 'series' ? count : 1
}

function flattened(result: Result, { count }: Surroundings): ReadonlyArray<Points> {
	if (result.kind === 'list') return result.list
	return [result.kind === 'series' ? result.points : Array.from({ length: count }, () => result.value)]
}

/** The value of a result in one period. */
export function at(result: Result, index: number): number | undefined {
	if (result.kind === 'number') return result.value
	return result.kind === 'series' ? result.points[index] : undefined
}

function combined(
	one: Result,
	other: Result,
	operator: (a: number, b: number) => number,
	around: Surroundings,
): Result {
	around.spend(sizeOf(one, around) + sizeOf(other, around))
	if (one.kind === 'number' && other.kind === 'number')
		return { kind: 'number', value: operator(one.value, other.value) }
	const join = (points: Points, read: (value: number, index: number) => number | undefined) =>
		mapPoints(points, read)
	const apply = (points: Points): Points =>
		join(points, (value, index) => {
			const right = at(other, index)
			return right === undefined ? undefined : operator(value, right)
		})
	if (one.kind === 'list') return { kind: 'list', list: one.list.map(apply) }
	if (other.kind === 'list')
		return {
			kind: 'list',
			list: other.list.map((points) =>
				join(points, (value, index) => {
					const left = at(one, index)
					return left === undefined ? undefined : operator(left, value)
				}),
			),
		}
	if (one.kind === 'series') return { kind: 'series', points: apply(one.points) }
	const points = other.kind === 'series' ? other.points : []
	return { kind: 'series', points: join(points, (value) => operator(one.value, value)) }
}

function repeated(points: Points): Points {
	let last: number | undefined
	return points.map((value) => {
		last = value ?? last
		return last
	})
}

function interpolated(points: Points): Points {
	const known = points.flatMap((value, index) => (value === undefined ? [] : [{ value, index }]))
	const filled = [...points]
	for (const [place, { value, index }] of known.entries()) {
		const next = known[place + 1]
		if (!next) break
		for (let between = index + 1; between < next.index; between++)
			filled[between] = value + ((next.value - value) * (between - index)) / (next.index - index)
	}
	return filled
}
