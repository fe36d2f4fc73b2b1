import { AwsError } from '../../aws-error.ts'
import type { Call } from '../../service.ts'
import { type LogLine, linesOf, openLog, writeLog } from '../logs/deliver.ts'
import { RoleNotAssumable } from '../sts/service-roles.ts'
import type { Build } from './collections.ts'
import { buildRole } from './start-build.ts'

/**
 * Makes the stream of a build's log, under its role. Answers why CodeBuild may
 * not, in its words as users report them. A role that cannot be assumed is
 * found out by what comes next; without room the build goes on without a log.
 */
export async function openBuildLog(call: Call, build: Readonly<Build>): Promise<string | undefined> {
	if (!build.logs) return
	try {
		await openLog(call, buildRole(call, build), build.logs)
	} catch (error) {
		if (error instanceof RoleNotAssumable) return
		if (!(error instanceof AwsError)) throw error
		if (!error.code.startsWith('AccessDenied')) return
		return `Service role ${build.serviceRole} does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build ${build.arn}. Error message: ${error.message}`
	}
}

/** Writes what a build has said to its stream, under its role; of one that is stopped what it had said by then. */
export async function writeBuildLog(call: Call, build: Readonly<Build>, isStopped: boolean): Promise<void> {
	if (!build.logs) return
	const lines = build.log ? await linesOf(call, build.log) : downloadLines(build, call.now)
	// A short build is over at once, before its own time.
	const said = lines
		.filter(({ at }) => !isStopped || at <= call.now)
		.map(({ at, text }) => ({ at: Math.min(at, call.now), text }))
	if (said.length === 0) return
	try {
		await writeLog(call, buildRole(call, build), build.logs, said)
	} catch (error) {
		if (!(error instanceof RoleNotAssumable)) throw error
	}
}

/** What the log says of a build that never came to its commands. */
function downloadLines({ phases }: Readonly<Build>, at: number): Array<LogLine> {
	const download = phases.find(({ type }) => type === 'DOWNLOAD_SOURCE')
	if (download?.status !== 'FAILED') return []
	const { statusCode = '', message = '' } = download.context ?? {}
	const time = new Date(at).toISOString().replaceAll('-', '/').replace('T', ' ').replace('Z', '000')
	return [
		'Running on CodeBuild On-demand',
		'Waiting for agent ping',
		'Waiting for DOWNLOAD_SOURCE',
		'Phase is DOWNLOAD_SOURCE',
		'Phase complete: DOWNLOAD_SOURCE State: FAILED',
		`Phase context status code: ${statusCode} Message: ${message}`,
	].map((text) => ({ at, text: `[Container] ${time} ${text}\n` }))
}
