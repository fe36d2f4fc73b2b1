import type { FunctionAnswer, FunctionRequest } from '#labs/aws/services/lambda/function-work.ts'
import type { WorkRunner } from '../host/work-host.ts'
import type { GuestPool } from './guest-pool.ts'

/** Has functions called by a pool. `endpoint` is where their code reaches the emulator. */
export function functionRunner(pool: GuestPool, endpoint?: () => string): WorkRunner {
	return async ({ payload }, sandbox, owner) => {
		const { code, ...request } = payload as unknown as FunctionRequest
		const zip = await sandbox.blobs.get(code)
		const ending = await pool.call(owner, { ...request, zip, ...(endpoint && { endpoint: endpoint() }) })
		if ('failure' in ending) {
			// `timeout`, `memory`, `died`, `busy`: the service words them.
			return ending.failure === 'closed' ? undefined : { ok: false, reason: ending.failure }
		}
		const { answer } = ending
		if ('error' in answer) return { ok: false, reason: answer.error }
		if (!('returned' in answer)) return { ok: false, reason: 'died' }
		return { ok: true, value: answer.returned satisfies FunctionAnswer }
	}
}
