import { AwsError } from '../../aws-error.ts'
import type { Call } from '../../service.ts'
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
export async function writeLog(
	call: Call,
	version: Readonly<FunctionVersion>,
	lines: ReadonlyArray<FunctionLine>,
): Promise<void> {
	const role = executionRole(call, version)
	if (!role) return
	const stream = { logGroupName: version.logGroup, logStreamName: logStreamOf(call, version) }
	const ask = async (operation: string, input: object) => {
		try {
			await call.invoke(role, 'logs', operation, input)
			return true
		} catch (error) {
			if (error instanceof AwsError) return error.code === 'ResourceAlreadyExistsException'
			throw error
		}
	}
	if (!(await ask('CreateLogStream', stream))) {
		if (!(await ask('CreateLogGroup', { logGroupName: version.logGroup }))) return
		if (!(await ask('CreateLogStream', stream))) return
	}
	const logEvents = lines.map(({ at, text }) => ({ timestamp: Math.round(at), message: text }))
	await ask('PutLogEvents', {
		...stream,
		logEvents: logEvents.sort((one, other) => one.timestamp - other.timestamp),
	})
}
