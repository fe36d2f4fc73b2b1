import type { Gate } from '../identity/gate.ts'
import type { Service } from '../service.ts'
import type { WorldReader } from '../world/world.ts'
import type { HttpResponse, ParsedRequest } from './protocols/message.ts'

/**
 * What a service answers over HTTP beside and around the operations of its
 * model. Each part is asked at every request, most often in vain: it looks at
 * the address first, and costs nothing when that is not its own.
 */
export interface Face {
	/**
	 * Takes a request to something that the service serves itself, such as a
	 * website, a repository or an application, by its address alone. Undefined
	 * for all others.
	 */
	visit?(request: ParsedRequest, hostnames: ReadonlyArray<string>): Visit | undefined
	/** Bytes that the body of a visit may have; those of a small form unless given. */
	visitBytes?: number
	/** Refuses a visit with a large body before that is read, by its head; undefined lets it in. */
	refuseVisit?(gate: Gate, request: ParsedRequest): Promise<HttpResponse | undefined>
	/** Whether a host's name leads to the service, so that all its paths do. */
	ownsHost?(host: string | undefined, hostnames: ReadonlyArray<string>): boolean
	/**
	 * Whether a host's name is of one thing of one world, such as a website, so that its
	 * pages are an origin of their own. A bucket's name alone is not: every world may have it.
	 */
	ownsOrigin?(host: string | undefined, hostnames: ReadonlyArray<string>): boolean
	/** A request to the API as the model has it, e.g. `GET /key` at `bucket.host` as `GET /bucket/key`. */
	addressed?(request: ParsedRequest, hostnames: ReadonlyArray<string>): ParsedRequest
	/** Whether callers without a key are let in: what they may do is then for the resource's policy to say. */
	letsInAnybody?: boolean
	/**
	 * Answers a browser that asks whether a page may call the API. `request` is as
	 * `addressed` left it; without a world, none was found. Throws AwsError when it may not.
	 */
	preflight?(world: WorldReader | undefined, request: ParsedRequest, requestId: string): HttpResponse
	/** An answer or a refusal of the API with headers beyond its model, e.g. what pages of other origins need to read it. */
	finish?(world: WorldReader, request: ParsedRequest, response: HttpResponse): HttpResponse
}

/** Answers a visit; throws AwsError to be told in the words of the service's API. */
export type Visit = (gate: Gate, requestId: string) => Promise<HttpResponse>

/** A service as the wire knows it. Services themselves know no HTTP: only their faces do. */
export interface WebService extends Service {
	readonly face?: Face
}
