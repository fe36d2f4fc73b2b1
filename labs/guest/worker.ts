import type { BuildJob, BuildOutcome } from './build/build-job.ts'
import { runBuild } from './build/run-build.ts'
import type { FunctionJob, FunctionOutcome } from './function/function-job.ts'
import { runFunction } from './function/run-function.ts'
import { loadEngine } from './node/engine.ts'

// A process that does one piece of work at a time for the pool that started it.
// It holds no secret of the site: its environment is empty, and what it may
// read on disk is the code that it runs.

/** One piece of work: a build, or a call of a function. */
export type Work = { build: BuildJob } | { call: FunctionJob }

type Request = Work & { id: number; timeoutMs: number }

export type Answer = { id: number } & (
	| { outcome: BuildOutcome }
	| { returned: FunctionOutcome }
	| { error: string }
)

process.on('message', async ({ id, timeoutMs, ...work }: Request) => {
	let answer: Answer
	const deadline = Date.now() + timeoutMs
	try {
		answer =
			'build' in work
				? { id, outcome: await runBuild(work.build, deadline) }
				: { id, returned: await runFunction(work.call, deadline) }
	} catch (error) {
		answer = { id, error: error instanceof Error ? error.message : String(error) }
	}
	process.send?.(answer)
})

process.on('disconnect', () => process.exit(0))
// Compiled before the first program needs it.
await loadEngine()
process.send?.('ready')
