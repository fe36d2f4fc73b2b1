import { AwsError } from '../../aws-error.ts'
import { membersOf, type OperationModel, type ServiceModel, type Shape, shapeOf } from '../model.ts'
import { parseJson, writeErrorMembers } from './json.ts'
import { readJson, readMembers, unreadable, writeJson, writeMembers } from './json-values.ts'
import { EMPTY, type ParsedRequest, utf8 } from './message.ts'
import { type Protocol, wireError } from './protocol.ts'
import { readLocations, writeHeaders } from './rest-locations.ts'
import { matchRoute } from './rest-routes.ts'
import { checkInput } from './validate.ts'

/** Paths, headers and JSON. https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export const restJson: Protocol = {
	signatureStyle: 'rest-json',

	findOperation(model, request) {
		const match = matchRoute(model, request)
		if (match) return match.operation
		// The wording is ours.
		const message = `No operation answers ${request.method} ${request.path}`
		throw new AwsError('UnknownOperationException', message, 404)
	},

	parseInput(model, operation, request) {
		if (!operation.input) return {}
		const shape = shapeOf(model, operation.input)
		return {
			...readBody(model, shape, request),
			...readLocations(model, shape, request, (name, text) =>
				unreadable(`'${text}' at '${name}' cannot be read`),
			),
		}
	},

	checkInput(model, operation, input) {
		checkInput(model, operation, input, 'ValidationException')
	},

	formatOutput(model, operation, output, requestId) {
		const shape = operation.output && shapeOf(model, operation.output)
		const headers: Record<string, string> = { 'x-amzn-requestid': requestId }
		if (!shape) return { status: operation.http.responseCode ?? 200, headers, body: EMPTY }
		writeHeaders(model, shape, output, headers)
		const body = writeBody(model, shape, output as Record<string, unknown>, headers)
		return { status: statusOf(operation, shape, output as Record<string, unknown>), headers, body }
	},

	formatError(model, error, requestId) {
		const wire = wireError(model, error)
		const headers: Record<string, string> = {
			'content-type': 'application/json',
			'x-amzn-requestid': requestId,
			'x-amzn-errortype': wire.name,
		}
		if (wire.shape) writeHeaders(model, wire.shape, error.fields, headers)
		const body = JSON.stringify(writeErrorMembers(model, wire, error))
		return { status: wire.status, headers, body: utf8(body) }
	},
}

/** The members of a structure that its body holds. */
function bodyMembers(shape: Shape) {
	return membersOf(shape).filter(([, ref]) => !ref.location)
}

function readBody(model: ServiceModel, shape: Shape, request: ParsedRequest): Record<string, unknown> {
	const { payload } = shape
	const ref = payload === undefined ? undefined : shape.members?.[payload]
	if (payload === undefined || !ref) {
		const members = bodyMembers(shape)
		return members.length > 0 ? readMembers(model, members, parseJson(request)) : {}
	}
	const { body } = request
	if (body.byteLength === 0) return {}
	const target = shapeOf(model, ref)
	if (target.type === 'blob') return { [payload]: body }
	if (target.type === 'string') return { [payload]: Buffer.from(body).toString('utf8') }
	return { [payload]: readJson(model, target, parseJson(request)) }
}

function writeBody(
	model: ServiceModel,
	shape: Shape,
	output: Readonly<Record<string, unknown>>,
	headers: Record<string, string>,
): Uint8Array {
	const ref = shape.payload === undefined ? undefined : shape.members?.[shape.payload]
	if (shape.payload === undefined || !ref) {
		headers['content-type'] ??= 'application/json'
		return utf8(JSON.stringify(writeMembers(model, bodyMembers(shape), output)))
	}
	const value = output[shape.payload]
	if (value === undefined || value === null) return EMPTY
	if (value instanceof Uint8Array) {
		headers['content-type'] ??= 'application/octet-stream'
		return value
	}
	if (typeof value === 'string') {
		headers['content-type'] ??= 'text/plain'
		return utf8(value)
	}
	headers['content-type'] ??= 'application/json'
	return utf8(JSON.stringify(writeJson(model, shapeOf(model, ref), value)))
}

/** The status that an answer names itself, else its operation's. */
function statusOf({ http }: OperationModel, shape: Shape, output: Readonly<Record<string, unknown>>): number {
	const named = membersOf(shape).find(([, ref]) => ref.location === 'statusCode')?.[0]
	return Number((named && output[named]) ?? http.responseCode ?? 200)
}
