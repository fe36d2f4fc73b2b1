import type { AddressInfo } from 'node:net'
import type { Emulator } from '../aws/emulator.ts'
import { createEmulatorServer } from '../aws/wire/http.ts'
import { SandboxWork } from '../host/work-host.ts'
import { buildRunner } from './build-runner.ts'
import { functionRunner } from './function-runner.ts'
import { GuestPool } from './guest-pool.ts'

/** The real host of functions and builds, whose failures are the test's. `serve` lets functions reach an emulator. */
export function openFunctionHost() {
	const pool = new GuestPool(3)
	let endpoint = 'http://127.0.0.1:9'
	let close = () => {}
	const work = new SandboxWork({
		runners: { build: buildRunner(pool), function: functionRunner(pool, () => endpoint) },
		onError(error) {
			throw error
		},
	})
	async function serve(emulator: Emulator): Promise<void> {
		const server = createEmulatorServer(emulator)
		await new Promise<void>((resolve) => {
			server.listen(0, '127.0.0.1', resolve)
		})
		endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
		close = () => {
			server.close()
			server.closeAllConnections()
		}
	}
	return {
		work,
		serve,
		close() {
			pool.close()
			close()
		},
	}
}
