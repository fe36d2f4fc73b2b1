import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Ending, WorkerPool } from '../host/worker-pool.ts'
import { COMMAND_MS, COMMANDS_AT_ONCE, COMMANDS_WAITING, WORKER_MIB } from './limits.ts'
import type { CommandRequest, CommandResult } from './session.ts'

const PROJECT = fileURLToPath(new URL('../../', import.meta.url))
/** The code that a worker runs, and nothing else: neither the site's data nor its secrets nor the exam. */
const READABLE = ['labs/*', 'node_modules/*', 'package.json']

type Typed = Omit<CommandRequest, 'id' | 'timeoutMs'>

/**
 * Runs command lines in worker processes that it can kill: capped in memory
 * and time, without the site's environment. At most `size` run at once; learners
 * take turns, and each has few at a time.
 */
export class ShellPool {
	readonly #pool: WorkerPool<Typed, CommandResult>

	constructor(size: number) {
		this.#pool = new WorkerPool({
			size,
			perOwnerRunning: COMMANDS_AT_ONCE,
			perOwner: COMMANDS_WAITING,
			inAll: COMMANDS_WAITING * 100,
			start: startWorker,
		})
	}

	/** Starts one worker ahead of need, so that the first command does not wait for it. */
	warm(): void {
		this.#pool.warm()
	}

	/** Runs a command line of a learner; what had to be ended from outside says so in French. */
	async run(learner: string, request: Typed): Promise<CommandResult> {
		const ending = await this.#pool.run(learner, request, COMMAND_MS)
		return 'answer' in ending ? ending.answer : stopped(request, ending.failure)
	}

	close(): void {
		this.#pool.close()
	}
}

function startWorker(): ChildProcess {
	return fork(new URL('./worker.ts', import.meta.url), {
		execArgv: [
			`--max-old-space-size=${WORKER_MIB}`,
			'--permission',
			...READABLE.map((path) => `--allow-fs-read=${PROJECT}${path}`),
			'--disable-warning=ExperimentalWarning',
		],
		env: {},
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
	})
}

type Failure = Extract<Ending<CommandResult>, { failure: string }>['failure']

const TOLD: Readonly<Record<Failure, readonly [reason: string, exitCode: number]>> = {
	busy: ['Trop de vos commandes attendent déjà. Laissez-en finir une, puis recommencez.', 75],
	closed: ['Le serveur s’arrête. Recommencez dans un instant.', 75],
	died: ['Le processus s’est arrêté de lui-même.', 137],
	memory: ['Le processus a manqué de mémoire.', 137],
	timeout: [`Arrêt après ${COMMAND_MS / 1000} s.`, 124],
}

/** What the learner sees when a command had to be ended from outside, or could not begin: nothing of it is kept. */
function stopped({ cwd, env }: Typed, failure: Failure): CommandResult {
	const [reason, exitCode] = TOLD[failure]
	const began = failure !== 'busy' && failure !== 'closed'
	const stderr = began
		? `bash: commande interrompue. ${reason} Les fichiers sont restés comme avant.\n`
		: `bash: commande non exécutée. ${reason}\n`
	return { id: 0, stdout: '', stderr, exitCode, cwd, env, written: {}, removed: [] }
}
