import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Ending, WorkerPool } from '../host/worker-pool.ts'
import type { BuildJob } from './build/build-job.ts'
import type { FunctionJob } from './function/function-job.ts'
import { FUNCTION_MS, WORK_MS, WORKER_MIB } from './limits.ts'
import type { Answer, Work } from './worker.ts'

const PROJECT = fileURLToPath(new URL('../../', import.meta.url))
/** The code that a worker runs, and nothing else: neither the site's data nor its secrets nor the exam. */
const READABLE = ['labs/*', 'node_modules/*', 'package.json']
/** Work is kept by its world: what waits here has its bound there. */
const WAITING_AT_MOST = 100_000

/** Does builds and calls of functions in worker processes that it can kill; owners take turns, each with one less than there are workers at a time. */
export class GuestPool {
	readonly #pool: WorkerPool<Work, Answer>

	constructor(size: number) {
		this.#pool = new WorkerPool({
			size,
			perOwnerRunning: Math.max(1, size - 1),
			perOwner: WAITING_AT_MOST,
			inAll: WAITING_AT_MOST,
			start: startWorker,
		})
	}

	build(owner: string, build: BuildJob): Promise<Ending<Answer>> {
		return this.#pool.run(owner, { build }, WORK_MS)
	}

	call(owner: string, call: FunctionJob): Promise<Ending<Answer>> {
		return this.#pool.run(owner, { call }, FUNCTION_MS)
	}

	close(): void {
		this.#pool.close()
	}
}

const WORKER = new URL('./worker.ts', import.meta.url)

/** Whether the program of the workers is here: the emulator's package comes without it. */
export function hasGuests(): boolean {
	return existsSync(WORKER)
}

function startWorker(): ChildProcess {
	return fork(WORKER, {
		execArgv: [
			`--max-old-space-size=${WORKER_MIB}`,
			'--permission',
			...READABLE.map((path) => `--allow-fs-read=${PROJECT}${path}`),
			'--disable-warning=ExperimentalWarning',
		],
		env: {},
		// Bytes go as bytes.
		serialization: 'advanced',
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
	})
}
