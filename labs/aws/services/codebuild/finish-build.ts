import type { Call, WorkResult } from '../../service.ts'
import type { WorkItem } from '../../world/kernel.ts'
import type { BuildAnswer } from './build-work.ts'
import { type Build, builds, type Phase } from './collections.ts'
import { endBuild } from './end-build.ts'
import { keepReports } from './make-reports.ts'
import { uploadArtifacts } from './upload-artifacts.ts'

/** A build that took less than this of its own time is over at once. */
const AT_ONCE_MS = 1_000

/** Takes what the build host brought; the build ends when its own time says so. */
export async function finishBuild(work: WorkItem, result: WorkResult, call: Call): Promise<void> {
	const build = call.world.get(builds, call.scope, work.subject)
	if (build?.status !== 'IN_PROGRESS') return
	if (!result.ok) return breakBuild(call, build, result.reason)
	const { log, reports, ...outcome } = result.value as unknown as BuildAnswer
	const began = begunAt(build)
	const reportArns = keepReports(call, build, reports)
	call.world.put(builds, call.scope, build.id, { ...build, outcome, log, reportArns })
	const took = outcome.phases.reduce((sum, { durationMs }) => sum + durationMs, 0)
	if (took < AT_ONCE_MS || began + took <= call.now) return completeBuild(call, build.id)
	call.schedule(began + took, `complete|${build.id}`)
}

/** When the build host was asked: the phase that goes on began then. */
function begunAt({ phases, startedAt }: Readonly<Build>): number {
	return (
		phases.find(({ endedAt, type }) => endedAt === undefined && type !== 'SUBMITTED')?.startedAt ?? startedAt
	)
}

/** Gives the phases their times, uploads what the build made, and ends it. */
export async function completeBuild(call: Call, id: string): Promise<void> {
	const build = call.world.get(builds, call.scope, id)
	if (build?.status !== 'IN_PROGRESS' || !build.outcome) return
	const { outcome } = build
	const phases: Array<Phase> = build.phases.filter(({ endedAt }) => endedAt !== undefined)
	let at = begunAt(build)
	for (const { type, status, code, message, durationMs } of outcome.phases) {
		const endedAt = Math.min(at + durationMs, call.now)
		phases.push({ type, status, startedAt: at, endedAt, context: { statusCode: code, message } })
		at = endedAt
	}
	const upload = await uploadArtifacts(call, build)
	const last = phases.at(-1)
	if (upload.problem && last?.type === 'UPLOAD_ARTIFACTS') {
		phases[phases.length - 1] = {
			...last,
			status: 'FAILED',
			context: { statusCode: 'CLIENT_ERROR', message: upload.problem },
		}
	}
	const exported = Object.entries(outcome.exported).map(([name, value]) => ({ name, value }))
	const statuses = phases.map(({ status }) => status)
	const status = statuses.includes('TIMED_OUT')
		? 'TIMED_OUT'
		: statuses.includes('FAILED')
			? 'FAILED'
			: 'SUCCEEDED'
	await endBuild(call, { ...build, phases, exported, locations: upload.locations }, status)
}

/** A build whose container stopped, or that the build host could not begin. */
async function breakBuild(call: Call, build: Readonly<Build>, reason: string): Promise<void> {
	const phases = build.phases.map((phase) =>
		phase.endedAt === undefined
			? {
					...phase,
					status: 'FAILED' as const,
					endedAt: call.now,
					context: { statusCode: 'CLIENT_ERROR', message: reason },
				}
			: phase,
	)
	await endBuild(call, { ...build, phases }, 'FAILED')
}
