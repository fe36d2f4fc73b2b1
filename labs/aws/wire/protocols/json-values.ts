import { AwsError } from '../../aws-error.ts'
import { membersOf, type ServiceModel, type Shape, type ShapeRef, shapeOf } from '../model.ts'
import { formatTimestamp, parseTimestamp } from './timestamps.ts'

// Typed values as JSON and back. The texts of SerializationException are as
// remembered from AWS; no public source was found for them.

export function unreadable(message: string): AwsError {
	return new AwsError('SerializationException', message, 400)
}

function startOf(value: unknown): string {
	if (Array.isArray(value)) return 'Start of list'
	return typeof value === 'object' ? 'Start of structure or map' : `${typeof value} value`
}

/** Levels of nesting that a document may have: some shapes hold themselves. */
const DEPTH = 64
/** Members that one list or map may have: no operation takes as many. */
const MEMBERS = 10_000

/** A JSON value as the shape's typed value; members that the model does not know are dropped, as AWS does. */
export function readJson(model: ServiceModel, shape: Shape, value: unknown, depth = 0): unknown {
	if (depth > DEPTH) throw unreadable('The request body is nested too deep')
	switch (shape.type) {
		case 'structure':
			return readMembers(model, membersOf(shape), value, depth)
		case 'list': {
			if (!Array.isArray(value)) throw unreadable(`${startOf(value)} found where not expected.`)
			assertNotTooMany(value.length)
			const item = shapeOf(model, shape.member as { shape: string })
			return value.map((child) => (child === null ? null : readJson(model, item, child, depth + 1)))
		}
		case 'map': {
			const item = shapeOf(model, shape.value as { shape: string })
			const source = expectObject(value)
			assertNotTooMany(Object.keys(source).length)
			const entries = Object.entries(source).filter(([, child]) => child !== null)
			return Object.fromEntries(entries.map(([key, child]) => [key, readJson(model, item, child, depth + 1)]))
		}
		default:
			return readScalar(shape, value)
	}
}

function assertNotTooMany(members: number): void {
	if (members > MEMBERS) throw unreadable(`A list or map holds more than ${MEMBERS} members`)
}

/** The members of a structure from an object. Throws AwsError. */
export function readMembers(
	model: ServiceModel,
	members: ReadonlyArray<[name: string, ref: ShapeRef]>,
	value: unknown,
	depth = 0,
): Record<string, unknown> {
	const source = expectObject(value)
	const result: Record<string, unknown> = {}
	for (const [name, ref] of members) {
		const wire = ref.locationName ?? name
		const child = Object.hasOwn(source, wire) ? source[wire] : undefined
		if (child !== undefined && child !== null) {
			result[name] = readJson(model, shapeOf(model, ref), child, depth + 1)
		}
	}
	return result
}

function expectObject(value: unknown): Record<string, unknown> {
	if (value && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
	throw unreadable(`${startOf(value)} found where not expected.`)
}

function readScalar(shape: Shape, value: unknown): unknown {
	if (typeof value === 'object') throw unreadable(`${startOf(value)} found where not expected.`)
	const token = typeof value === 'boolean' ? `${String(value).toUpperCase()}_VALUE` : `${typeof value}_VALUE`
	const mismatch = (wanted: string) => unreadable(`${token.toUpperCase()} can not be converted to ${wanted}`)
	switch (shape.type) {
		case 'string':
		case 'character':
			if (typeof value !== 'string') throw mismatch('a String')
			return value
		case 'boolean':
			if (typeof value !== 'boolean') throw mismatch('Boolean')
			return value
		case 'blob':
			if (typeof value !== 'string') throw mismatch('a Blob')
			return new Uint8Array(Buffer.from(value, 'base64'))
		case 'timestamp': {
			const date = parseTimestamp(value)
			if (!date) throw mismatch('milliseconds since epoch')
			return date
		}
		case 'float':
		case 'double':
		case 'bigdecimal':
			if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value)
			if (typeof value !== 'number') throw mismatch('a Double')
			return value
		default:
			if (typeof value !== 'number' || !Number.isFinite(value)) throw mismatch('an Integer')
			return Math.trunc(value)
	}
}

/** A typed value as JSON; members that the model does not know are left out. */
export function writeJson(model: ServiceModel, shape: Shape, value: unknown): unknown {
	switch (shape.type) {
		case 'structure':
			return writeMembers(model, membersOf(shape), value as Record<string, unknown>)
		case 'list': {
			const item = shapeOf(model, shape.member as { shape: string })
			return (value as ReadonlyArray<unknown>).map((child) => writeJson(model, item, child))
		}
		case 'map': {
			const item = shapeOf(model, shape.value as { shape: string })
			const entries = Object.entries(value as object).filter(([, child]) => child !== undefined)
			return Object.fromEntries(entries.map(([key, child]) => [key, writeJson(model, item, child)]))
		}
		case 'timestamp':
			return formatTimestamp(value as Date, shape.timestampFormat ?? 'unixTimestamp')
		case 'blob':
			return Buffer.from(value as Uint8Array).toString('base64')
		case 'float':
		case 'double':
			return Number.isFinite(value) ? value : String(value)
		default:
			return value
	}
}

/** The members of a structure as an object. */
export function writeMembers(
	model: ServiceModel,
	members: ReadonlyArray<[name: string, ref: ShapeRef]>,
	source: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
	const result: Record<string, unknown> = {}
	for (const [name, ref] of members) {
		const child = source[name]
		if (child === undefined || child === null) continue
		result[ref.locationName ?? name] = writeJson(model, shapeOf(model, ref), child)
	}
	return result
}
