import { RE2JS } from 're2js'
import type { Shape } from '../model.ts'

type Test = (text: string) => boolean

/** Characters past which an expression is read in linear time, whatever it is. */
const LONG = 2_048
/** A repetition inside a repeated group: what backtracking can take for ever over. */
const NESTED = /[*+}][^()]*\)+(?:[*+]|\{\d*,)/

const patterns = new Map<string, Test | undefined>()

/** What tells whether a text fits, as AWS matches it; undefined where it cannot be said here. */
function testOf(pattern: string): Test | undefined {
	if (patterns.has(pattern)) return patterns.get(pattern)
	const test = compile(pattern)
	patterns.set(pattern, test)
	return test
}

function compile(pattern: string): Test | undefined {
	const native = compileNative(pattern)
	if (!native) return
	// One repetition has nothing to back up into.
	if ((pattern.match(/[*+}]/g) ?? []).length <= 1) return (text) => native.test(text)
	const isNested = NESTED.test(pattern)
	let linear: Test | undefined
	return (text) => {
		if (!isNested && text.length <= LONG) return native.test(text)
		linear ??= compileLinear(pattern) ?? ((long) => long.length > LONG || native.test(long))
		return linear(text)
	}
}

/** In linear time, unless the expression looks around. */
function compileLinear(pattern: string): Test | undefined {
	try {
		const regex = RE2JS.compile(RE2JS.translateRegExp(pattern))
		return (text) => regex.matches(text)
	} catch {
		return undefined
	}
}

/** Java's expression as ours. */
function compileNative(pattern: string): RegExp | undefined {
	for (const flags of ['u', '']) {
		try {
			return new RegExp(`^(?:${pattern})$`, flags)
		} catch {
			// Java's syntax is wider than ours: the next flags, or no check at all.
		}
	}
}

/** What has a length or a value to bound, and how much of it there is. */
function sizeOf({ type }: Shape, value: unknown): { noun: 'length' | 'value'; size: number } | undefined {
	if (type === 'string') return { noun: 'length', size: (value as string).length }
	if (type === 'blob') return { noun: 'length', size: (value as Uint8Array).byteLength }
	if (type === 'list') return { noun: 'length', size: (value as ReadonlyArray<unknown>).length }
	if (type === 'map') return { noun: 'length', size: Object.keys(value as object).length }
	if (typeof value === 'number') return { noun: 'value', size: value }
}

/** The constraints of a shape that a value breaks, each in AWS's words. */
export function constraintsOf(shape: Shape, value: unknown): Array<string> {
	const broken: Array<string> = []
	const { min, max, pattern } = shape
	if (min !== undefined || max !== undefined) {
		const measured = sizeOf(shape, value)
		if (measured && max !== undefined && measured.size > max) broken.push(atMost(measured.noun, max))
		if (measured && min !== undefined && measured.size < min) broken.push(atLeast(measured.noun, min))
	}
	if (typeof value !== 'string') return broken
	if (pattern !== undefined && testOf(pattern)?.(value) === false) broken.push(matching(pattern))
	if (shape.enum && !shape.enum.includes(value)) broken.push(oneOf(shape.enum))
	return broken
}

/** Everything that a simple shape asks, in AWS's words. */
export function describeConstraints(shape: Shape): Array<string> {
	const noun = shape.type === 'string' || shape.type === 'blob' ? 'length' : 'value'
	const all: Array<string> = []
	if (shape.max !== undefined) all.push(atMost(noun, shape.max))
	if (shape.min !== undefined) all.push(atLeast(noun, shape.min))
	if (shape.pattern !== undefined) all.push(matching(shape.pattern))
	if (shape.enum) all.push(oneOf(shape.enum))
	return all.length > 0 ? all : ['Member must not be null']
}

function atMost(noun: string, max: number): string {
	return `Member must have ${noun} less than or equal to ${max}`
}

function atLeast(noun: string, min: number): string {
	return `Member must have ${noun} greater than or equal to ${min}`
}

function matching(pattern: string): string {
	return `Member must satisfy regular expression pattern: ${pattern}`
}

function oneOf(values: ReadonlyArray<string>): string {
	return `Member must satisfy enum value set: [${values.join(', ')}]`
}
