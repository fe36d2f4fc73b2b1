import { RE2JS, RE2JSSyntaxException } from 're2js'
import { FUNCTIONS } from './functions.ts'
import type { Parser } from './parser.ts'

export type Value = string | number | boolean | undefined

/** Reads a field of the record at hand. */
export type Reader = (field: string) => Value
export interface Expression {
	/** What each record costs beside its reading, in characters looked at for each of its own, about. */
	cost: number
	of(read: Reader): Value
}

/** Levels of parentheses and operators. */
const DEPTH_AT_MOST = 50
/** Steps of a regular expression on one text; what is behind them is not looked at. */
const STEPS_AT_MOST = 3_000_000

/** Reads an expression; `or` binds loosest. Throws MalformedQueryException. */
export function readExpression(parser: Parser, depth = 0): Expression {
	if (depth > DEPTH_AT_MOST) throw parser.complaint('too many levels')
	let left = readAnd(parser, depth)
	while (parser.takesWord('or')) {
		const [one, other] = [left, readAnd(parser, depth)]
		left = { cost: one.cost + other.cost, of: (read) => isTrue(one.of(read)) || isTrue(other.of(read)) }
	}
	return left
}

function readAnd(parser: Parser, depth: number): Expression {
	let left = readNot(parser, depth)
	while (parser.takesWord('and')) {
		const [one, other] = [left, readNot(parser, depth)]
		left = { cost: one.cost + other.cost, of: (read) => isTrue(one.of(read)) && isTrue(other.of(read)) }
	}
	return left
}

function readNot(parser: Parser, depth: number): Expression {
	if (depth > DEPTH_AT_MOST) throw parser.complaint('too many levels')
	if (!parser.takesWord('not')) return readComparison(parser, depth)
	const inner = readNot(parser, depth + 1)
	return { cost: inner.cost, of: (read) => !isTrue(inner.of(read)) }
}

export function isTrue(value: Value): boolean {
	return value !== undefined && value !== false && value !== 0 && value !== ''
}

const COMPARISONS: Readonly<Record<string, (one: Value, other: Value) => boolean>> = {
	'=': (one, other) => compareValues(one, other) === 0,
	'!=': (one, other) => compareValues(one, other) !== 0,
	'<': (one, other) => compareValues(one, other) < 0,
	'<=': (one, other) => compareValues(one, other) <= 0,
	'>': (one, other) => compareValues(one, other) > 0,
	'>=': (one, other) => compareValues(one, other) >= 0,
}

/** Numbers by their value where both are; else as texts. What is missing compares with nothing. */
function compareValues(one: Value, other: Value): number {
	if (one === undefined || other === undefined) return Number.NaN
	const [a, b] = [numberOf(one), numberOf(other)]
	if (a !== undefined && b !== undefined) return a - b
	return String(one) < String(other) ? -1 : String(one) > String(other) ? 1 : 0
}

export function numberOf(value: Value): number | undefined {
	if (typeof value === 'number') return value
	if (typeof value !== 'string' || value.trim() === '') return
	const number = Number(value)
	return Number.isNaN(number) ? undefined : number
}

function readComparison(parser: Parser, depth: number): Expression {
	const left = readSum(parser, depth)
	for (const [symbol, holds] of Object.entries(COMPARISONS)) {
		if (!parser.takes(symbol)) continue
		const right = readSum(parser, depth)
		return { cost: left.cost + right.cost, of: (read) => holds(left.of(read), right.of(read)) }
	}
	if (parser.takes('=~')) return readLike(parser, left)
	if (parser.takesWord('like')) return readLike(parser, left)
	if (parser.takesWord('in')) return readIn(parser, left, depth)
	if (parser.takesWord('not')) {
		const inner = parser.takesWord('like') ? readLike(parser, left) : undefined
		if (inner) return { ...inner, of: (read) => inner.of(read) !== true }
		if (!parser.takesWord('in')) throw parser.complaint()
		const member = readIn(parser, left, depth)
		return { ...member, of: (read) => member.of(read) !== true }
	}
	return left
}

/** `like /re/` finds an expression anywhere, `like "text"` a text. */
function readLike(parser: Parser, left: Expression): Expression {
	if (parser.next.kind === 'regex') {
		const { cost, finds } = readRegex(parser)
		return { cost: left.cost + cost, of: (read) => finds(String(left.of(read) ?? '')) }
	}
	const { text } = parser.expectKind('text')
	return { cost: left.cost + 1, of: (read) => String(left.of(read) ?? '').includes(text) }
}

export function readRegex(parser: Parser) {
	const { text, flags } = parser.next
	try {
		const compiled = RE2JS.compile(text, flags === 'i' ? RE2JS.CASE_INSENSITIVE : 0)
		parser.take()
		const cost = compiled.programSize()
		const reach = Math.floor(STEPS_AT_MOST / cost)
		const start = (subject: string) => compiled.matcher(subject.slice(0, reach))
		return {
			cost,
			finds: (subject: string) => start(subject).find(),
			matcher: start,
			names: compiled.namedGroups(),
		}
	} catch (error) {
		if (error instanceof RE2JSSyntaxException) throw parser.complaint('invalid regular expression')
		throw error
	}
}

