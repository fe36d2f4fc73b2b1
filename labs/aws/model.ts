import { readFileSync } from 'node:fs'

/** A reference to a shape, with the traits of the place it is used in. */
export interface ShapeReference {
	shape: string
	location?: 'uri' | 'querystring' | 'header' | 'headers' | 'statusCode'
	locationName?: string
	flattened?: boolean
	xmlAttribute?: boolean
	streaming?: boolean
	xmlNamespace?: { uri: string; prefix?: string }
	idempotencyToken?: boolean
	box?: boolean
}

export type TimestampFormat = 'iso8601' | 'rfc822' | 'unixTimestamp'

export interface Shape {
	type:
		| 'structure'
		| 'list'
		| 'map'
		| 'string'
		| 'integer'
		| 'long'
		| 'float'
		| 'double'
		| 'boolean'
		| 'timestamp'
		| 'blob'
		| 'character'
	required?: Array<string>
	members?: Record<string, ShapeReference>
	member?: ShapeReference
	key?: ShapeReference
	value?: ShapeReference
	flattened?: boolean
	min?: number
	max?: number
	pattern?: string
	enum?: Array<string>
	payload?: string
	sensitive?: boolean
	timestampFormat?: TimestampFormat
	xmlNamespace?: { uri: string; prefix?: string }
	exception?: boolean
	error?: { code?: string; httpStatusCode?: number; senderFault?: boolean }
}

export interface OperationModel {
	name: string
	http: { method: string; requestUri: string; responseCode?: number }
	input?: { shape: string; locationName?: string; xmlNamespace?: { uri: string } }
	output?: { shape: string; resultWrapper?: string }
	errors?: Array<{ shape: string }>
}

export interface ServiceModel {
	metadata: {
		apiVersion: string
		endpointPrefix: string
		jsonVersion?: string
		protocol: 'json' | 'query' | 'rest-json' | 'rest-xml' | 'ec2'
		serviceId: string
		signingName?: string
		targetPrefix?: string
		xmlNamespace?: string
	}
	operations: Record<string, OperationModel>
	shapes: Record<string, Shape>
}

const loaded = new Map<string, ServiceModel>()

/** The model of a service, e.g. `codepipeline`; read once, at its first use. */
export function loadModel(service: string): ServiceModel {
	const known = loaded.get(service)
	if (known) return known
	const file = new URL(`./models/${service}.json`, import.meta.url)
	const model = JSON.parse(readFileSync(file, 'utf8')) as ServiceModel
	loaded.set(service, model)
	return model
}
