import {
	membersOf,
	type OperationModel,
	type ServiceModel,
	type Shape,
	type ShapeRef,
	shapeOf,
} from '../model.ts'
import { writeCbor } from './cbor-writer.ts'
import { writeJson, writeMembers } from './json-values.ts'
import { writeScalar } from './scalars.ts'
import { elementName, isFlattened } from './xml-reader.ts'
import { writeElement } from './xml-writer.ts'

// Requests as a client writes them, from a model alone: what the protocols read, the other way round.

export interface ClientRequest {
	method: string
	/** Percent-encoded. */
	path: string
	query: Array<[name: string, value: string]>
	headers: Record<string, string>
	body: Uint8Array
}

type Input = Readonly<Record<string, unknown>>

/** An input as a request in the service's own protocol. */
export function writeRequest(model: ServiceModel, operation: OperationModel, input: Input): ClientRequest {
	const write = WRITERS[model.metadata.protocol]
	if (!write) throw new Error(`No client speaks ${model.metadata.protocol}`)
	return write(model, operation, input)
}

type Writer = (model: ServiceModel, operation: OperationModel, input: Input) => ClientRequest

const WRITERS: Readonly<Record<string, Writer>> = {
	json: (model, { name, input: ref }, input) => ({
		...post('/', JSON.stringify(ref ? writeJson(model, shapeOf(model, ref), input) : {})),
		headers: {
			'content-type': `application/x-amz-json-${model.metadata.jsonVersion}`,
			'x-amz-target': `${model.metadata.targetPrefix}.${name}`,
		},
	}),
	'smithy-rpc-v2-cbor': (model, { name, input: ref }, input) => ({
		...post(`/service/${model.metadata.targetPrefix}/operation/${name}`, ''),
		headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
		body: ref ? writeCbor(model, shapeOf(model, ref), input) : new Uint8Array(0),
	}),
	query: writeForm,
	ec2: writeForm,
	'rest-json': writeRest,
	'rest-xml': writeRest,
}

function post(path: string, body: string): ClientRequest {
	return { method: 'POST', path, query: [], headers: {}, body: Buffer.from(body) }
}

function writeForm(model: ServiceModel, { name, input: ref }: OperationModel, input: Input): ClientRequest {
	const pairs: Array<[string, string]> = [
		['Action', name],
		['Version', model.metadata.apiVersion],
		...(ref ? formPairs(model, shapeOf(model, ref), input, '') : []),
	]
	return {
		...post('/', new URLSearchParams(pairs).toString()),
		headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
	}
}

/** A value as the parameters of a form. */
export function formPairs(
	model: ServiceModel,
	shape: Shape,
	value: unknown,
	path: string,
	flat = shape.flattened ?? false,
): Array<[string, string]> {
	const ofEc2 = model.metadata.protocol === 'ec2'
	const under = (name: string) => (path === '' ? name : `${path}.${name}`)
	if (shape.type === 'structure') {
		return membersOf(shape).flatMap(([name, ref]) => {
			const child = (value as Input)[name]
			if (child === undefined) return []
			const target = shapeOf(model, ref)
			const wire = ofEc2 ? ec2Name(name, ref) : elementName(name, ref, target)
			return formPairs(model, target, child, under(wire), ofEc2 || isFlattened(ref, target))
		})
	}
	if (shape.type === 'list' && Array.isArray(value)) {
		const item = shapeOf(model, shape.member as ShapeRef)
		const prefix = flat ? '' : `${shape.member?.locationName ?? 'member'}.`
		return value.flatMap((child, index) => formPairs(model, item, child, under(`${prefix}${index + 1}`)))
	}
	if (shape.type === 'map' && typeof value === 'object') {
		const item = shapeOf(model, shape.value as ShapeRef)
		return Object.entries(value ?? {}).flatMap(([key, child], index): Array<[string, string]> => {
			const entry = under(`${flat ? '' : 'entry.'}${index + 1}`)
			return [
				[`${entry}.${shape.key?.locationName ?? 'key'}`, key],
				...formPairs(model, item, child, `${entry}.${shape.value?.locationName ?? 'value'}`),
			]
		})
	}
	return [[path, writeScalar(shape, value, 'iso8601')]]
}

function ec2Name(name: string, { queryName, locationName }: ShapeRef): string {
	const element = locationName ?? name
	return queryName ?? element.charAt(0).toUpperCase() + element.slice(1)
}

function writeRest(model: ServiceModel, operation: OperationModel, input: Input): ClientRequest {
	const { method, requestUri } = operation.http
	const [pattern = '', fixed = ''] = requestUri.split('?')
	const request: ClientRequest = {
		method,
		path: pattern,
		query: [...new URLSearchParams(fixed)],
		headers: {},
		body: new Uint8Array(0),
	}
	const shape = operation.input && shapeOf(model, operation.input)
	if (!shape) return request
	for (const [member, ref] of membersOf(shape)) {
		const value = input[member]
		if (ref.location && value !== undefined) place(model, ref, ref.locationName ?? member, value, request)
	}
	request.path = request.path.replaceAll(/\{\w+\+?\}/g, '')
	return writeBody(model, shape, input, request)
}

function place(
	model: ServiceModel,
	ref: ShapeRef,
	name: string,
	value: unknown,
	request: ClientRequest,
): void {
	const shape = shapeOf(model, ref)
	const text = (one: unknown) => writeScalar(shape, one, 'rfc822')
	if (ref.location === 'uri') {
		const encoded = encodeURIComponent(text(value))
		request.path = request.path
			.replace(`{${name}}`, () => encoded)
			.replace(`{${name}+}`, () => encoded.replaceAll('%2F', '/'))
	} else if (ref.location === 'querystring') {
		for (const one of Array.isArray(value) ? value : [value]) request.query.push([name, text(one)])
	} else if (ref.location === 'headers') {
		for (const [key, one] of Object.entries(value as object))
			request.headers[(name + key).toLowerCase()] = one
	} else request.headers[name.toLowerCase()] = text(value)
}

function writeBody(model: ServiceModel, shape: Shape, input: Input, request: ClientRequest): ClientRequest {
	const isJson = model.metadata.protocol === 'rest-json'
	const ref = shape.payload === undefined ? undefined : shape.members?.[shape.payload]
	const value = shape.payload === undefined ? undefined : input[shape.payload]
	if (ref && value !== undefined) {
		const target = shapeOf(model, ref)
		if (target.type === 'blob') return { ...request, body: value as Uint8Array }
		if (target.type === 'string') return { ...request, body: Buffer.from(String(value)) }
		const text = isJson
			? JSON.stringify(writeJson(model, target, value))
			: writeElement(model, ref.locationName ?? ref.shape, target, value, ref.xmlNamespace)
		return { ...request, body: Buffer.from(text) }
	}
	const members = membersOf(shape).filter(([, { location }]) => !location)
	if (ref || !isJson || members.length === 0) return request
	return { ...request, body: Buffer.from(JSON.stringify(writeMembers(model, members, input))) }
}
