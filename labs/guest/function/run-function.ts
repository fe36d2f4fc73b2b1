import { posix } from 'node:path'
import { openArchive } from '../build/archive.ts'
import { runProgram } from '../node/engine.ts'
import type { ProgramEnd } from '../node/program.ts'
import { SyncTree } from '../node/sync-tree.ts'
import { Surroundings } from '../surroundings.ts'
import type { FunctionJob, FunctionOutcome } from './function-job.ts'
import { outsideOf } from './outside.ts'

const TASK_ROOT = '/var/task'
/** Largest answer of a function, in bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ANSWER_BYTES = 6_291_556
/** What Lambda's own runtime does, as the program's main file. */
const RUNTIME = "__module('builtin', 'internal/lambda').main()"

/** Calls the handler of a function once, in an engine of its own. */
export async function runFunction(job: FunctionJob, deadline: number): Promise<FunctionOutcome> {
	const { startsAt, timeoutMs, seed } = job
	const surroundings = new Surroundings({ startsAt, timeoutMs, seed, deadline })
	const lines: Array<{ at: number; text: string }> = []
	let result: string | undefined
	const end = await runProgram({
		argv: ['/var/runtime/index.js'],
		source: RUNTIME,
		cwd: TASK_ROOT,
		env: job.env,
		tree: treeOf(job.zip),
		surroundings,
		exec: async () => ({ stdout: '', stderr: '/bin/sh: no shell in this emulator\n', exitCode: 127 }),
		outside: outsideOf(job, surroundings),
		lambda: {
			event: JSON.stringify({
				handler: job.handler,
				event: job.event,
				context: job.context,
				endsAt: timeoutMs,
			}),
			result(text) {
				result ??= text
			},
		},
		onOutput: (text) => lines.push({ at: surroundings.now(), text }),
	})
	const told = surroundings.stopped ? undefined : result
	const answer = told === undefined ? unanswered(job, end, surroundings) : readResult(told)
	// A sleep past the end is not the function's time.
	return { ...answer, lines, durationMs: Math.min(surroundings.elapsed(), timeoutMs) }
}

function treeOf(zip: Uint8Array): SyncTree {
	const tree = new SyncTree()
	for (const directory of [TASK_ROOT, '/tmp', '/opt', '/var/runtime']) tree.makeDirectory(directory, true)
	for (const [path, bytes] of openArchive(zip)) {
		const whole = posix.join(TASK_ROOT, path)
		tree.makeDirectory(posix.dirname(whole), true)
		tree.write(whole, bytes, false)
	}
	return tree
}

function readResult(text: string): { ok: boolean; payload: string } {
	const { ok, payload } = JSON.parse(text) as { ok: boolean; payload: string }
	if (!ok || Buffer.byteLength(payload) <= ANSWER_BYTES) return { ok, payload }
	return failure(
		'Function.ResponseSizeTooLarge',
		`Response payload size exceeded maximum allowed payload size (${ANSWER_BYTES} bytes).`,
	)
}

/** Why a function that told no result has none, in Lambda's words where they are known. */
function unanswered({ context, timeoutMs }: FunctionJob, end: ProgramEnd, { stopped }: Surroundings) {
	const told = (errorType: string, text: string) =>
		failure(errorType, `RequestId: ${context.awsRequestId} Error: ${text}`)
	if (stopped === 'output')
		// The wording is ours.
		return told('Runtime.ExitError', 'The function wrote more than the 1 MiB of log that this emulator takes')
	if (stopped)
		return told('Sandbox.Timedout', `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`)
	if (end.exitCode === 134) return told('Runtime.OutOfMemory', 'Runtime exited with error: signal: killed')
	if (end.exitCode === 0) return told('Runtime.ExitError', 'Runtime exited without providing a reason')
	return told('Runtime.ExitError', `Runtime exited with error: exit status ${end.exitCode}`)
}

function failure(errorType: string, errorMessage: string) {
	return { ok: false, payload: JSON.stringify({ errorType, errorMessage }) }
}
