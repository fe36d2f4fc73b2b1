import { readdirSync, readFileSync } from 'node:fs'
import { corrected } from './model-corrections.ts'

/** Where a member travels when it is not in the body. */
export type Location = 'uri' | 'querystring' | 'header' | 'headers' | 'statusCode'

export interface XmlNamespace {
	uri: string
	prefix?: string
}

/** A use of a shape: by a structure's member, a list, a map, an operation. */
export interface ShapeRef {
	shape: string
	location?: Location
	/** Its name on the wire, when it is not the member's own. */
	locationName?: string
	/** Its name in a form of EC2's, when it is not `locationName` with a capital. */
	queryName?: string
	flattened?: boolean
	streaming?: boolean
	xmlAttribute?: boolean
	xmlNamespace?: XmlNamespace
	/** Name of the element around a query service's answer. */
	resultWrapper?: string
}

export type TimestampFormat = 'iso8601' | 'rfc822' | 'unixTimestamp'

export interface Shape {
	type:
		| 'structure'
		| 'list'
		| 'map'
		| 'string'
		| 'character'
		| 'blob'
		| 'boolean'
		| 'timestamp'
		| 'integer'
		| 'long'
		| 'short'
		| 'byte'
		| 'float'
		| 'double'
		| 'bigdecimal'
	members?: Readonly<Record<string, ShapeRef>>
	required?: ReadonlyArray<string>
	/** The member that is the whole body. */
	payload?: string
	union?: boolean
	eventstream?: boolean
	member?: ShapeRef
	key?: ShapeRef
	value?: ShapeRef
	flattened?: boolean
	min?: number
	max?: number
	/** A Java regular expression that the whole text must match. */
	pattern?: string
	enum?: ReadonlyArray<string>
	sensitive?: boolean
	timestampFormat?: TimestampFormat
	xmlNamespace?: XmlNamespace
	exception?: boolean
	error?: { code?: string; httpStatusCode?: number; senderFault?: boolean }
}

export interface OperationModel {
	name: string
	http: { method: string; requestUri: string; responseCode?: number }
	input?: ShapeRef
	output?: ShapeRef
	errors?: ReadonlyArray<{ shape: string }>
	/** `none` for operations that take no signature. */
	authtype?: string
}

/** The description of one AWS service; the files and their licence are in `models/`. */
export interface ServiceModel {
	metadata: {
		apiVersion: string
		endpointPrefix: string
		/** Name in credential scopes, when it is not `endpointPrefix`. */
		signingName?: string
		protocol: string
		/** All that it speaks, when there are several. */
		protocols?: ReadonlyArray<string>
		/** Present when a service came from `query` to another protocol and keeps its codes. */
		awsQueryCompatible?: object
		jsonVersion?: string
		targetPrefix?: string
		xmlNamespace?: string
	}
	operations: Readonly<Record<string, OperationModel>>
	shapes: Readonly<Record<string, Shape>>
}

const loaded = new Map<string, ServiceModel>()

/** The model of a service, read at its first use; throws when there is none. */
export function loadModel(service: string): ServiceModel {
	const known = loaded.get(service)
	if (known) return known
	const file = new URL(`./models/${service}.json`, import.meta.url)
	const model = corrected(service, JSON.parse(readFileSync(file, 'utf8')) as ServiceModel)
	loaded.set(service, model)
	return model
}

/** The services that there is a model of, emulated or not. */
export function modelNames(): Array<string> {
	const files = readdirSync(new URL('./models/', import.meta.url))
	return files.flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []))
}

let known: ReadonlySet<string> | undefined

/** The protocol of a service; undefined when there is no model of it. */
export function protocolOf(service: string): string | undefined {
	known ??= new Set(modelNames())
	return known.has(service) ? loadModel(service).metadata.protocol : undefined
}

/** A shape by name; one that is missing is a fault of the model. */
export function shapeOf(model: ServiceModel, ref: { shape: string }): Shape {
	const shape = model.shapes[ref.shape]
	if (!shape) throw new Error(`${model.metadata.endpointPrefix} has no shape ${ref.shape}`)
	return shape
}

/** The members of a structure with their names. */
export function membersOf(shape: Shape): Array<[name: string, ref: ShapeRef]> {
	let members = memberLists.get(shape)
	if (!members) {
		members = Object.entries(shape.members ?? {})
		memberLists.set(shape, members)
	}
	return members
}
const memberLists = new WeakMap<Shape, Array<[string, ShapeRef]>>()

/** An error of a model: its shape, the shape's name, and its code in the protocols that have codes. */
export interface ModelledError {
	name: string
	code: string
	shape: Shape
}

/** What a model says about an error, by its shape's name or its code on the wire. */
export function findError(model: ServiceModel, code: string): ModelledError | undefined {
	let table = errorTables.get(model)
	if (!table) {
		const errors = Object.entries(model.shapes)
			.filter(([, { exception }]) => exception)
			.map(([name, shape]): ModelledError => ({ name, code: shape.error?.code ?? name, shape }))
		// Several errors may share a code; a name is one error's own.
		table = new Map(errors.map((error) => [error.code, error]))
		for (const error of errors) table.set(error.name, error)
		errorTables.set(model, table)
	}
	return table.get(code)
}
const errorTables = new WeakMap<ServiceModel, Map<string, ModelledError>>()
