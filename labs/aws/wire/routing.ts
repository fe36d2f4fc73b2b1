import { peekCredential } from '../identity/signature/signature.ts'
import { loadModel, modelNames, type ServiceModel } from './model.ts'
import { ec2 } from './protocols/ec2.ts'
import { json } from './protocols/json.ts'
import type { ParsedRequest } from './protocols/message.ts'
import type { Protocol } from './protocols/protocol.ts'
import { query } from './protocols/query.ts'
import { restJson } from './protocols/rest-json.ts'
import { restXml } from './protocols/rest-xml.ts'
import { RPC_V2_CBOR, rpcV2Cbor, splitRpcPath } from './protocols/rpc-v2-cbor.ts'

/** Where a request goes: a service, its model and how it speaks. */
export interface Destination {
	service: string
	model: ServiceModel
	protocol: Protocol
}

/** A service with all that it speaks. */
interface Speaker {
	service: string
	model: ServiceModel
	protocols: ReadonlyArray<Protocol>
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
	ec2,
	json,
	query,
	'rest-json': restJson,
	'rest-xml': restXml,
	'smithy-rpc-v2-cbor': rpcV2Cbor,
}
/** Stands for a service that there is no model of, so that its refusal can be written. */
const NO_MODEL: ServiceModel = {
	metadata: { apiVersion: '', endpointPrefix: 'unknown', protocol: 'json', jsonVersion: '1.1' },
	operations: {},
	shapes: {},
}

/** Services by what requests call them. */
class Directory {
	readonly #bySigningName = new Map<string, Speaker>()
	readonly #byTarget = new Map<string, Speaker>()
	readonly #byVersion = new Map<string, Speaker>()

	constructor(services: Iterable<string>) {
		for (const service of services) {
			const model = loadModel(service)
			const speaker = { service, model, protocols: protocolsOf(service, model) }
			const { signingName, endpointPrefix, targetPrefix, apiVersion } = model.metadata
			this.#bySigningName.set(signingName ?? endpointPrefix, speaker)
			if (targetPrefix) this.#byTarget.set(targetPrefix, speaker)
			if (speaker.protocols.some((protocol) => protocol === query || protocol === ec2))
				this.#byVersion.set(apiVersion, speaker)
		}
	}

	/** By its credential scope, then its target, its form's version, its host; S3 takes the rest. */
	find(request: ParsedRequest): Speaker | undefined {
		const name = nameOf(request)
		if (name.signing !== undefined) return this.#bySigningName.get(name.signing)
		if (name.target !== undefined) return this.#byTarget.get(name.target)
		const version = versionOf(request)
		const byVersion = version === undefined ? undefined : this.#byVersion.get(version)
		if (byVersion) return byVersion
		const [label = ''] = (request.headers.host ?? '').split('.')
		return this.#bySigningName.get(label) ?? this.#bySigningName.get('s3')
	}
}

/** Finds a request's service and protocol. */
export class Router {
	readonly #emulated: Directory
	#modelled: Directory | undefined

	constructor(services: Iterable<string>) {
		this.#emulated = new Directory(services)
	}

	/** The destination, or one without a model when AWS's model of the service is not here. */
	find(request: ParsedRequest): Destination {
		const found = this.#emulated.find(request) ?? this.#findModelled(request)
		if (!found) return unknownService(request)
		const { service, model, protocols } = found
		return { service, model, protocol: spokenBy(protocols, request) }
	}

	/** A service that is not emulated; models are read when the first request asks for one. */
	#findModelled(request: ParsedRequest): Speaker | undefined {
		this.#modelled ??= new Directory(modelNames())
		return this.#modelled.find(request)
	}
}

function protocolsOf(service: string, { metadata }: ServiceModel): ReadonlyArray<Protocol> {
	const names = new Set(metadata.protocols ?? [metadata.protocol])
	// Clients from before the service left the query protocol still speak it.
	if (metadata.awsQueryCompatible) names.add('query')
	return [...names].map((name) => {
		const protocol = PROTOCOLS[name]
		if (!protocol) throw new Error(`${service}: protocol ${name} is not spoken yet`)
		return protocol
	})
}

/** What a request calls its service. */
function nameOf(request: ParsedRequest): { signing?: string; target?: string } {
	const signing = peekCredential(request)?.scope.service
	if (signing !== undefined) return { signing }
	const target = request.headers['x-amz-target']
	if (target !== undefined) return { target: target.slice(0, Math.max(0, target.lastIndexOf('.'))) }
	return isCbor(request) ? { target: splitRpcPath(request.path)?.service ?? '' } : {}
}

/** Bytes of a form in which its version is looked for; clients write it first. */
const VERSION_WITHIN = 4096

/** The version that a form asks for: all that an unsigned one says of its service. */
function versionOf(request: ParsedRequest): string | undefined {
	if (request.method !== 'POST' || !isForm(request)) return
	const start = Buffer.from(request.body.subarray(0, VERSION_WITHIN)).toString('latin1')
	return /(?:^|&)Version=([\d-]+)(?:&|$)/.exec(start)?.[1]
}

function isCbor({ headers }: ParsedRequest): boolean {
	return headers['smithy-protocol'] === RPC_V2_CBOR
}

function isForm({ method, headers }: ParsedRequest): boolean {
	return (
		method === 'GET' || (headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false)
	)
}

/** Of the protocols that a service speaks, the one that a request is in. */
function spokenBy(protocols: ReadonlyArray<Protocol>, request: ParsedRequest): Protocol {
	const [first, ...others] = protocols
	if (!first) throw new Error('A service without a protocol')
	if (others.length === 0) return first
	const written = isCbor(request)
		? rpcV2Cbor
		: 'x-amz-target' in request.headers
			? json
			: isForm(request)
				? query
				: first
	return protocols.includes(written) ? written : first
}

/** A refusal in a form that the client can read: of the request's own protocol, as far as it tells. */
function unknownService(request: ParsedRequest): Destination {
	const { signing, target } = nameOf(request)
	const protocol = isCbor(request)
		? rpcV2Cbor
		: 'x-amz-target' in request.headers
			? json
			: request.method === 'POST' && isForm(request)
				? query
				: restJson
	return { service: signing ?? target ?? 's3', model: NO_MODEL, protocol }
}
