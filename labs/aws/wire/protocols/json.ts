import { AwsError } from '../../aws-error.ts'
import { membersOf, type ServiceModel, shapeOf } from '../model.ts'
import { readMembers, unreadable, writeJson, writeMembers } from './json-values.ts'
import { type ParsedRequest, utf8 } from './message.ts'
import { occursMore } from './occurrences.ts'
import { plainBody } from './plain-body.ts'
import { errorMembers, type Protocol, type WireError, wireError } from './protocol.ts'
import { queryErrorHeader } from './query-compatible.ts'
import { checkInput } from './validate.ts'

// Protocols json 1.0 and json 1.1: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html

/** Objects and lists that a document may hold; to read more than that takes too long at once. */
const CONTAINERS = 50_000

/** Services with a code of their own for an input that breaks the model, by endpoint. */
const INVALID: Readonly<Record<string, string>> = {
	'api.ecr': 'InvalidParameterException',
	logs: 'InvalidParameterException',
	monitoring: 'ValidationError',
}

export const json: Protocol = {
	signatureStyle: 'json',

	findOperation(model, { headers }) {
		const target = headers['x-amz-target'] ?? ''
		const name = target.slice(target.lastIndexOf('.') + 1)
		const operation = Object.hasOwn(model.operations, name) ? model.operations[name] : undefined
		if (!operation || !isPrefix(model, target.slice(0, -name.length - 1))) {
			throw new AwsError('UnknownOperationException', '', 400)
		}
		return operation
	},

	parseInput(model, operation, request) {
		if (!operation.input) return {}
		const shape = shapeOf(model, operation.input)
		return readMembers(model, membersOf(shape), parseJson(request))
	},

	checkInput(model, operation, input) {
		checkInput(model, operation, input, INVALID[model.metadata.endpointPrefix] ?? 'ValidationException')
	},

	formatOutput(model, operation, output, requestId) {
		const shape = operation.output && shapeOf(model, operation.output)
		const body = shape ? JSON.stringify(writeJson(model, shape, output)) : ''
		return { status: 200, headers: headersOf(model, requestId), body: utf8(body) }
	},

	formatError(model, error, requestId) {
		const wire = wireError(model, error)
		const body = { __type: wire.name, ...writeErrorMembers(model, wire, error) }
		const headers = { ...headersOf(model, requestId), ...queryErrorHeader(model, wire) }
		return { status: wire.status, headers, body: utf8(JSON.stringify(body)) }
	},
}

/** SDKs for JavaScript leave out the namespace of a prefix that has one. */
function isPrefix({ metadata: { targetPrefix = '' } }: ServiceModel, prefix: string): boolean {
	return prefix === targetPrefix || (prefix !== '' && targetPrefix.endsWith(`.${prefix}`))
}

function headersOf(model: ServiceModel, requestId: string): Record<string, string> {
	return {
		'content-type': `application/x-amz-json-${model.metadata.jsonVersion ?? '1.0'}`,
		'x-amzn-requestid': requestId,
	}
}

/** The JSON that a request carries; nothing at all is an empty structure. Throws AwsError. */
export function parseJson(request: ParsedRequest): unknown {
	const body = plainBody(request)
	if (!body) throw unreadable('The request body is not compressed as its header says')
	if (body.byteLength === 0) return {}
	const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
	if (occursMore(bytes, '{', CONTAINERS) || occursMore(bytes, '[', CONTAINERS))
		throw unreadable(`The request body holds more than ${CONTAINERS} objects or lists`)
	try {
		return JSON.parse(bytes.toString('utf8'))
	} catch {
		throw unreadable('The request body is not valid JSON')
	}
}

/** The members of an error's body as JSON. Those of a modelled one take its shape's form. */
export function writeErrorMembers(model: ServiceModel, wire: WireError, error: AwsError): object {
	const members = errorMembers(wire, error)
	if (!wire.shape) return members
	const message = Object.hasOwn(members, 'message') ? { message: members.message } : {}
	const inBody = membersOf(wire.shape).filter(([, ref]) => !ref.location)
	return { ...message, ...writeMembers(model, inBody, members) }
}
