import { type Condition, readCondition } from './condition.ts'
import type { FilterPattern } from './filter-pattern.ts'
import { Scanner } from './scanner.ts'

type Step = { name: string } | { index: number } | { all: true }
interface Selector {
	text: string
	steps: ReadonlyArray<Step>
}

/** `{ $.status = 500 && ($.user NOT EXISTS || $.path = "/api/*") }` on events that are JSON. */
export function compileJson(text: string): FilterPattern {
	const scanner = new Scanner(text)
	const selectors: Array<Selector> = []
	scanner.expect('{')
	const condition = readCondition(scanner, () => readLeaf(scanner, selectors))
	scanner.expect('}')
	if (!scanner.isAtEnd) throw scanner.complaint('nothing is expected behind }')
	return {
		// Reading JSON costs more than a search for a word.
		cost: 5 + condition.cost,
		matches(message) {
			const subject = parse(message)
			return subject !== undefined && condition.holds(subject)
		},
		valuesOf(message) {
			const subject = parse(message)
			return Object.fromEntries(
				selectors.flatMap((selector) => {
					const [value] = select(subject, selector)
					return value === undefined ? [] : [[selector.text, shown(value)]]
				}),
			)
		},
	}
}

/** The value that a selector of its own, e.g. `$.latency`, finds in an event; undefined when it is none. */
export function selectValue(selector: string): (message: string) => string | undefined {
	const scanner = new Scanner(selector)
	const wanted = readSelector(scanner)
	if (!scanner.isAtEnd) throw scanner.complaint('nothing is expected behind the selector')
	return (message) => {
		const [value] = select(parse(message), wanted)
		return value === undefined ? undefined : shown(value)
	}
}

function readLeaf(scanner: Scanner, selectors: Array<Selector>): Condition<unknown> {
	const selector = readSelector(scanner)
	selectors.push(selector)
	if (scanner.match(/NOT\s+EXISTS\b/iy)) return condition(selector, (values) => values.length === 0)
	if (scanner.match(/EXISTS\b/iy)) return condition(selector, (values) => values.length > 0)
	const is = scanner.match(/IS\s+(TRUE|FALSE|NULL)\b/iy)?.toUpperCase()
	if (is) {
		const wanted = is.endsWith('TRUE') ? true : is.endsWith('FALSE') ? false : null
		return condition(selector, (values) => values.includes(wanted))
	}
	const { cost, holds } = scanner.comparison()
	return condition(
		selector,
		(values) =>
			values.some((value) => (typeof value === 'string' || typeof value === 'number') && holds(value)),
		cost,
	)
}

function condition(
	selector: Selector,
	holds: (values: Array<unknown>) => boolean,
	cost = 1,
): Condition<unknown> {
	return { cost, holds: (subject) => holds(select(subject, selector)) }
}

const STEP = /\.(?:([A-Za-z_@][\w@$:-]*)|(\*))|\[(?:(\d+)|(\*)|'([^']*)'|"([^"]*)")\]/y

function readSelector(scanner: Scanner): Selector {
	scanner.skip()
	const start = scanner.at
	scanner.expect('$')
	const steps: Array<Step> = []
	for (;;) {
		STEP.lastIndex = scanner.at
		const [found, name, any, index, each, single, double] = STEP.exec(scanner.text) ?? []
		if (found === undefined) break
		scanner.at += found.length
		if (any ?? each) steps.push({ all: true })
		else if (index !== undefined) steps.push({ index: Number(index) })
		else steps.push({ name: name ?? single ?? double ?? '' })
	}
	if (steps.length === 0) throw scanner.complaint('a selector such as $.name is expected')
	return { text: scanner.text.slice(start, scanner.at), steps }
}

/** Values that one selector with wildcards looks at. */
const VALUES_AT_MOST = 1_000

function select(subject: unknown, { steps }: Selector): Array<unknown> {
	let values: Array<unknown> = subject === undefined ? [] : [subject]
	for (const step of steps) values = values.flatMap((value) => take(value, step)).slice(0, VALUES_AT_MOST)
	return values
}

function take(value: unknown, step: Step): Array<unknown> {
	if (value === null || typeof value !== 'object') return []
	if ('all' in step) return Object.values(value).slice(0, VALUES_AT_MOST)
	if ('index' in step) return Array.isArray(value) && step.index < value.length ? [value[step.index]] : []
	return Object.hasOwn(value, step.name) ? [(value as Record<string, unknown>)[step.name]] : []
}

function parse(message: string): unknown {
	if (!/^\s*[{[]/.test(message)) return
	try {
		return JSON.parse(message)
	} catch {
		return
	}
}

function shown(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value)
}
