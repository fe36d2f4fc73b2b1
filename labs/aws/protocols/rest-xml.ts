import { AwsError } from '../aws-error.ts'
import type { OperationModel, ServiceModel, Shape } from '../model.ts'
import { errorStatus, type HttpRequest, type HttpResponse, type Input, type Protocol } from './protocol.ts'
import { matchRest } from './rest-uri.ts'
import { escapeXml, parseXml, readScalar, readXml, writeScalar, writeXml, writeXmlMembers } from './xml.ts'

/** restXml as S3 speaks it: https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
export const restXmlProtocol: Protocol = {
	operationOf(model, request) {
		return matchRest(model, request)?.operation.name
	},

	parse(model, operation, request) {
		const shape = model.shapes[operation.input?.shape ?? '']
		if (!shape) return {}
		const input: Input = {}
		readLocations(model, shape, request, input)
		readBody(model, shape, request, input)
		return input
	},

	serialize(model, operation, output, requestId) {
		const shape = model.shapes[operation.output?.shape ?? '']
		const headers: Record<string, string> = { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId }
		const status = operation.http.responseCode ?? 200
		if (!shape) return { status, headers, body: '' }
		const partial = 'ContentRange' in output && output.ContentRange !== undefined
		writeHeaders(model, shape, output, headers)
		return {
			status: partial ? 206 : status,
			headers,
			body: writeBody(model, operation, shape, output, headers),
		}
	},

	serializeError(model, error, requestId): HttpResponse {
		const status = errorStatus(model, error)
		const headers: Record<string, string> = { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId }
		if (error.fields.ResourceType === 'DeleteMarker') headers['x-amz-delete-marker'] = 'true'
		if (status === 304) return { status, headers, body: '' }
		const fields = Object.entries(error.fields).map(([name, value]) => tag(name, String(value)))
		const body = [
			tag('Code', error.code),
			tag('Message', error.message),
			...fields,
			tag('RequestId', requestId),
		]
		headers['content-type'] = 'application/xml'
		return { status, headers, body: `${DECLARATION}<Error>${body.join('')}</Error>` }
	},
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

function tag(name: string, text: string): string {
	return `<${name}>${escapeXml(text)}</${name}>`
}

function readLocations(model: ServiceModel, shape: Shape, request: HttpRequest, input: Input): void {
	const match = matchRest(model, request)
	for (const [member, reference] of Object.entries(shape.members ?? {})) {
		const name = reference.locationName ?? member
		const memberShape = model.shapes[reference.shape]
		if (!memberShape) continue
		if (reference.location === 'headers') {
			const prefix = name.toLowerCase()
			const found = Object.entries(request.headers).filter(([header]) => header.startsWith(prefix))
			if (found.length > 0) {
				input[member] = Object.fromEntries(found.map(([header, text]) => [header.slice(prefix.length), text]))
			}
			continue
		}
		const text =
			reference.location === 'uri'
				? match?.target.labels[name]
				: reference.location === 'querystring'
					? match?.target.query.get(name)
					: reference.location === 'header'
						? request.headers[name.toLowerCase()]
						: undefined
		if (text === undefined || text === null) continue
		input[member] =
			memberShape.type === 'list' ? text.split(',').map((part) => part.trim()) : readScalar(memberShape, text)
	}
}

function readBody(model: ServiceModel, shape: Shape, request: HttpRequest, input: Input): void {
	const payload = shape.payload && shape.members?.[shape.payload]
	if (!shape.payload || !payload) return
	const payloadShape = model.shapes[payload.shape]
	if (payloadShape?.type === 'blob') {
		input[shape.payload] = request.body
		return
	}
	if (request.body.byteLength === 0) return
	if (payloadShape?.type === 'string') {
		input[shape.payload] = new TextDecoder().decode(request.body)
		return
	}
	try {
		input[shape.payload] = readXml(model, payload.shape, parseXml(request.body).node)
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		throw new AwsError(
			'MalformedXML',
			'The XML you provided was not well-formed or did not validate against our published schema',
			400,
		)
	}
}

function writeHeaders(
	model: ServiceModel,
	shape: Shape,
	output: object,
	headers: Record<string, string>,
): void {
	for (const [member, value] of Object.entries(output)) {
		const reference = shape.members?.[member]
		if (!reference || value === undefined || value === null) continue
		const name = (reference.locationName ?? member).toLowerCase()
		if (reference.location === 'headers') {
			for (const [key, text] of Object.entries(value)) headers[name + key] = String(text)
		} else if (reference.location === 'header') {
			const memberShape = model.shapes[reference.shape]
			if (memberShape) headers[name] = writeScalar(memberShape, value, 'rfc822')
		}
	}
}

function writeBody(
	model: ServiceModel,
	operation: OperationModel,
	shape: Shape,
	output: object,
	headers: Record<string, string>,
): Uint8Array | string {
	const values = output as Record<string, unknown>
	if (shape.payload) {
		const payload = shape.members?.[shape.payload]
		const value = values[shape.payload]
		if (!payload || value === undefined) return ''
		if (value instanceof Uint8Array) return value
		if (typeof value === 'string') {
			headers['content-type'] = 'application/json'
			return value
		}
		headers['content-type'] = 'application/xml'
		return DECLARATION + writeXml(model, payload.shape, payload.locationName ?? payload.shape, value)
	}
	const hasBody = Object.values(shape.members ?? {}).some((reference) => !reference.location)
	if (!hasBody) return ''
	headers['content-type'] = 'application/xml'
	const root = rootName(operation)
	const namespace = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
	// GetBucketLocation answers its one member as the root itself.
	if (operation.name === 'GetBucketLocation') {
		return `${DECLARATION}<LocationConstraint${namespace}>${escapeXml(String(values.LocationConstraint ?? ''))}</LocationConstraint>`
	}
	return `${DECLARATION}<${root}${namespace}>${writeXmlMembers(model, operation.output?.shape ?? '', output)}</${root}>`
}

/** S3's documents carry names of their own, older than the names of the shapes. */
const ROOTS: Record<string, string> = {
	CompleteMultipartUpload: 'CompleteMultipartUploadResult',
	CreateMultipartUpload: 'InitiateMultipartUploadResult',
	DeleteObjects: 'DeleteResult',
	GetBucketVersioning: 'VersioningConfiguration',
	ListBuckets: 'ListAllMyBucketsResult',
	ListObjects: 'ListBucketResult',
	ListObjectsV2: 'ListBucketResult',
	ListObjectVersions: 'ListVersionsResult',
	ListParts: 'ListPartsResult',
}

function rootName(operation: OperationModel): string {
	return ROOTS[operation.name] ?? `${operation.name}Result`
}
