import { AwsError } from '../../aws-error.ts'
import type { Call } from '../../service.ts'
import { openLog, writeLog } from '../logs/deliver.ts'
import type { FunctionVersion, Invocation } from './collections.ts'
import type { FunctionAnswer, FunctionLine } from './function-work.ts'
import { executionRole, logStreamOf } from './invoke.ts'

/** Megabytes that a small function of Node uses; the guest's memory is not told apart. */
const MEMORY_USED = 64

/** The log of one call, as Lambda writes it around what the function says. */
export function logLines(
	{ id }: Invocation,
	{ version, memorySize, runtime }: Readonly<FunctionVersion>,
	{ ok, payload, lines, durationMs }: FunctionAnswer,
	startedAt: number,
): Array<FunctionLine> {
	const endedAt = Math.max(lines.at(-1)?.at ?? 0, startedAt + durationMs)
	const used = Math.min(MEMORY_USED, memorySize)
	const { errorType, errorMessage } = ok
		? {}
		: (JSON.parse(payload) as { errorType?: string; errorMessage?: string })
	const status =
		errorType === 'Sandbox.Timedout'
			? '\tStatus: timeout'
			: /^Runtime\.(ExitError|OutOfMemory)$/.test(errorType ?? '')
				? `\tStatus: error\tError Type: ${errorType}`
				: ''
	const report = `REPORT RequestId: ${id}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs)} ms\tMemory Size: ${memorySize} MB\tMax Memory Used: ${used} MB${status}\t\n`
	const told =
		errorType === 'Sandbox.Timedout'
			? [
					{
						at: endedAt,
						text: `${new Date(endedAt).toISOString()} ${errorMessage?.replace(/^RequestId: (\S+) Error: /, '$1 ')}\n\n`,
					},
				]
			: []
	return [
		{
			at: startedAt,
			text: `INIT_START Runtime Version: ${(runtime ?? '').replace(/\.x$/, '').replace('nodejs', 'nodejs:')}.v1\n`,
		},
		{ at: startedAt, text: `START RequestId: ${id} Version: ${version}\n` },
		...lines,
		...told,
		{ at: endedAt, text: `END RequestId: ${id}\n` },
		{ at: endedAt, text: report },
	]
}

/** Writes to the function's log group under its role; a role that may not, or that is gone, leaves no log, as in AWS. */
export async function keepLog(
	call: Call,
	version: Readonly<FunctionVersion>,
	lines: ReadonlyArray<FunctionLine>,
): Promise<void> {
	const role = executionRole(call, version)
	if (!role) return
	const target = { group: version.logGroup, stream: logStreamOf(call, version) }
	try {
		await openLog(call, role, target)
	} catch (error) {
		if (error instanceof AwsError) return
		throw error
	}
	const inOrder = lines
		.map(({ at, text }) => ({ at: Math.round(at), text }))
		.sort((one, other) => one.at - other.at)
	await writeLog(call, role, target, inOrder)
}
