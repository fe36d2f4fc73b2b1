import { AwsError } from '../../aws-error.ts'
import {
	membersOf,
	type OperationModel,
	type ServiceModel,
	type Shape,
	type ShapeRef,
	shapeOf,
} from '../model.ts'
import { constraintsOf, describeConstraints } from './constraints.ts'

/** Problems that one refusal tells at most, and those that are looked for. */
const TOLD = 50
const FOUND = 1_000
/** Characters of a value that a refusal repeats. */
const SHOWN = 10_000
/**
 * Operations whose inputs may hold secrets: their refusals repeat no value. Users' reports
 * (https://github.com/aws/aws-cdk/issues/19767), cdk-preflight.
 */
const SILENT: ReadonlySet<string> = new Set(['CreatePipeline', 'UpdatePipeline', 'PutWebhook'])

interface Findings {
	told: Array<string>
	silent: boolean
}

/** Thrown to look no further. */
const ENOUGH = Symbol('enough problems')

/**
 * What is wrong with an input, in AWS's words, e.g.
 * « Value 'x' at 'pipeline.stages.1.member.name' failed to satisfy constraint: … ».
 */
export function findViolations(
	model: ServiceModel,
	shape: Shape,
	input: object,
	{ silent = false } = {},
): Array<string> {
	const found: Findings = { told: [], silent }
	try {
		checkStructure(model, shape, input as Record<string, unknown>, '', found)
	} catch (stop) {
		if (stop !== ENOUGH) throw stop
	}
	return found.told
}

/** Refuses an input as AWS does: « 2 validation errors detected: … ». Throws AwsError. */
export function checkInput(
	model: ServiceModel,
	operation: OperationModel,
	input: object,
	code: string,
): void {
	if (!operation.input) return
	const silent = SILENT.has(operation.name)
	const found = findViolations(model, shapeOf(model, operation.input), input, { silent })
	if (found.length === 0) return
	const count = `${found.length} validation error${found.length > 1 ? 's' : ''} detected`
	throw new AwsError(code, `${count}: ${found.slice(0, TOLD).join('; ')}`, 400)
}

function checkStructure(
	model: ServiceModel,
	shape: Shape,
	value: Readonly<Record<string, unknown>>,
	path: string,
	found: Findings,
): void {
	for (const [name, ref] of membersOf(shape)) {
		const child = value[name]
		if (child === undefined && !shape.required?.includes(name)) continue
		const at = path === '' ? camelCase(name) : `${path}.${camelCase(name)}`
		if (child === undefined || child === null) tell(found, 'null', at, 'Member must not be null')
		else check(model, shapeOf(model, ref), child, at, found)
	}
}

function check(model: ServiceModel, shape: Shape, value: unknown, path: string, found: Findings): void {
	for (const constraint of constraintsOf(shape, value))
		tell(found, shape.sensitive ? '' : `'${show(value)}'`, path, constraint)
	if (shape.type === 'structure') checkStructure(model, shape, value as Record<string, unknown>, path, found)
	else if (shape.type === 'list') checkList(model, shape, value as ReadonlyArray<unknown>, path, found)
	else if (shape.type === 'map') checkMap(model, shape, value as Record<string, unknown>, path, found)
}

function checkList(
	model: ServiceModel,
	shape: Shape,
	items: ReadonlyArray<unknown>,
	path: string,
	found: Findings,
): void {
	const item = shapeOf(model, shape.member as ShapeRef)
	if (isContainer(item)) {
		for (const [index, child] of items.entries()) {
			const at = `${path}.${index + 1}.member`
			if (child === null) tell(found, 'null', at, 'Member must not be null')
			else check(model, item, child, at, found)
		}
		return
	}
	// Simple members are refused together, with all that is asked of each.
	const fits = items.every((child) => child !== null && constraintsOf(item, child).length === 0)
	if (!fits) {
		const asked = `Member must satisfy constraint: [${describeConstraints(item).join(', ')}]`
		tell(found, item.sensitive ? '' : `'${show(items)}'`, path, asked)
	}
}

function checkMap(
	model: ServiceModel,
	shape: Shape,
	map: Readonly<Record<string, unknown>>,
	path: string,
	found: Findings,
): void {
	const key = shapeOf(model, shape.key as ShapeRef)
	const item = shapeOf(model, shape.value as ShapeRef)
	const refuse = (what: string, of: Shape) => {
		const shown = item.sensitive ? '' : `'${show(map)}'`
		tell(found, shown, path, `${what} must satisfy constraint: [${describeConstraints(of).join(', ')}]`)
	}
	const entries = Object.entries(map)
	if (entries.some(([name]) => constraintsOf(key, name).length > 0)) refuse('Map keys', key)
	if (isContainer(item)) {
		for (const [name, child] of entries) check(model, item, child, `${path}.${name}.member`, found)
	} else if (entries.some(([, child]) => constraintsOf(item, child).length > 0)) refuse('Map value', item)
}

function isContainer({ type }: Shape): boolean {
	return type === 'structure' || type === 'list' || type === 'map'
}

function tell({ told, silent }: Findings, value: string, path: string, constraint: string): void {
	const shown = value && (!silent || value === 'null') ? `${value} ` : ''
	told.push(`Value ${shown}at '${path}' failed to satisfy constraint: ${constraint}`)
	if (told.length >= FOUND) throw ENOUGH
}

/** A member as AWS's refusals name it: `RoleName` → `roleName`. */
function camelCase(member: string): string {
	return member.charAt(0).toLowerCase() + member.slice(1)
}

/** A value as Java prints it, as refusals show it; a long one is cut. */
function show(value: unknown): string {
	const parts: Array<string> = []
	let left = SHOWN
	const put = (text: string) => {
		if (left > 0) parts.push(text.slice(0, left))
		left -= text.length
	}
	print(value, put, () => left <= 0)
	return parts.join('')
}

function print(value: unknown, put: (text: string) => void, isFull: () => boolean): void {
	if (value === null || typeof value !== 'object' || value instanceof Uint8Array || value instanceof Date) {
		put(textOf(value))
		return
	}
	const isList = Array.isArray(value)
	put(isList ? '[' : '{')
	let first = true
	for (const key in value) {
		if (isFull()) break
		put(`${first ? '' : ', '}${isList ? '' : `${key}=`}`)
		print(value[key as keyof typeof value], put, isFull)
		first = false
	}
	put(isList ? ']' : '}')
}

function textOf(value: unknown): string {
	if (value instanceof Uint8Array) return 'java.nio.HeapByteBuffer'
	return value instanceof Date ? value.toISOString() : String(value)
}
