import { AwsError } from '../../aws-error.ts'
import { membersOf, type OperationModel, type ServiceModel, type Shape, shapeOf } from '../model.ts'
import { EMPTY, type HttpResponse, type ParsedRequest, utf8 } from './message.ts'
import { type Protocol, wireError } from './protocol.ts'
import { readLocations, writeHeaders } from './rest-locations.ts'
import { matchRoute } from './rest-routes.ts'
import { rootElement, S3_NAMESPACE, statusOf } from './s3-documents.ts'
import { findViolations } from './validate.ts'
import { parseXml, readXml, XmlError } from './xml-reader.ts'
import { escapeXml, textElement, writeContent, writeElement } from './xml-writer.ts'

/** Paths, headers and XML, as S3 speaks them: https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
export const restXml: Protocol = {
	signatureStyle: 's3',

	findOperation(model, request) {
		const match = matchRoute(model, request)
		if (match) return match.operation
		throw new AwsError(
			'MethodNotAllowed',
			'The specified method is not allowed against this resource.',
			405,
			{
				Method: request.method,
				ResourceType: 'SERVICE',
			},
		)
	},

	parseInput(model, operation, request) {
		if (!operation.input) return {}
		const shape = shapeOf(model, operation.input)
		return {
			...readLocations(model, shape, request, invalidArgument),
			...readBody(model, shape, request),
		}
	},

	// Labels and headers are refused by S3 in words of its own; the document is held against its shape here.
	checkInput(model, operation, input) {
		const shape = operation.input && shapeOf(model, operation.input)
		const ref = shape?.payload === undefined ? undefined : shape.members?.[shape.payload]
		if (!shape?.payload || !ref) return
		const document = (input as Record<string, unknown>)[shape.payload]
		if (document === undefined) {
			if (!shape.required?.includes(shape.payload)) return
			throw new AwsError('MissingRequestBodyError', 'Request Body is empty', 400)
		}
		const payload = shapeOf(model, ref)
		if (payload.type !== 'structure') return
		const found = findViolations(model, payload, document as object)
		// CreateBucket has its own refusal for a Region that is unknown.
		if (found.some((violation) => !violation.includes("at 'locationConstraint'"))) throw malformedXml()
	},

	formatOutput(model, operation, output, requestId) {
		const headers = headersOf(requestId)
		const shape = operation.output && shapeOf(model, operation.output)
		const status = statusOf(operation)
		if (!shape) return { status, headers, body: EMPTY }
		writeHeaders(model, shape, output, headers)
		const body = writeBody(model, operation, shape, output, headers)
		// A range makes an answer partial; the model has no member for that.
		return { status: 'content-range' in headers ? 206 : status, headers, body }
	},

	formatError(model, error, requestId, method): HttpResponse {
		const { code, status } = wireError(model, error)
		const headers = { ...headersOf(requestId), ...error.headers }
		if (method === 'HEAD' || status === 304) return { status, headers, body: EMPTY }
		const fields = {
			Code: code,
			Message: error.message,
			...error.fields,
			RequestId: requestId,
			HostId: requestId,
		}
		const content = Object.entries(fields).map(([name, value]) => textElement(name, String(value)))
		headers['content-type'] = 'application/xml'
		return { status, headers, body: utf8(`${DECLARATION}<Error>${content.join('')}</Error>`) }
	},
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

function headersOf(requestId: string): Record<string, string> {
	return { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId }
}

/** S3's refusal of a header or parameter that cannot be read. */
function invalidArgument(name: string, text: string): AwsError {
	const fields = { ArgumentName: name, ArgumentValue: text }
	return new AwsError('InvalidArgument', `Provided ${name} not valid`, 400, fields)
}

function readBody(model: ServiceModel, shape: Shape, { body }: ParsedRequest): Record<string, unknown> {
	const { payload } = shape
	const ref = payload === undefined ? undefined : shape.members?.[payload]
	if (payload === undefined || !ref) return {}
	const payloadShape = shapeOf(model, ref)
	if (payloadShape.type === 'blob') return { [payload]: body }
	if (body.byteLength === 0) return {}
	if (payloadShape.type === 'string') return { [payload]: Buffer.from(body).toString('utf8') }
	try {
		return { [payload]: readXml(model, payloadShape, parseXml(body).node) }
	} catch (error) {
		throw error instanceof XmlError ? malformedXml() : error
	}
}

/** S3's one answer to a document that does not fit. */
function malformedXml(): AwsError {
	const message = 'The XML you provided was not well-formed or did not validate against our published schema'
	return new AwsError('MalformedXML', message, 400)
}

function writeBody(
	model: ServiceModel,
	operation: OperationModel,
	shape: Shape,
	output: object,
	headers: Record<string, string>,
): Uint8Array {
	const values = output as Record<string, unknown>
	if (shape.payload !== undefined) {
		const ref = shape.members?.[shape.payload]
		const value = values[shape.payload]
		if (!ref || value === undefined || value === null) return EMPTY
		if (value instanceof Uint8Array) return value
		if (typeof value === 'string') {
			headers['content-type'] ??= 'application/json'
			return utf8(value)
		}
		headers['content-type'] = 'application/xml'
		const root = ref.locationName ?? ref.shape
		return utf8(DECLARATION + writeElement(model, root, shapeOf(model, ref), value, S3_NAMESPACE))
	}
	if (!membersOf(shape).some(([, ref]) => !ref.location)) return EMPTY
	headers['content-type'] = 'application/xml'
	const [root, content] =
		operation.name === 'GetBucketLocation'
			? ['LocationConstraint', escapeXml(String(values.LocationConstraint ?? ''))]
			: [rootElement(operation.name), writeContent(model, shape, output)]
	return utf8(`${DECLARATION}<${root} xmlns="${S3_NAMESPACE.uri}">${content}</${root}>`)
}
