import type { Value } from './expression.ts'

interface Function {
	least: number
	most: number
	of(values: ReadonlyArray<Value>): Value
}

const on = (count: number, of: (...values: Array<Value>) => Value): Function => ({
	least: count,
	most: count,
	of: (values) => of(...values),
})

const text = (value: Value) => (value === undefined ? '' : String(value))
const number = (work: (value: number) => number) =>
	on(1, (value) => {
		const result = value === undefined || value === '' ? Number.NaN : work(Number(value))
		return Number.isFinite(result) ? result : undefined
	})
/** Characters that `concat` and `replace` make at most. */
const TEXT_AT_MOST = 100_000

/** Functions of single values; those of `stats` are in `aggregate.ts`. */
export const FUNCTIONS: Readonly<Record<string, Function>> = {
	abs: number(Math.abs),
	ceil: number(Math.ceil),
	coalesce: {
		least: 1,
		most: 20,
		of: (values) => values.find((value) => value !== undefined && value !== ''),
	},
	concat: { least: 1, most: 20, of: (values) => values.map(text).join('').slice(0, TEXT_AT_MOST) },
	floor: number(Math.floor),
	isblank: on(1, (value) => text(value).trim() === ''),
	isempty: on(1, (value) => text(value) === ''),
	ispresent: on(1, (value) => value !== undefined),
	ltrim: on(1, (value) => text(value).trimStart()),
	rtrim: on(1, (value) => text(value).trimEnd()),
	sqrt: number(Math.sqrt),
	strcontains: on(2, (value, part) => (text(value).includes(text(part)) ? 1 : 0)),
	strlen: on(1, (value) => text(value).length),
	substr: {
		least: 2,
		most: 3,
		of: ([value, start, length]) => {
			const from = Math.max(0, Number(start) || 0)
			return text(value).slice(from, length === undefined ? undefined : from + (Number(length) || 0))
		},
	},
	tolower: on(1, (value) => text(value).toLowerCase()),
	toupper: on(1, (value) => text(value).toUpperCase()),
	trim: on(1, (value) => text(value).trim()),
}
