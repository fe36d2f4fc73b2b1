import { Readable } from 'node:stream'
import { createEmulator, type Emulator } from '../emulator.ts'
import type { Sandbox } from '../world/sandbox.ts'
import { percentEncodeQuery } from './protocols/message.ts'

/** A request as clients of the AWS SDK v3 hand it to their `requestHandler`. */
interface SdkRequest {
	method: string
	protocol: string
	hostname: string
	port?: number
	path: string
	query?: Record<string, string | Array<string> | null>
	headers: Record<string, string>
	body?: unknown
}

interface SdkResponse {
	statusCode: number
	headers: Record<string, string>
	body: Readable
}

/** A `requestHandler` of the AWS SDK v3. */
export interface SdkRequestHandler {
	readonly metadata: { handlerProtocol: string }
	handle(request: SdkRequest): Promise<{ response: SdkResponse }>
	destroy(): void
	updateHttpClientConfig(): void
	httpHandlerConfigs(): Record<string, never>
}

/** Lets a client of the AWS SDK v3 speak to an emulator in this process, with no port in between. */
export function sandboxFetchHandler(emulator: Emulator): SdkRequestHandler {
	return {
		metadata: { handlerProtocol: 'http/1.1' },
		async handle(request) {
			const headers: Record<string, string> = { host: request.hostname }
			for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value
			const answer = await emulator.fetch({
				method: request.method,
				url: request.path + percentEncodeQuery(request.query ?? {}),
				headers,
				body: await bytesOf(request.body),
			})
			const { status: statusCode, headers: answered, body } = answer
			return { response: { statusCode, headers: answered, body: Readable.from([body]) } }
		},
		destroy() {},
		updateHttpClientConfig() {},
		httpHandlerConfigs: () => ({}),
	}
}

/** The same over one sandbox alone, e.g. a fork; our own faults are thrown as they are. */
export function sdkHandler(sandbox: Sandbox): SdkRequestHandler {
	const emulator = createEmulator({
		services: sandbox.host.services,
		// Clients sign by the real clock, whatever time the sandbox's host keeps.
		realNow: Date.now,
		findSandbox: async () => sandbox,
		onError(error) {
			throw error
		},
	})
	return sandboxFetchHandler(emulator)
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
	if (body === undefined || body === null) return new Uint8Array(0)
	if (typeof body === 'string') return Buffer.from(body, 'utf8')
	if (body instanceof Uint8Array) return body
	if (body instanceof ArrayBuffer) return new Uint8Array(body)
	const chunks: Array<Uint8Array> = []
	for await (const chunk of body as AsyncIterable<Uint8Array | string>) chunks.push(Buffer.from(chunk))
	return Buffer.concat(chunks)
}
