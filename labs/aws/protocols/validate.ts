import { AwsError } from '../aws-error.ts'
import type { ServiceModel, Shape } from '../model.ts'
import { camelCase } from './member-path.ts'

/** Problems that one refusal tells at most, as AWS does. */
const TOLD = 50
const patterns = new Map<string, RegExp | null>()

/** Java's expression as ours, anchored as AWS matches it; null where it cannot be said here. */
function compile(pattern: string): RegExp | null {
	const known = patterns.get(pattern)
	if (known !== undefined) return known
	let compiled: RegExp | null = null
	for (const flags of ['u', '']) {
		try {
			compiled = new RegExp(`^(?:${pattern})$`, `s${flags}`)
			break
		} catch {
			// Java's syntax is wider than ours: the next flags, or no check at all.
		}
	}
	patterns.set(pattern, compiled)
	return compiled
}

/**
 * Holds an input against the constraints of its model and refuses it in AWS's
 * words: « 2 validation errors detected: Value 'x' at 'pipeline.name' failed… ».
 */
export function validateInput(model: ServiceModel, shapeName: string | undefined, input: object): void {
	if (!shapeName) return
	const problems: Array<string> = []
	check(model, shapeName, input, '', problems)
	if (problems.length === 0) return
	const count = `${problems.length} validation error${problems.length > 1 ? 's' : ''} detected`
	throw new AwsError('ValidationException', `${count}: ${problems.slice(0, TOLD).join('; ')}`)
}

function check(
	model: ServiceModel,
	name: string,
	value: unknown,
	path: string,
	problems: Array<string>,
): void {
	const shape = model.shapes[name]
	if (!shape || value === undefined || value === null) return
	function refuse(constraint: string): void {
		const shown = shape?.sensitive ? '' : ` '${show(value)}'`
		problems.push(`Value${shown} at '${path}' failed to satisfy constraint: Member must ${constraint}`)
	}
	switch (shape.type) {
		case 'structure':
			checkStructure(model, shape, value as Record<string, unknown>, path, problems)
			return
		case 'list': {
			const items = value as Array<unknown>
			checkRange(shape, items.length, 'length', refuse)
			for (const [index, item] of items.entries()) {
				const itemPath = `${path}.${index + 1}.member`
				if (item === null) problems.push(notNull(itemPath))
				else check(model, shape.member?.shape ?? '', item, itemPath, problems)
			}
			return
		}
		case 'map': {
			const entries = Object.entries(value as object)
			checkRange(shape, entries.length, 'length', refuse)
			for (const [key, item] of entries) {
				const before = problems.length
				check(model, shape.key?.shape ?? '', key, path, problems)
				if (problems.length > before) {
					problems.length = before
					refuse(`satisfy constraint: [${keyConstraints(model.shapes[shape.key?.shape ?? ''])}]`)
				}
				check(model, shape.value?.shape ?? '', item, `${path}.${key}.member`, problems)
			}
			return
		}
		case 'string': {
			const text = String(value)
			if (shape.enum && !shape.enum.includes(text))
				refuse(`satisfy enum value set: [${shape.enum.join(', ')}]`)
			checkRange(shape, text.length, 'length', refuse)
			const pattern = shape.pattern === undefined ? null : compile(shape.pattern)
			if (pattern && !pattern.test(text)) refuse(`satisfy regular expression pattern: ${shape.pattern}`)
			return
		}
		case 'integer':
		case 'long':
		case 'float':
		case 'double':
			checkRange(shape, value as number, 'value', refuse)
			return
		case 'blob':
			checkRange(shape, (value as Uint8Array).byteLength, 'length', refuse)
			return
		default:
	}
}

function checkStructure(
	model: ServiceModel,
	shape: Shape,
	value: Record<string, unknown>,
	path: string,
	problems: Array<string>,
): void {
	const required = new Set(shape.required)
	for (const [member, reference] of Object.entries(shape.members ?? {})) {
		const memberPath = path ? `${path}.${camelCase(member)}` : camelCase(member)
		const child = value[member]
		if (child !== undefined && child !== null) check(model, reference.shape, child, memberPath, problems)
		else if (required.has(member)) problems.push(notNull(memberPath))
	}
}

function notNull(path: string): string {
	return `Value null at '${path}' failed to satisfy constraint: Member must not be null`
}

function checkRange(
	shape: Shape,
	size: number,
	what: 'length' | 'value',
	refuse: (text: string) => void,
): void {
	const have = what === 'length' ? 'have length' : 'have value'
	if (shape.min !== undefined && size < shape.min) refuse(`${have} greater than or equal to ${shape.min}`)
	if (shape.max !== undefined && size > shape.max) refuse(`${have} less than or equal to ${shape.max}`)
}

function keyConstraints(shape: Shape | undefined): string {
	const constraints = [
		shape?.max !== undefined && `Member must have length less than or equal to ${shape.max}`,
		shape?.min !== undefined && `Member must have length greater than or equal to ${shape.min}`,
		shape?.pattern !== undefined && `Member must satisfy regular expression pattern: ${shape.pattern}`,
	]
	return constraints.filter(Boolean).join(', ')
}

function show(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
	if (value instanceof Uint8Array) return 'java.nio.HeapByteBuffer'
	if (value !== null && typeof value === 'object') {
		return `{${Object.entries(value)
			.map(([key, child]) => `${key}=${show(child)}`)
			.join(', ')}}`
	}
	return String(value)
}
