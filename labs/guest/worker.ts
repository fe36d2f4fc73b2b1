import type { BuildJob, BuildOutcome } from './build/build-job.ts'
import { runBuild } from './build/run-build.ts'
import { loadEngine } from './node/engine.ts'

// A process that does one piece of work at a time for the pool that started it.
// It holds no secret of the site: its environment is empty, and what it may
// read on disk is the code that it runs.

interface Request {
	id: number
	timeoutMs: number
	build: BuildJob
}

export type Answer = { id: number } & ({ outcome: BuildOutcome } | { error: string })

process.on('message', async ({ id, timeoutMs, build }: Request) => {
	let answer: Answer
	try {
		answer = { id, outcome: await runBuild(build, Date.now() + timeoutMs) }
	} catch (error) {
		answer = { id, error: error instanceof Error ? error.message : String(error) }
	}
	process.send?.(answer)
})

process.on('disconnect', () => process.exit(0))
// Compiled before the first program needs it.
await loadEngine()
process.send?.('ready')