function readIn(parser: Parser, left: Expression, depth: number): Expression {
	parser.expect('[')
	const items = parser.list(() => readSum(parser, depth + 1))
	parser.expect(']')
	return {
		cost: left.cost + items.length,
		of: (read) => {
			const value = left.of(read)
			return items.some((item) => compareValues(value, item.of(read)) === 0)
		},
	}
}

const SUMS: Readonly<Record<string, (a: number, b: number) => number>> = {
	'+': (a, b) => a + b,
	'-': (a, b) => a - b,
}
const PRODUCTS: Readonly<Record<string, (a: number, b: number) => number>> = {
	'*': (a, b) => a * b,
	'/': (a, b) => a / b,
	'%': (a, b) => a % b,
	'^': (a, b) => a ** b,
}

function readSum(parser: Parser, depth: number): Expression {
	return readChain(parser, SUMS, () => readProduct(parser, depth))
}

function readProduct(parser: Parser, depth: number): Expression {
	return readChain(parser, PRODUCTS, () => readOperand(parser, depth))
}

function readChain(
	parser: Parser,
	operators: Readonly<Record<string, (a: number, b: number) => number>>,
	operand: () => Expression,
): Expression {
	let left = operand()
	for (;;) {
		const symbol = Object.keys(operators).find((one) => parser.takes(one))
		const operator = symbol === undefined ? undefined : operators[symbol]
		if (!operator) return left
		const [one, other] = [left, operand()]
		left = {
			cost: one.cost + other.cost,
			of: (read) => {
				const [a, b] = [numberOf(one.of(read)), numberOf(other.of(read))]
				const result = a === undefined || b === undefined ? Number.NaN : operator(a, b)
				return Number.isFinite(result) ? result : undefined
			},
		}
	}
}

function readOperand(parser: Parser, depth: number): Expression {
	if (depth > DEPTH_AT_MOST) throw parser.complaint('too many levels')
	if (parser.takes('(')) {
		const inner = readExpression(parser, depth + 1)
		parser.expect(')')
		return inner
	}
	if (parser.takes('-')) {
		const inner = readOperand(parser, depth + 1)
		return { cost: inner.cost, of: (read) => negated(inner.of(read)) }
	}
	const { kind, text } = parser.next
	if (kind === 'number' && /^[\d.]+$/.test(text)) {
		parser.take()
		const number = Number(text)
		return { cost: 0, of: () => number }
	}
	if (kind === 'text') {
		parser.take()
		return { cost: 0, of: () => text }
	}
	if (kind !== 'name') throw parser.complaint()
	const name = parser.take()
	if (name.isQuoted || !parser.takes('(')) return { cost: 1, of: (read) => read(text) }
	return readCall(parser, text, depth)
}

const negated = (value: Value) => {
	const number = numberOf(value)
	return number === undefined ? undefined : -number
}

function readCall(parser: Parser, name: string, depth: number): Expression {
	if (name.toLowerCase() === 'bin') return readBin(parser)
	const known = Object.hasOwn(FUNCTIONS, name.toLowerCase()) ? FUNCTIONS[name.toLowerCase()] : undefined
	// The wording is ours: the functions that there are, are listed in docs/emulator.md.
	if (!known) throw parser.complaint(`unknown function ${name}`)
	const items = parser.takes(')') ? [] : parser.list(() => readExpression(parser, depth + 1))
	if (items.length > 0) parser.expect(')')
	if (items.length < known.least || items.length > known.most)
		throw parser.complaint(`wrong number of arguments of ${name}`)
	return {
		cost: items.reduce((sum, { cost }) => sum + cost, 1),
		of: (read) => known.of(items.map((item) => item.of(read))),
	}
}

const UNITS: Readonly<Record<string, number>> = {
	ms: 1,
	s: 1_000,
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
	w: 604_800_000,
}

/** `bin(5m)`: the time of an event, rounded down. */
function readBin(parser: Parser): Expression {
	const { text } = parser.expectKind('number')
	const [, count = '', unit = ''] = /^(\d+)(ms|[smhdw])$/.exec(text) ?? []
	const length = Number(count) * (UNITS[unit] ?? 0)
	if (!length) throw parser.complaint('bin needs a period such as 5m')
	parser.expect(')')
	return {
		cost: 1,
		of: (read) => {
			const at = Date.parse(`${String(read('@timestamp')).replace(' ', 'T')}Z`)
			return Number.isNaN(at) ? undefined : shownTime(Math.floor(at / length) * length)
		},
	}
}

/** A time as Insights writes it: `2026-01-05 09:00:00.000`. */
export function shownTime(at: number): string {
	return new Date(at).toISOString().replace('T', ' ').replace('Z', '')
}
