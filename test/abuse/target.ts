import { createEmulator } from '#labs/aws/emulator.ts'
import { createRootKey } from '#labs/aws/identity/credentials.ts'
import { ACCOUNT, openSiteWorld, type World } from '#labs/aws/services/codepipeline/pipeline.fixture.ts'
import { services } from '#labs/aws/services.ts'
import { loadModel } from '#labs/aws/wire/model.ts'
import { type ClientRequest, writeRequest } from '#labs/aws/wire/protocols/client.fixture.ts'
import { signed } from '#labs/aws/wire/protocols/sign.fixture.ts'
import { WORLD_SCOPE } from '#labs/aws/world/kernel.ts'

/** A learner's world, and how its owner sends it whatever comes to mind. */
export interface Target extends World {
	/** Makes ready an operation's input, as a client of its service writes and signs it, to be sent for its status. */
	call(service: string, operation: string, input: object): () => Promise<number>
	/** The same of a request as it is; headers in `unsigned` come on top and are not signed. */
	request(
		service: string,
		request: Partial<ClientRequest>,
		unsigned?: Record<string, string>,
	): () => Promise<number>
	deliver(token: string, body: Uint8Array, headers?: Record<string, string>): Promise<number>
}

export async function openTarget(): Promise<Target> {
	const world = await openSiteWorld(services, 'abuse')
	let key = { accessKeyId: '', secretAccessKey: '' }
	await world.sandbox.arrange(
		'CreateKey',
		(call) => {
			key = { ...createRootKey(call, ACCOUNT) }
		},
		WORLD_SCOPE,
	)
	const emulator = createEmulator({
		services,
		realNow: Date.now,
		findSandbox: async () => world.sandbox,
		onError(error) {
			throw error
		},
	})
	const request: Target['request'] = (service, parts, unsigned = {}) => {
		const whole = { method: 'POST', path: '/', query: [], headers: {}, body: new Uint8Array(), ...parts }
		const { headers, ...rest } = signed(whole, { ...key, service, at: Date.now() })
		const sent = { ...rest, headers: { ...headers, ...unsigned } }
		return async () => (await emulator.fetch(sent)).status
	}
	return {
		...world,
		request,
		call(service, name, input) {
			const model = loadModel(service)
			const operation = model.operations[name]
			if (!operation) throw new Error(`${service} has no ${name}`)
			const written = writeRequest(model, operation, input as Record<string, unknown>)
			return request(model.metadata.signingName ?? model.metadata.endpointPrefix, written)
		},
		async deliver(token, body, headers = {}) {
			const answer = await emulator.deliver({ token, headers, body, from: '192.0.2.1' })
			return answer.status
		},
	}
}
