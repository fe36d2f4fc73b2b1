import type { Call } from '../../service.ts'
import { recordMetric } from '../cloudwatch/metric-data.ts'
import { writeBuildLog } from './build-log.ts'
import { type Build, builds, type Phase, running } from './collections.ts'
import { emitBuildChange, emitPhaseChange } from './events.ts'

const NOTHING = { statusCode: '', message: '' }

/** Ends a build: its last phases, its events and metrics, and those who wait for it. */
export async function endBuild(
	call: Call,
	build: Readonly<Build>,
	status: 'FAILED' | 'STOPPED' | 'SUCCEEDED' | 'TIMED_OUT',
) {
	await writeBuildLog(call, build, status === 'STOPPED')
	const { outcome: _, log: __, ...known } = build
	const ended: Build = { ...known, status, endedAt: call.now, phases: lastPhases(build, status, call.now) }
	call.world.put(builds, call.scope, build.id, ended)
	call.world.delete(running, call.scope, `${build.projectName}|${build.uuid}`)
	for (const phase of ended.phases) if (phase.endedAt !== undefined) emitPhaseChange(call, ended, phase)
	emitBuildChange(call, ended)
	measure(call, ended)
	call.announce('Ended', { id: build.id })
	return ended
}

function lastPhases({ phases }: Readonly<Build>, status: string, now: number): Array<Phase> {
	const done = phases.filter(({ endedAt }) => endedAt !== undefined)
	const completed: Phase = { type: 'COMPLETED', startedAt: now }
	// A build that was not let out of the queue has nothing to finish.
	if (done.at(-1)?.type === 'QUEUED') return [...done, completed]
	if (status !== 'STOPPED') {
		const finalizing: Phase = {
			type: 'FINALIZING',
			status: 'SUCCEEDED',
			startedAt: now,
			endedAt: now,
			context: NOTHING,
		}
		return [...done, finalizing, completed]
	}
	const current = phases.find(({ endedAt }) => endedAt === undefined)
	return [...done, ...(current ? [{ ...current, status: 'STOPPED' as const, endedAt: now }] : []), completed]
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/cloudwatch_metrics-codebuild.html */
function measure(call: Call, { projectName, status, startedAt, endedAt = startedAt, phases }: Build): void {
	const phaseMetrics = phases.flatMap(({ type, startedAt: from, endedAt: to }) =>
		to === undefined ? [] : [[`${camel(type)}Duration`, (to - from) / 1000] as const],
	)
	const counted = { SUCCEEDED: 'SucceededBuilds', FAILED: 'FailedBuilds' }[status as 'FAILED']
	for (const dimensions of [{}, { ProjectName: projectName }] as Array<Record<string, string>>) {
		const metric = { namespace: 'AWS/CodeBuild', dimensions }
		recordMetric(call, { ...metric, name: 'Builds', unit: 'Count', value: 1 })
		if (counted) recordMetric(call, { ...metric, name: counted, unit: 'Count', value: 1 })
		recordMetric(call, { ...metric, name: 'Duration', unit: 'Seconds', value: (endedAt - startedAt) / 1000 })
		for (const [name, value] of phaseMetrics) recordMetric(call, { ...metric, name, unit: 'Seconds', value })
	}
}

const camel = (type: string) =>
	type
		.split('_')
		.map((word) => word.charAt(0) + word.slice(1).toLowerCase())
		.join('')
