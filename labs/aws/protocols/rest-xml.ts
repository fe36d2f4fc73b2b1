import { AwsError } from '../aws-error.ts'
import { membersOf, type OperationModel, type ServiceModel, type Shape, shapeOf } from '../model.ts'
import { EMPTY, type HttpResponse, type ParsedRequest, utf8 } from './message.ts'
import { type Protocol, wireError } from './protocol.ts'
import { matchRoute } from './rest-routes.ts'
import { rootElement, S3_NAMESPACE, statusOf } from './s3-documents.ts'
import { readScalar, writeScalar } from './scalars.ts'
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
		return { ...readLocations(model, shape, request), ...readBody(model, shape, request) }
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

function readLocations(model: ServiceModel, shape: Shape, request: ParsedRequest): Record<string, unknown> {
	const labels = matchRoute(model, request)?.labels ?? {}
	const query = new Map(request.query)
	const input: Record<string, unknown> = {}
	for (const [member, ref] of membersOf(shape)) {
		const name = ref.locationName ?? member
		if (ref.location === 'headers') {
			const found = Object.entries(request.headers).filter(([header]) =>
				header.startsWith(name.toLowerCase()),
			)
			if (found.length > 0)
				input[member] = Object.fromEntries(found.map(([header, text]) => [header.slice(name.length), text]))
			continue
		}
		const text =
			ref.location === 'uri'
				? labels[name]
				: ref.location === 'querystring'
					? query.get(name)
					: ref.location === 'header'
						? request.headers[name.toLowerCase()]
						: undefined
		if (text !== undefined) input[member] = readText(shapeOf(model, ref), name, text)
	}
	return input
}

function readText(shape: Shape, name: string, text: string): unknown {
	if (shape.type === 'list') return text.split(',').map((part) => part.trim())
	const value = readScalar(shape, text)
	if (value !== undefined) return value
	const fields = { ArgumentName: name, ArgumentValue: text }
	throw new AwsError('InvalidArgument', `Provided ${name} not valid`, 400, fields)
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

function writeHeaders(model: ServiceModel, shape: Shape, output: object, headers: Record<string, string>) {
	for (const [member, ref] of membersOf(shape)) {
		const value = (output as Record<string, unknown>)[member]
		if (!ref.location || value === undefined || value === null) continue
		const name = (ref.locationName ?? member).toLowerCase()
		if (ref.location === 'headers') {
			for (const [key, text] of Object.entries(value))
				headers[name + key.toLowerCase()] = headerText(String(text))
		} else if (ref.location === 'header') {
			headers[name] = headerText(writeScalar(shapeOf(model, ref), value, 'rfc822'))
		}
	}
}

/** Text that a header can hold: bytes of UTF-8 for what is beyond Latin-1, no line breaks. */
function headerText(text: string): string {
	const line = text.replace(/[^\t\u0020-\u007e\u0080-\uffff]+/g, ' ')
	return /[\u0100-\uffff]/.test(line) ? Buffer.from(line, 'utf8').toString('latin1') : line
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
