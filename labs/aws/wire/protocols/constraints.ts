import type { Shape } from '../model.ts'

const patterns = new Map<string, RegExp | undefined>()

/** Java's expression as ours, anchored as AWS matches it; undefined where it cannot be said here. */
function compile(pattern: string): RegExp | undefined {
	if (patterns.has(pattern)) return patterns.get(pattern)
	let compiled: RegExp | undefined
	for (const flags of ['u', '']) {
		try {
			compiled = new RegExp(`^(?:${pattern})$`, flags)
			break
		} catch {
			// Java's syntax is wider than ours: the next flags, or no check at all.
		}
	}
	patterns.set(pattern, compiled)
	return compiled
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
	if (pattern !== undefined && compile(pattern)?.test(value) === false) broken.push(matching(pattern))
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
