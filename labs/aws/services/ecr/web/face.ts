import type { Face } from '../../../wire/face.ts'
import { askWho } from './answers.ts'
import { registryCaller } from './registry-caller.ts'
import { registryRequest } from './registry-request.ts'
import { serveRegistry } from './serve-registry.ts'

/** Largest layer, as the API keeps it. */
const LAYER_BYTES = 64 * 1024 * 1024

/** The registry's own protocol, which docker speaks, below `/v2/`: the password names world, account and Region. */
export const registryFace: Face = {
	visit(request, hostnames) {
		const asked = registryRequest(request, hostnames)
		return (
			asked &&
			(async (gate) => {
				const caller = await registryCaller(gate, request)
				return caller ? serveRegistry(caller, request, asked) : askWho()
			})
		)
	},
	visitBytes: LAYER_BYTES,
	/** A layer is read only from somebody who is known: the face is asked for its own visits alone. */
	async refuseVisit(gate, request) {
		return (await registryCaller(gate, request)) ? undefined : askWho()
	},
}
