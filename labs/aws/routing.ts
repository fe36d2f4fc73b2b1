import { loadModel, type ServiceModel } from './model.ts'
import { json } from './protocols/json.ts'
import type { ParsedRequest } from './protocols/message.ts'
import type { Protocol } from './protocols/protocol.ts'
import { query } from './protocols/query.ts'
import { restXml } from './protocols/rest-xml.ts'
import { peekCredential } from './signature/signature.ts'

/** Where a request goes: a service, its model and how it speaks. */
export interface Destination {
	service: string
	model: ServiceModel
	protocol: Protocol
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = { json, query, 'rest-xml': restXml }
/** Stands for a service that there is no model of, so that its refusal can be written. */
const NO_MODEL: ServiceModel = {
	metadata: { apiVersion: '', endpointPrefix: 'unknown', protocol: 'json', jsonVersion: '1.1' },
	operations: {},
	shapes: {},
}

/** Finds a request's service: by its credential scope, then its target, then its host; S3 takes the rest. */
export class Router {
	readonly #bySigningName = new Map<string, Destination>()
	readonly #byTarget = new Map<string, Destination>()

	constructor(services: Iterable<string>) {
		for (const service of services) {
			const model = loadModel(service)
			const protocol = PROTOCOLS[model.metadata.protocol]
			if (!protocol) throw new Error(`${service}: protocol ${model.metadata.protocol} is not spoken yet`)
			const destination = { service, model, protocol }
			const { signingName, endpointPrefix, targetPrefix } = model.metadata
			this.#bySigningName.set(signingName ?? endpointPrefix, destination)
			if (targetPrefix) this.#byTarget.set(targetPrefix, destination)
		}
	}

	/** The destination, or one without a model when the service is not emulated. */
	find(request: ParsedRequest): Destination {
		const named = peekCredential(request)?.scope.service
		if (named !== undefined) return this.#bySigningName.get(named) ?? unknownService(named, request)
		const target = request.headers['x-amz-target']
		if (target !== undefined) {
			const prefix = target.slice(0, Math.max(0, target.lastIndexOf('.')))
			return this.#byTarget.get(prefix) ?? unknownService(prefix, request)
		}
		const [label = ''] = (request.headers.host ?? '').split('.')
		return this.#bySigningName.get(label) ?? this.#bySigningName.get('s3') ?? unknownService('s3', request)
	}
}

function unknownService(service: string, { headers }: ParsedRequest): Destination {
	const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
	const protocol = 'x-amz-target' in headers ? json : isForm ? query : json
	return { service, model: NO_MODEL, protocol }
}

/**
 * The bucket that a host names, or undefined for path-style addresses.
 * `hostnames` are those of the emulator itself.
 */
export function bucketOfHost(host: string | undefined, hostnames: ReadonlyArray<string>): string | undefined {
	const name = (host ?? '').replace(/:\d+$/, '').toLowerCase()
	const aws = /^(.+)\.s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com$/.exec(name)
	if (aws) return aws[1]
	const base = hostnames.find((hostname) => name.endsWith(`.${hostname}`))
	if (base === undefined) return
	const bucket = name.slice(0, -base.length - 1).replace(/(^|\.)s3$/, '')
	return bucket === '' ? undefined : bucket
}
