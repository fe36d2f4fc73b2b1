import { AwsError } from '../../aws-error.ts'
import { membersOf, type ServiceModel, type Shape, type ShapeRef, shapeOf } from '../model.ts'
import { CborError, type CborValue, readCbor } from './cbor-reader.ts'
import { writeCbor, writeErrorMap } from './cbor-writer.ts'
import { unreadable } from './json-values.ts'
import { EMPTY, type ParsedRequest } from './message.ts'
import { plainBody } from './plain-body.ts'
import { errorMembers, type Protocol, wireError } from './protocol.ts'
import { queryErrorHeader } from './query-compatible.ts'
import { checkInput } from './validate.ts'

/** What requests and answers of this protocol have in `smithy-protocol`. */
export const RPC_V2_CBOR = 'rpc-v2-cbor'
const PATH = /\/service\/([^/]+)\/operation\/([^/]+)$/

/** The service and operation that a path of this protocol names. */
export function splitRpcPath(path: string): { service: string; operation: string } | undefined {
	const [, service, operation] = PATH.exec(path) ?? []
	// A service may be named with its namespace before it.
	return service && operation
		? { service: service.slice(service.lastIndexOf('.') + 1), operation }
		: undefined
}

/** https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
export const rpcV2Cbor: Protocol = {
	signatureStyle: 'json',

	findOperation(model, { method, path, headers }) {
		const named = splitRpcPath(path)
		const known = named && Object.hasOwn(model.operations, named.operation)
		const operation = known ? model.operations[named.operation] : undefined
		// A target besides the path could name another operation than the one that was authorized on the way.
		const twoNames = 'x-amz-target' in headers || 'x-amzn-target' in headers
		if (operation && method === 'POST' && named?.service === model.metadata.targetPrefix && !twoNames) {
			return operation
		}
		throw new AwsError('UnknownOperationException', '', 400)
	},

	parseInput(model, operation, request) {
		if (!operation.input) return {}
		const shape = shapeOf(model, operation.input)
		const value = readBody(request)
		return readValue(model, shape, value) as Record<string, unknown>
	},

	checkInput(model, operation, input) {
		checkInput(model, operation, input, 'ValidationException')
	},

	formatOutput(model, operation, output, requestId) {
		const shape = operation.output && shapeOf(model, operation.output)
		const headers = headersOf(requestId)
		if (!shape) return { status: 200, headers, body: EMPTY }
		headers['content-type'] = 'application/cbor'
		return { status: 200, headers, body: writeCbor(model, shape, output) }
	},

	formatError(model, error, requestId) {
		const wire = wireError(model, error)
		const headers = {
			...headersOf(requestId),
			...queryErrorHeader(model, wire),
			'content-type': 'application/cbor',
		}
		const members = { __type: wire.name, ...errorMembers(wire, error) }
		return { status: wire.status, headers, body: writeErrorMap(model, wire.shape, members) }
	},
}

function headersOf(requestId: string): Record<string, string> {
	return { 'smithy-protocol': RPC_V2_CBOR, 'x-amzn-requestid': requestId }
}

function readBody(request: ParsedRequest): CborValue {
	const body = plainBody(request)
	if (!body) throw unreadable('The request body is not compressed as its header says')
	if (body.byteLength === 0) return new Map()
	try {
		return readCbor(body)
	} catch (error) {
		if (!(error instanceof CborError)) throw error
		throw unreadable('The request body is not valid CBOR')
	}
}

/** A decoded value as the shape's typed value; members that the model does not know are dropped. */
function readValue(model: ServiceModel, shape: Shape, value: CborValue): unknown {
	switch (shape.type) {
		case 'structure': {
			const source = expectMap(value)
			const result: Record<string, unknown> = {}
			for (const [name, ref] of membersOf(shape)) {
				const child = source.get(ref.locationName ?? name)
				if (child !== undefined && child !== null) result[name] = readValue(model, shapeOf(model, ref), child)
			}
			return result
		}
		case 'list': {
			if (!Array.isArray(value)) throw mismatch(shape)
			const item = shapeOf(model, shape.member as ShapeRef)
			return value.map((child) => (child === null ? null : readValue(model, item, child)))
		}
		case 'map': {
			const item = shapeOf(model, shape.value as ShapeRef)
			const entries = [...expectMap(value)].filter(([, child]) => child !== null)
			return Object.fromEntries(entries.map(([key, child]) => [key, readValue(model, item, child)]))
		}
		default:
			return readScalar(shape, value)
	}
}

function expectMap(value: CborValue): Map<string, CborValue> {
	if (value instanceof Map) return value
	throw unreadable('A value was found where a map was expected')
}

function readScalar(shape: Shape, value: CborValue): unknown {
	switch (shape.type) {
		case 'string':
		case 'character':
			if (typeof value === 'string') return value
			break
		case 'boolean':
			if (typeof value === 'boolean') return value
			break
		case 'blob':
			if (value instanceof Uint8Array) return value
			break
		case 'timestamp':
			if (value instanceof Date) return value
			break
		case 'float':
		case 'double':
		case 'bigdecimal':
			if (typeof value === 'number') return value
			break
		default:
			if (Number.isInteger(value)) return value
	}
	throw mismatch(shape)
}

function mismatch({ type }: Shape): AwsError {
	return unreadable(`A value was found that is not a ${type}`)
}
