import type { BuildAnswer, BuildRequest } from '#labs/aws/services/codebuild/build-work.ts'
import { digestOf } from '#labs/aws/world/slices.ts'
import type { WorkRunner } from '../host/work-host.ts'
import type { GuestPool } from './guest-pool.ts'

const TOLD = {
	busy: 'The build host is busy.',
	died: 'The build container stopped by itself.',
	memory: 'The build container ran out of memory.',
	timeout: 'The build container did not answer in time and was stopped.',
} as const

/** Has builds done by a pool. `endpoint` is where the `aws` of a build reaches the emulator. */
export function buildRunner(pool: GuestPool, endpoint?: () => string): WorkRunner {
	return async ({ payload }, sandbox, owner) => {
		const request = payload as unknown as BuildRequest
		const sources = await Promise.all(
			request.sources.map(async ({ directory, blob }) => ({
				directory,
				...(blob !== undefined && { zip: await sandbox.blobs.get(blob) }),
			})),
		)
		const ending = await pool.build(owner, { ...request, sources, ...(endpoint && { endpoint: endpoint() }) })
		if ('failure' in ending) {
			return ending.failure === 'closed' ? undefined : { ok: false, reason: TOLD[ending.failure] }
		}
		const { answer } = ending
		if ('error' in answer) return { ok: false, reason: answer.error }
		if (!('outcome' in answer)) return { ok: false, reason: TOLD.died }
		const { artifacts: zips, log, ...outcome } = answer.outcome
		const lines = Buffer.from(log.map((line) => JSON.stringify(line)).join('\n'))
		const blobs = new Map<string, Uint8Array>()
		const keep = async (bytes: Uint8Array) => {
			const name = await digestOf('sha256', bytes, 'hex')
			blobs.set(name, bytes)
			return name
		}
		const artifacts = await Promise.all(
			zips.map(async ({ zip, ...artifact }) => ({ ...artifact, blob: await keep(zip) })),
		)
		const logName = await keep(lines)
		await sandbox.blobs.keep(blobs)
		return { ok: true, value: { ...outcome, artifacts, log: logName } satisfies BuildAnswer }
	}
}
