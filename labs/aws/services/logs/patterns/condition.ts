import type { Scanner } from './scanner.ts'

/** A condition on what a pattern looks at. */
export interface Condition<Subject> {
	cost: number
	holds(subject: Subject): boolean
}

/** Levels of parentheses. */
const DEPTH_AT_MOST = 50

/** Reads `a && (b || c)`; `&&` binds closer. `leaf` reads what stands between. Throws AwsError. */
export function readCondition<Subject>(
	scanner: Scanner,
	leaf: () => Condition<Subject>,
	depth = 0,
): Condition<Subject> {
	if (depth > DEPTH_AT_MOST) throw scanner.complaint('too many levels of parentheses')
	const either = [readAll(scanner, leaf, depth)]
	while (scanner.takes('||')) either.push(readAll(scanner, leaf, depth))
	return joined(either, (subject) => either.some(({ holds }) => holds(subject)))
}

function readAll<Subject>(
	scanner: Scanner,
	leaf: () => Condition<Subject>,
	depth: number,
): Condition<Subject> {
	const all = [readOne(scanner, leaf, depth)]
	while (scanner.takes('&&')) all.push(readOne(scanner, leaf, depth))
	return joined(all, (subject) => all.every(({ holds }) => holds(subject)))
}

function readOne<Subject>(
	scanner: Scanner,
	leaf: () => Condition<Subject>,
	depth: number,
): Condition<Subject> {
	if (!scanner.takes('(')) return leaf()
	const inner = readCondition(scanner, leaf, depth + 1)
	scanner.expect(')')
	return inner
}

function joined<Subject>(
	parts: ReadonlyArray<Condition<Subject>>,
	holds: Condition<Subject>['holds'],
): Condition<Subject> {
	return { cost: parts.reduce((sum, { cost }) => sum + cost, 0), holds }
}
