import { type Expression, numberOf, type Reader, readExpression } from './expression.ts'
import type { Parser } from './parser.ts'

/** What gathers a value over the records of a group. */
export interface Aggregate {
	name: string
	cost: number
	/** Starts a new gathering. */
	start(): { add(read: Reader): void; result(): number | string | undefined }
}

/** Values that one group keeps for percentiles and distinct counts. */
const VALUES_AT_MOST = 10_000

/** Reads `count(*)`, `avg(x) as mean`, `pct(x, 95)`… Throws MalformedQueryException. */
export function readAggregate(parser: Parser): Aggregate {
	const from = parser.next.at
	const { text } = parser.expectKind('name')
	const kind = text.toLowerCase()
	parser.expect('(')
	if (kind === 'count') {
		const counted = parser.takes('*') || parser.next.text === ')' ? undefined : readExpression(parser)
		parser.expect(')')
		return named(parser, from, counted?.cost ?? 0, () => counting(counted))
	}
	const on = readExpression(parser)
	if (kind === 'pct' || kind === 'percentile') {
		parser.expect(',')
		const share = Number(parser.expectKind('number').text)
		parser.expect(')')
		return named(parser, from, on.cost, () => percentile(on, share))
	}
	parser.expect(')')
	if (kind === 'count_distinct') return named(parser, from, on.cost, () => distinct(on))
	const fold = Object.hasOwn(FOLDS, kind) ? FOLDS[kind] : undefined
	if (!fold) throw parser.complaint(`unknown function ${text}`)
	return named(parser, from, on.cost, () => folding(on, fold))
}

function named(parser: Parser, from: number, cost: number, start: Aggregate['start']): Aggregate {
	const written = parser.textSince(from)
	const name = parser.takesWord('as') ? parser.expectKind('name').text : written
	return { name, cost, start }
}

type Fold = (values: {
	sum: number
	count: number
	min: number
	max: number
	first: string
	last: string
}) => number | string
const FOLDS: Readonly<Record<string, Fold>> = {
	avg: ({ sum, count }) => sum / count,
	earliest: ({ first }) => first,
	latest: ({ last }) => last,
	max: ({ max }) => max,
	min: ({ min }) => min,
	sum: ({ sum }) => sum,
}

function folding(on: Expression, fold: Fold): ReturnType<Aggregate['start']> {
	let [sum, count, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
	// Records come newest first.
	let [first, last] = ['', '']
	return {
		add(read) {
			const value = on.of(read)
			if (value === undefined) return
			if (last === '') last = String(value)
			first = String(value)
			const number = numberOf(value)
			if (number === undefined) return
			sum += number
			count++
			min = Math.min(min, number)
			max = Math.max(max, number)
		},
		result() {
			const result = fold({ sum, count, min, max, first, last })
			if (typeof result === 'number' && !Number.isFinite(result)) return
			return result === '' ? undefined : result
		},
	}
}

function counting(on: Expression | undefined): ReturnType<Aggregate['start']> {
	let count = 0
	return {
		add(read) {
			if (!on || on.of(read) !== undefined) count++
		},
		result: () => count,
	}
}

function distinct(on: Expression): ReturnType<Aggregate['start']> {
	const seen = new Set<string>()
	return {
		add(read) {
			const value = on.of(read)
			if (value !== undefined && seen.size < VALUES_AT_MOST) seen.add(String(value))
		},
		result: () => seen.size,
	}
}

function percentile(on: Expression, share: number): ReturnType<Aggregate['start']> {
	const values: Array<number> = []
	return {
		add(read) {
			const number = numberOf(on.of(read))
			if (number !== undefined && values.length < VALUES_AT_MOST) values.push(number)
		},
		result() {
			values.sort((a, b) => a - b)
			return values[Math.max(0, Math.ceil((share / 100) * values.length) - 1)]
		},
	}
}
