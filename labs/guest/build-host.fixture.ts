import { SandboxWork } from '../host/work-host.ts'
import { buildRunner } from './build-runner.ts'
import { GuestPool } from './guest-pool.ts'

/** The real build host of two workers, whose failures are the test's. */
export function openBuildHost() {
	const pool = new GuestPool(2)
	const work = new SandboxWork({
		runners: { build: buildRunner(pool) },
		onError(error) {
			throw error
		},
	})
	return { work, close: () => pool.close() }
}
