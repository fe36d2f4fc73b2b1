import type { Json } from '../../../world/json.ts'
import { require, type Sources, select } from './paths.ts'

// https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html

type Rule = Readonly<Record<string, Json>>

const ORDER: Readonly<Record<string, (one: number | string, other: number | string) => boolean>> = {
	Equals: (one, other) => one === other,
	LessThan: (one, other) => one < other,
	LessThanEquals: (one, other) => one <= other,
	GreaterThan: (one, other) => one > other,
	GreaterThanEquals: (one, other) => one >= other,
}
const KINDS: Readonly<Record<string, (value: Json) => number | string | undefined>> = {
	String: (value) => (typeof value === 'string' ? value : undefined),
	Numeric: (value) => (typeof value === 'number' ? value : undefined),
	Boolean: (value) => (typeof value === 'boolean' ? String(value) : undefined),
	Timestamp: timestampOf,
}
const IS: Readonly<Record<string, (value: Json) => boolean>> = {
	IsNull: (value) => value === null,
	IsString: (value) => typeof value === 'string',
	IsNumeric: (value) => typeof value === 'number',
	IsBoolean: (value) => typeof value === 'boolean',
	IsTimestamp: (value) => timestampOf(value) !== undefined,
}

/** Names of the comparisons that a rule may make. */
export const COMPARISONS: ReadonlySet<string> = new Set([
	...['IsPresent', 'StringMatches', ...Object.keys(IS)],
	...Object.keys(KINDS).flatMap((kind) =>
		Object.keys(ORDER)
			.filter((order) => kind !== 'Boolean' || order === 'Equals')
			.flatMap((order) => [`${kind}${order}`, `${kind}${order}Path`]),
	),
])

function timestampOf(value: Json): number | undefined {
	if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value))
		return
	return Date.parse(value)
}

/** Whether a rule holds. */
export function holds(rule: Rule, sources: Sources): boolean {
	if (Array.isArray(rule.And)) return rule.And.every((one) => holds(one as Rule, sources))
	if (Array.isArray(rule.Or)) return rule.Or.some((one) => holds(one as Rule, sources))
	if (rule.Not !== undefined) return !holds(rule.Not as Rule, sources)
	const path = String(rule.Variable)
	if (rule.IsPresent !== undefined) return (select(path, sources) !== undefined) === rule.IsPresent
	const value = require(path, sources)
	const [name = ''] = Object.keys(rule).filter((key) => COMPARISONS.has(key))
	const wanted = rule[name] as Json
	const is = IS[name]
	if (is) return is(value) === wanted
	if (name === 'StringMatches') return typeof value === 'string' && fits(String(wanted), value)
	const [, kind = '', order = '', byPath] =
		/^(String|Numeric|Boolean|Timestamp)(.*?)(Path)?$/.exec(name) ?? []
	const one = KINDS[kind]?.(value)
	const other = KINDS[kind]?.(byPath ? require(String(wanted), sources) : wanted)
	return one !== undefined && other !== undefined && (ORDER[order]?.(one, other) ?? false)
}

/** `*` stands for any characters, `\\*` for itself. Each part is looked for once, from the left. */
function fits(pattern: string, text: string): boolean {
	const parts = pattern.split(/(?<!\\)\*/).map((part) => part.replaceAll(/\\([*\\])/g, '$1'))
	const [first = '', ...rest] = parts
	const last = rest.pop()
	if (last === undefined) return text === first
	if (!text.startsWith(first)) return false
	let at = first.length
	for (const part of rest) {
		const found = text.indexOf(part, at)
		if (found < 0) return false
		at = found + part.length
	}
	return text.length - last.length >= at && text.endsWith(last)
}
