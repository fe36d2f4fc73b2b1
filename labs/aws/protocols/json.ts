import { AwsError } from '../aws-error.ts'
import { membersOf, type ServiceModel, type Shape, shapeOf } from '../model.ts'
import { utf8 } from './message.ts'
import { type Protocol, wireError } from './protocol.ts'
import { formatTimestamp, parseTimestamp } from './timestamps.ts'
import { checkInput } from './validate.ts'

// Protocols json 1.0 and json 1.1: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
// The texts of SerializationException are as remembered from AWS; no public source was found for them.

export const json: Protocol = {
	signatureStyle: 'json',

	findOperation(model, { headers }) {
		const target = headers['x-amz-target'] ?? ''
		const name = target.slice(target.lastIndexOf('.') + 1)
		const operation = Object.hasOwn(model.operations, name) ? model.operations[name] : undefined
		if (!operation || target !== `${model.metadata.targetPrefix}.${name}`) {
			throw new AwsError('UnknownOperationException', '', 400)
		}
		return operation
	},

	parseInput(model, operation, { body }) {
		if (!operation.input) return {}
		return readJson(model, shapeOf(model, operation.input), parseBody(body)) as Record<string, unknown>
	},

	checkInput(model, operation, input) {
		checkInput(model, operation, input, 'ValidationException')
	},

	formatOutput(model, operation, output, requestId) {
		const shape = operation.output && shapeOf(model, operation.output)
		const body = shape ? JSON.stringify(writeJson(model, shape, output)) : ''
		return { status: 200, headers: headersOf(model, requestId), body: utf8(body) }
	},

	formatError(model, error, requestId) {
		const { code, status } = wireError(model, error)
		const body = { __type: code, message: error.message || undefined, ...error.fields }
		return { status, headers: headersOf(model, requestId), body: utf8(JSON.stringify(body)) }
	},
}

function headersOf(model: ServiceModel, requestId: string): Record<string, string> {
	return {
		'content-type': `application/x-amz-json-${model.metadata.jsonVersion ?? '1.0'}`,
		'x-amzn-requestid': requestId,
	}
}

function parseBody(body: Uint8Array): unknown {
	if (body.byteLength === 0) return {}
	try {
		return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
	} catch {
		throw unreadable('The request body is not valid JSON')
	}
}

function unreadable(message: string): AwsError {
	return new AwsError('SerializationException', message, 400)
}

function startOf(value: unknown): string {
	if (Array.isArray(value)) return 'Start of list'
	return typeof value === 'object' ? 'Start of structure or map' : `${typeof value} value`
}

/** A JSON value as the shape's typed value; members that the model does not know are dropped, as AWS does. */
export function readJson(model: ServiceModel, shape: Shape, value: unknown): unknown {
	switch (shape.type) {
		case 'structure': {
			const source = expectObject(value)
			const result: Record<string, unknown> = {}
			for (const [name, ref] of membersOf(shape)) {
				const wire = ref.locationName ?? name
				const child = Object.hasOwn(source, wire) ? source[wire] : undefined
				if (child !== undefined && child !== null) result[name] = readJson(model, shapeOf(model, ref), child)
			}
			return result
		}
		case 'list': {
			if (!Array.isArray(value)) throw unreadable(`${startOf(value)} found where not expected.`)
			const item = shapeOf(model, shape.member as { shape: string })
			return value.map((child) => (child === null ? null : readJson(model, item, child)))
		}
		case 'map': {
			const item = shapeOf(model, shape.value as { shape: string })
			const entries = Object.entries(expectObject(value)).filter(([, child]) => child !== null)
			return Object.fromEntries(entries.map(([key, child]) => [key, readJson(model, item, child)]))
		}
		default:
			return readScalar(shape, value)
	}
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
		case 'structure': {
			const source = value as Record<string, unknown>
			const result: Record<string, unknown> = {}
			for (const [name, ref] of membersOf(shape)) {
				const child = source[name]
				if (child === undefined || child === null) continue
				result[ref.locationName ?? name] = writeJson(model, shapeOf(model, ref), child)
			}
			return result
		}
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
