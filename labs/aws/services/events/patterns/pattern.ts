import type { Json } from '../../../world/json.ts'
import { JsonFault, type JsonNode, placeIn, readJsonText } from './json-text.ts'
import { compileLeaf, type Leaf } from './leaf.ts'

// Event patterns, as EventBridge and the filter policies of SNS have them:
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
// What is refused, and in which words: github.com/aws/event-ruler.

/** Whether an event fits. */
export type Matcher = (event: Json) => boolean

/** A pattern that AWS would not take; `message` is in its words, with the place. */
export class InvalidPattern extends Error {
	override readonly name = 'InvalidPattern'
}

const KEPT = 500
const compiled = new Map<string, Matcher>()

/** Compiles the text of a pattern; one that was compiled before costs a look-up. Throws InvalidPattern. */
export function compilePattern(text: string): Matcher {
	const known = compiled.get(text)
	if (known) return known
	const matcher = compile(text)
	if (compiled.size >= KEPT) compiled.delete(compiled.keys().next().value ?? '')
	compiled.set(text, matcher)
	return matcher
}

function compile(text: string): Matcher {
	try {
		const root = readJsonText(text)
		if (root.type !== 'object') throw new JsonFault('Filter is not an object', text.length === 0 ? 0 : 1)
		if (root.members.length === 0) throw new JsonFault('Empty objects are not allowed', root.end)
		return compileObject(root)
	} catch (error) {
		if (error instanceof JsonFault) throw new InvalidPattern(`${error.message}\n${placeIn(text, error.at)}`)
		throw error
	}
}

type Part = (event: Readonly<Record<string, Json>>) => boolean

/** All members have to fit; of an array of objects, one of them has to fit as a whole. */
function compileObject(node: JsonNode & { type: 'object' }): Matcher {
	const parts = node.members.map(({ key, keyEnd, value }) =>
		key === '$or' && value.type === 'array' && value.items.every(({ type }) => type === 'object')
			? compileOr(value)
			: compileMember(key, keyEnd, value),
	)
	return function fits(event): boolean {
		if (Array.isArray(event)) return event.some(fits)
		if (!isObject(event)) return false
		return parts.every((part) => part(event))
	}
}

function compileOr({ items, end }: JsonNode & { type: 'array' }): Part {
	if (items.length < 2) throw new JsonFault('There must have at least 2 Objects in $or relationship.', end)
	const matchers = items.map((item) => compileObject(item as JsonNode & { type: 'object' }))
	return (event) => matchers.some((matcher) => matcher(event))
}

function compileMember(key: string, keyEnd: number, value: JsonNode): Part {
	if (value.type === 'object') {
		if (value.members.length === 0) throw new JsonFault('Empty objects are not allowed', value.end)
		const inner = compileObject(value)
		return (event) => inner(own(event, key) ?? {})
	}
	if (value.type !== 'array') {
		throw new JsonFault(`"${key}" must be an object or an array`, value.end ?? keyEnd)
	}
	if (value.items.length === 0) throw new JsonFault('Empty arrays are not allowed', value.end)
	const leaves = value.items.map((item) => compileLeaf(item))
	return (event) => fitsLeaf(own(event, key), leaves)
}

/** A value fits when one leaf takes it; of an array, one element has to. */
function fitsLeaf(value: Json | undefined, leaves: ReadonlyArray<Leaf>): boolean {
	if (Array.isArray(value) && value.length > 0) return value.some((item) => fitsLeaf(item, leaves))
	// An object or an empty array is no leaf: there is no value there.
	const leaf = isObject(value) || Array.isArray(value) ? undefined : value
	return leaves.some((one) => one(leaf))
}

function own(event: Readonly<Record<string, Json>>, key: string): Json | undefined {
	return Object.hasOwn(event, key) ? event[key] : undefined
}

function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
	return value !== null && typeof value === 'object' && !Array.isArray(value)
}
